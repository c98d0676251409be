/**
 * `npm run eval:quality -- DIR`: how surely the faults of a document's photo are told, and how often a good photo
 * is blamed. DIR holds good photos, which are then spoiled in every way, or sub-folders named after faults
 * (blurred, dark, glare, screen, copy, cut, covered, two) beside `good`. `--drawn N` draws N good ones instead.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { checkPage } from '../knowledge/checks/document/check-page.ts';
import { checkQuality } from '../knowledge/checks/document/check-picture.ts';
import type { DocumentMeasurements } from '../knowledge/checks/document-measurements.ts';
import { joinFindings } from '../knowledge/checks/verdict-of.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { ReasonCode } from '../knowledge/reasons/reason-code.ts';
import type { Reason } from '../knowledge/verdict.ts';
import { claimOf, HOLDERS } from '../test/specimen/holders.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, plotLink, writeSection } from './eval/card.ts';
import { drawHistogram } from './eval/draw-histogram.ts';
import { areaUnderCurve, errorCurve } from './eval/error-curve.ts';
import { findPictures } from './eval/folder.ts';
import { measureAll, openWorkers } from './eval/measure-all.ts';
import { rateOf, rateWords } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { drawGood, drawOther } from './quality/draw-good.ts';
import { FAULTS, onTable, spoil, type Fault } from './quality/spoil.ts';

const CLAIM = claimOf(HOLDERS.anna, 'passport');

/** What the check says to each fault, and the measurement behind it; `good` tells which end good photos have. */
const SIGNS: Readonly<
  Record<Fault, { code: ReasonCode; good: 'small' | 'large'; value: (m: DocumentMeasurements) => number }>
> = {
  blurred: { code: 'document_blurred', good: 'large', value: (m) => m.quality?.sharpness ?? 0 },
  dark: { code: 'document_dark', good: 'large', value: (m) => m.quality?.medianBrightness ?? 0 },
  glare: { code: 'document_glare', good: 'small', value: (m) => m.quality?.glareShare ?? 0 },
  screen: { code: 'document_is_screen', good: 'small', value: (m) => m.faults?.screen ?? 0 },
  copy: { code: 'document_is_copy', good: 'large', value: (m) => m.faults?.colour ?? 0 },
  cut: {
    code: 'document_cut_off',
    good: 'small',
    value: (m) => (m.page?.outside ?? 0) + (m.page?.openSides ?? 0),
  },
  covered: { code: 'document_corner_covered', good: 'small', value: (m) => m.page?.coveredCorner ?? 0 },
  two: { code: 'document_several', good: 'small', value: (m) => Number(m.faults?.otherDocument ?? false) },
};
/** Those of which the card shows the measurements. */
const AXES: Readonly<Partial<Record<Fault, string>>> = {
  blurred: 'variance of the Laplacian',
  screen: 'strength of a grid',
  copy: 'colour, hundredths of brightness',
};

interface Item {
  readonly label: Fault | 'good' | 'good on a table';
  readonly photo: () => Promise<Buffer>;
}

const args = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run eval:quality -- DIR | --drawn N',
  needs: 0,
  options: { drawn: 'string' },
});
const { criteria } = loadKnowledge();
const other = await drawOther();
const items = args.options['drawn'] ? await drawnItems(Number(args.options['drawn'])) : await folderItems();
const workers = openWorkers(1);
const looked = await measureAll(items, 1, async ({ label, photo }) => {
  const measured = await workers.measureDocument(await photo());
  const findings = joinFindings(
    checkQuality(measured, criteria, false),
    checkPage(measured, CLAIM, criteria, false),
  );
  const codesOf = (reasons: readonly Reason[]) => reasons.map(({ code }) => code);
  return { label, measured, retake: codesOf(findings.retake), review: codesOf(findings.review) };
});
await workers.stop();

async function folderItems(): Promise<readonly Item[]> {
  const folder = args.positionals[0];
  if (!folder) throw new Error('Use: npm run eval:quality -- DIR | --drawn N');
  const pictures = (await findPictures(folder)).slice(0, args.limit);
  const read = (name: string) => readFile(path.join(folder, name));
  const labelled = pictures.flatMap((name): Item[] => {
    const label = [...FAULTS, 'good' as const].find((one) => name.startsWith(`${one}/`));
    return label ? [{ label, photo: () => read(name) }] : [];
  });
  if (labelled.length > 0) return labelled;
  return pictures.flatMap((name, index) =>
    spoiled(
      () => read(name),
      () => read(name),
      index,
    ),
  );
}

