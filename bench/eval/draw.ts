import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { parse, resetSVGDefIds, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

const FOLDER = path.resolve('docs', 'accuracy');

/** Told apart by people who see colours differently (Okabe and Ito); the dashes help on paper. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#7a5c00', '#56b4e9'];

/** White ground and dark ink, so that a page in the dark shows it as well as one in the light. */
const LOOK = {
  background: '#ffffff',
  padding: 16,
  font: 'sans-serif',
  title: { fontSize: 15, color: '#1a1a1a', anchor: 'start', offset: 12 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: '#333333',
    titleColor: '#333333',
    gridColor: '#e3e3e3',
    domainColor: '#888888',
    tickColor: '#888888',
  },
  legend: { labelFontSize: 12, title: null, labelLimit: 320, symbolSize: 160, labelColor: '#333333' },
  view: { stroke: null },
} as const;

/** In pixels, of the drawing without its axes. */
export const [WIDTH, HEIGHT] = [480, 300];

/** The same data gives the same bytes: nothing in the file depends on what was drawn before. */
export async function draw(file: string, spec: TopLevelSpec, folder = FOLDER): Promise<void> {
  const { spec: compiled } = compile({ ...spec, config: LOOK });
  resetSVGDefIds();
  const view = new View(parse(compiled), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, file), `${svg}\n`);
}

/** Colour by name, with a legend where there is more than one. */
export function colourOf(groups: readonly { readonly name: string }[]) {
  const names = groups.map(({ name }) => name);
  return {
    field: 'name',
    type: 'nominal',
    sort: null,
    scale: { domain: names, range: COLOURS.slice(0, names.length) },
    legend: names.length > 1 ? { orient: 'bottom', columns: names.length > 4 ? 2 : names.length } : null,
  } as const;
}
