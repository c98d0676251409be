/**
 * `npm run eval:screenshots -- [DIR] [--photos N] [--from K] [--photos-only] [--save DIR]`: how surely errors are told
 * from pictures of screens, read by the pool that the product runs. DIR holds pictures in sub-folders named after
 * problems, and `unrelated`; without it screens are drawn in a real browser, and every N-th of them (from the K-th on)
 * is photographed too (default 4, 0 for none). What was not told as it should be is saved for whoever looks why.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import sharp from 'sharp';

import { loadScreenKnowledge } from '../knowledge/load.ts';
import { createScreenRecogniser } from '../knowledge/screens/recognise-screen.ts';
import { openBrowser } from '../test/kit/browser.ts';
import { drawScreen, errorScreens, lookOf, unrelatedScreens } from '../test/specimen/screens/draw-screens.ts';
import { photographScreen } from '../test/specimen/screens/photograph-screen.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, writeSection } from './eval/card.ts';
import { findPictures } from './eval/folder.ts';
import { measureAll, openWorkers } from './eval/measure-all.ts';
import { percentile, rateOf, rateWords } from './eval/rates.ts';
import { report } from './eval/report.ts';

interface Item {
  readonly name: string;
  readonly set: string;
  /** Undefined on a screen without a problem. */
  readonly problem: string | undefined;
  readonly picture: () => Promise<Buffer>;
}

/** `offered`: not told, but among the few that the customer is asked about. */
type Outcome = 'told' | 'offered' | 'missed' | 'false';

/** While one screen is read the next is drawn. */
const AT_ONCE = 2;

const args = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run eval:screenshots -- [DIR]',
  needs: 0,
  options: { photos: 'string', from: 'string', 'photos-only': 'boolean', save: 'string' },
});
const [folder] = args.positionals;
const photographed = Number(args.options['photos'] ?? 4);
const photographedFrom = Number(args.options['from'] ?? 0);
const photosOnly = args.options['photos-only'] === 'true';
const saved = args.options['save'];
const recogniser = createScreenRecogniser(loadScreenKnowledge());
const browser = folder === undefined ? await openBrowser() : undefined;
const workers = openWorkers(AT_ONCE);

async function itemsOfFolder(from: string): Promise<Item[]> {
  return (await findPictures(from)).map((name) => {
    const label = name.split('/')[0] ?? '';
    const problem = label === 'unrelated' ? undefined : label;
    const set = problem === undefined ? 'unrelated' : 'errors';
    return { name, set, problem, picture: () => readFile(path.join(from, name)) };
  });
}

function drawnItems(): Item[] {
  return [...errorScreens(), ...unrelatedScreens()].flatMap((content, index) => {
    const { problem, language } = content;
    const what = problem === undefined ? 'unrelated' : 'errors';
    const draw = () => {
      if (!browser) throw new Error('no browser is open');
      return drawScreen(browser, content, lookOf(index));
    };
    const name = `${index} ${language}`;
    const screenshot = { name, set: `${what}, screenshots`, problem, picture: draw };
    const drawn = photosOnly ? [] : [screenshot];
    if (photographed === 0 || index % photographed !== photographedFrom) return drawn;
    const picture = async () => photographScreen(await draw(), index);
    return [...drawn, { name, set: `${what}, photos of screens`, problem, picture }];
  });
}

async function save(bytes: Buffer, { name, set, problem = 'unrelated' }: Item, into: string): Promise<void> {
  await mkdir(path.join(into, problem), { recursive: true });
  const { format } = await sharp(bytes).metadata();
  const file = `${set} ${path.parse(name).name}`.replace(/[^\w-]+/g, '-');
  await writeFile(path.join(into, problem, `${file}.${format}`), bytes);
}

const items = (folder === undefined ? drawnItems() : await itemsOfFolder(folder)).slice(0, args.limit);
const results = await measureAll(items, AT_ONCE, async (item) => {
  const { name, set, problem, picture } = item;
  const bytes = await picture();
  const began = performance.now();
  const verdict = recogniser.recognise((await workers.readScreen(bytes, false)).reading);
  const ms = performance.now() - began;
  const told = verdict.kind === 'known' ? verdict.problemId : undefined;
  const offered = problem !== undefined && verdict.kind === 'likely' && verdict.problemIds.includes(problem);
  const outcome: Outcome =
    told !== undefined ? (told === problem ? 'told' : 'false') : offered ? 'offered' : 'missed';
  const isRight = told === problem;
  if (saved !== undefined && !isRight) await save(bytes, item, saved);
  if (!args.json && !isRight)
    console.log(`${set} ${name}: ${problem ?? 'nothing'}, read as ${told ?? verdict.kind} (${outcome})`);
  return { set, outcome, ms };
});
await browser?.close();
await workers.stop();

const sets = [...new Set(results.map(({ set }) => set))].map((set) => {
  const of = results.filter((result) => result.set === set);
  const share = (outcome: Outcome) => rateOf(of.filter((one) => one.outcome === outcome).length, of.length);
  const ms = of.map((one) => one.ms);
  return {
    set,
    told: share('told'),
    offered: share('offered'),
    false: share('false'),
    ms: { p50: Math.round(percentile(ms, 0.5)), p99: Math.round(percentile(ms, 0.99)) },
  };
});
const rows = sets.map((row) => ({
  set: row.set,
  'right diagnosis': row.set.startsWith('unrelated') ? '–' : rateWords(row.told),
  'right one offered': row.set.startsWith('unrelated') ? '–' : rateWords(row.offered),
  'false diagnosis': rateWords(row.false),
  'ms p50 / p99': `${row.ms.p50} / ${row.ms.p99}`,
}));
report(args, rows, { eval: 'screenshots', sets });
if (args.write) {
  const text =
    'Command: `npm run eval:screenshots -- --write`, on screens that a browser draws in many styles, sizes and languages, some packed as JPEG, and on photos that a program makes of them, aslant, with beats, glare and blur. Their wordings are written apart from the patterns that are looked for, but by the same project, which has looked at what was missed: other wordings will be missed more often. Unrelated screens are other companies’ errors, chats, code, tables and pages of the exchange without an error. A right diagnosis explains the error at once; what is only offered is asked about.';
  const [first] = rows;
  const table = markdownTable(
    Object.keys(first ?? {}),
    rows.map((row) => Object.values(row)),
  );
  await writeSection('screenshots', 'Screenshots of errors', `${text}\n\n${table}`);
}