async function drawnItems(count: number): Promise<readonly Item[]> {
  const good = await drawGood(count);
  return good.flatMap(({ photo, page }, index) =>
    spoiled(
      () => Promise.resolve(photo),
      () => Promise.resolve(page),
      index,
    ),
  );
}

/** Whole pictures are spoiled as they are; faults of the outline need a page that lies on something. */
function spoiled(photo: () => Promise<Buffer>, page: () => Promise<Buffer>, index: number): Item[] {
  const needsTable = (fault: Fault) => ['cut', 'covered', 'two'].includes(fault);
  return [
    { label: 'good', photo },
    { label: 'good on a table', photo: async () => onTable(await page(), index) },
    ...FAULTS.map((fault): Item => ({
      label: fault,
      photo: async () => spoil(await (needsTable(fault) ? page() : photo()), fault, index, other),
    })),
  ];
}

const of = (label: Item['label']) => looked.filter((one) => one.label === label);
const good = [...of('good'), ...of('good on a table')];
const rows = FAULTS.flatMap((fault) => {
  const { code, good: end, value } = SIGNS[fault];
  const bad = of(fault);
  if (bad.length === 0) return [];
  const named = rateOf(
    bad.filter(({ retake, review }) => [...retake, ...review].includes(code)).length,
    bad.length,
  );
  const falseRetakes = rateOf(good.filter(({ retake }) => retake.includes(code)).length, good.length);
  const falseReviews = rateOf(good.filter(({ review }) => review.includes(code)).length, good.length);
  const scores = {
    genuine: good.map(({ measured }) => value(measured)),
    impostor: bad.map(({ measured }) => value(measured)),
  };
  const auc = areaUnderCurve(errorCurve({ ...scores, accept: end }));
  return [{ fault, named, falseRetakes, falseReviews, auc, scores }];
});
const clean = rateOf(
  good.filter(({ retake, review }) => retake.length + review.length === 0).length,
  good.length,
);

report(
  args,
  rows.map((row) => ({
    fault: row.fault,
    'named, of those with it': rateWords(row.named),
    'good ones asked for again': rateWords(row.falseRetakes),
    'good ones for a person': rateWords(row.falseReviews),
    AUC: row.auc.toFixed(3),
  })),
  {
    eval: 'quality',
    good: good.length,
    withoutBlame: clean.share,
    faults: rows.map(({ fault, named, falseRetakes, falseReviews, auc }) => ({
      fault,
      named: [named.hits, named.of],
      falseRetakes: [falseRetakes.hits, falseRetakes.of],
      falseReviews: [falseReviews.hits, falseReviews.of],
      auc,
    })),
  },
);

if (args.write) {
  for (const { fault, scores } of rows.filter(({ fault }) => AXES[fault] !== undefined)) {
    await drawHistogram(
      `quality-${fault}.svg`,
      `Photos with and without the fault: ${fault}`,
      [
        { name: 'good', scores: scores.genuine },
        { name: fault, scores: scores.impostor },
      ],
      { axis: AXES[fault] ?? fault },
    );
  }
  const drawn = args.options['drawn'];
  await writeSection(
    'quality',
    'Faults of a document’s photo',
    [
      drawn
        ? `On ${drawn} good photos of drawn documents and copies of them that the command spoils itself (\`npm run eval:quality -- --drawn ${drawn}\`).`
        : `On a folder of ${of('good').length} public pictures of specimens, taken as good, and copies that the command spoils itself (\`npm run eval:quality -- DIR\`). Each is also laid on a drawn table.`,
      'Every picture is judged as a front on which nothing could be read: there the limits for blur, dark and glare are at their strictest, and a check that has read everything does not blame them at all. Named: the very reason is among those given. Recaptures of screens, thumbs and tables are drawn; real ones are harder.',
      markdownTable(
        ['fault', 'named', 'good ones asked for again', 'good ones for a person', 'AUC'],
        rows.map((row) => [
          row.fault,
          rateWords(row.named),
          rateWords(row.falseRetakes),
          rateWords(row.falseReviews),
          row.auc.toFixed(3),
        ]),
      ),
      `Of the good ones, ${rateWords(clean)} are blamed for nothing of this.`,
      ...Object.keys(AXES).map((fault) => plotLink(`quality-${fault}.svg`, `Histogram: ${fault}`)),
    ].join('\n\n'),
  );
}
