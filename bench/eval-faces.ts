/**
 * `npm run eval:faces -- DIR pairs.csv`: finds and compares the faces of a folder as the product does, and says how
 * often it is wrong. `--stock` runs face-api as it comes beside it, `--write` puts the figures into the card.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { openFaceEngine } from '../bot/workers/faces/open-face-engine.ts';
import { findPortraits, findSelfieFaces } from '../bot/workers/faces/find-faces.ts';
import { measureFaces } from '../bot/workers/faces/measure-face.ts';
import { decodeUpload, type Picture } from '../bot/workers/picture.ts';
import { faceDistance } from '../knowledge/checks/face-distance.ts';
import type { Box, FaceMeasurements } from '../knowledge/checks/photo-measurements.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, plotLink, writeSection } from './eval/card.ts';
import { drawDet, drawRoc } from './eval/draw-curves.ts';
import { drawHistogram } from './eval/draw-histogram.ts';
import { areaUnderCurve } from './eval/error-curve.ts';
import { measureAll } from './eval/measure-all.ts';
import { median, percent, rateOf, rateWords, timed, type Rate } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { foldsOf, peopleOf, readPairs, type Pair } from './faces/pairs.ts';
import { openStock } from './faces/stock.ts';
import {
  accuracyByFolds,
  compareAll,
  curveOf,
  fnmrRow,
  genuine,
  impostor,
  type Compared,
} from './faces/verification.ts';
import { closeUp, likeAPortrait } from './faces/worse-pictures.ts';

const USAGE = {
  call: 'npm run eval:faces -- DIR pairs.csv',
  needs: 2,
  options: { stock: 'boolean' },
} as const;
const given = parseEvalArguments(process.argv.slice(2), USAGE);
const [folder = '', pairsFile = ''] = given.positionals;
const pairs = (await readPairs(path.resolve(folder, pairsFile))).slice(0, given.limit);
const folds = foldsOf(pairs);
const people = peopleOf(pairs);
const { criteria } = loadKnowledge();
const engine = await openFaceEngine();
const stock = given.options['stock'] ? await openStock() : undefined;

/** Long edge of the copy that selfies are measured on. */
const SELFIE_EDGE_PX = 1280;

interface Described {
  readonly descriptor: readonly number[];
}
interface Measured {
  readonly face: FaceMeasurements | undefined;
  readonly cpuMs: number;
  readonly closeUpFound: boolean;
  /** The same picture as a poor portrait. */
  readonly portrait: FaceMeasurements | undefined;
  readonly stock: Described | undefined;
  readonly stockPortrait: Described | undefined;
}

/** The face that the pair is about is the one in the middle; others may stand around. */
function middleFace<Face extends { readonly box: Box }>(
  faces: readonly Face[],
  { width, height }: Pick<Picture, 'width' | 'height'>,
): Face | undefined {
  const fromMiddle = ({ box }: Face) =>
    Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2);
  return [...faces].sort((a, b) => fromMiddle(a) - fromMiddle(b))[0];
}

async function measureFace(photo: Buffer, as: 'selfie' | 'portrait'): Promise<FaceMeasurements | undefined> {
  const picture = await decodeUpload(photo, SELFIE_EDGE_PX);
  const found = await (as === 'selfie' ? findSelfieFaces : findPortraits)(engine, picture);
  const least = as === 'selfie' ? criteria.selfie.minFaceScore : criteria.document.minFaceScore;
  const boxed = found.filter(({ score }) => score >= least).map((face) => ({ box: face, face }));
  const middle = middleFace(boxed, picture);
  return (
    middle && (await measureFaces(engine, picture, [middle.face], as === 'selfie' ? 'live' : 'printed'))[0]
  );
}

async function measurePicture(file: string): Promise<Measured> {
  const photo = await readFile(path.join(folder, file));
  const { result: face, cpuMs } = await timed(() => measureFace(photo, 'selfie'));
  const [close, poor] = face ? [await closeUp(photo, face.box), await likeAPortrait(photo, face.box)] : [];
  const closeFaces = close && (await findSelfieFaces(engine, await decodeUpload(close, SELFIE_EDGE_PX)));
  return {
    face,
    cpuMs,
    closeUpFound: closeFaces?.some(({ score }) => score >= criteria.selfie.minFaceScore) ?? false,
    portrait: poor && (await measureFace(poor, 'portrait')),
    stock: stock && (await stock(photo)),
    stockPortrait: stock && poor && (await stock(poor)),
  };
}

const files = [...people.keys()];
const pictures = new Map(
  (await measureAll(files, 1, measurePicture)).map((measured, i) => [files[i] ?? '', measured]),
);

function compare(
  first: (measured: Measured) => Described | undefined,
  second: (measured: Measured) => Described | undefined,
): readonly Compared[] {
  const of = (file: string, face: typeof first) => {
    const measured = pictures.get(file);
    return measured && face(measured);
  };
  return pairs.map((pair: Pair, i) => {
    const [a, b] = [of(pair.first, first), of(pair.second, second)];
    const distance = a && b ? faceDistance(a.descriptor, b.descriptor) : Infinity;
    return { ...pair, fold: folds[i] ?? 0, distance };
  });
}

const ours = compare(
  ({ face }) => face,
  ({ face }) => face,
);
const oursPoor = compare(
  ({ face }) => face,
  ({ portrait }) => portrait,
);
const runs: { readonly name: string; readonly pairs: readonly Compared[] }[] = [
  { name: 'ours', pairs: ours },
  { name: 'ours, one side poor', pairs: oursPoor },
];
if (stock) {
  runs.push({
    name: 'stock',
    pairs: compare(
      (one) => one.stock,
      (one) => one.stock,
    ),
  });
  runs.push({
    name: 'stock, one side poor',
    pairs: compare(
      (one) => one.stock,
      (one) => one.stockPortrait,
    ),
  });
}

const FMRS = [0.01, 0.001, 0.0001];
const all = [...pictures.values()];
const shareOf = (has: (measured: Measured) => boolean): Rate => rateOf(all.filter(has).length, all.length);
const found = {
  pictures: shareOf(({ face }) => face !== undefined),
  closeUps: shareOf(({ closeUpFound }) => closeUpFound),
  portraits: shareOf(({ portrait }) => portrait !== undefined),
};
const cpuMs = median(all.map((measured) => measured.cpuMs));

const tail = compareAll(
  [...pictures].flatMap(([file, { face }]) =>
    face ? [{ person: people.get(file) ?? file, descriptor: face.descriptor }] : [],
  ),
);
const { maxDistance, minDifferentDistance } = criteria.match;
const beyond = (distances: readonly number[], limit: number): Rate =>
  rateOf(distances.filter((distance) => distance > limit).length, distances.length);
const within = (distances: readonly number[], limit: number): Rate =>
  rateOf(distances.filter((distance) => distance <= limit).length, distances.length);

const verification = runs.map((run) => {
  const accuracy = accuracyByFolds(run.pairs);
  return {
    run: run.name,
    accuracy: accuracy.rate,
    thresholds: accuracy.thresholds,
    auc: areaUnderCurve(curveOf(run.pairs)),
    fnmr: FMRS.map((fmr) => ({ fmr, ...fnmrRow(run.pairs, fmr) })),
  };
});
const bands = runs
  .filter(({ name }) => name.startsWith('ours'))
  .map((run) => ({
    run: run.name,
    passFmr: within(impostor(run.pairs), maxDistance),
    passFnmr: beyond(genuine(run.pairs), maxDistance),
    notRefusedFmr: within(impostor(run.pairs), minDifferentDistance),
    refusedFnmr: beyond(genuine(run.pairs), minDifferentDistance),
  }));
const crossings = FMRS.concat(1e-5).map((fmr) => {
  const distance = tail.distanceAt(fmr);
  return { fmr, distance, fnmr: beyond(genuine(ours), distance) };
});

const words = (rate: Rate) => `${percent(rate.share)} %`;
const table = verification.map((row) => ({
  run: row.run,
  accuracy: words(row.accuracy),
  AUC: row.auc.toFixed(4),
  ...Object.fromEntries(
    row.fnmr.map(({ fmr, fnmr, threshold }) => [
      `FNMR at FMR ${percent(fmr)} %`,
      `${words(fnmr)} (${threshold.toFixed(3)})`,
    ]),
  ),
}));
if (!given.json) {
  console.table({
    pictures: { found: rateWords(found.pictures) },
    'tight close-ups': { found: rateWords(found.closeUps) },
    'poor portraits': { found: rateWords(found.portraits) },
  });
  console.table(
    bands.map((band) => ({
      run: band.run,
      [`pass up to ${maxDistance}`]: `FMR ${words(band.passFmr)}, FNMR ${words(band.passFnmr)}`,
      [`no refusal up to ${minDifferentDistance}`]: `FMR ${words(band.notRefusedFmr)}, FNMR ${words(band.refusedFnmr)}`,
    })),
  );
  console.table(
    crossings.map(({ fmr, distance, fnmr }) => ({
      'FMR among all': fmr,
      distance: distance.toFixed(3),
      FNMR: words(fnmr),
    })),
  );
}
report(given, table, {
  eval: 'faces',
  engine: engine.name,
  pictures: all.length,
  pairs: pairs.length,
  cpuMs: Math.round(cpuMs * 10) / 10,
  found,
  verification,
  bands,
  everyoneAgainstEveryone: {
    comparisons: tail.comparisons,
    crossings,
    pass: tail.fmrAt(maxDistance),
    notRefused: tail.fmrAt(minDifferentDistance),
  },
});

if (given.write) {
  const curves = runs.map((run) => ({ name: run.name, points: curveOf(run.pairs) }));
  await drawRoc('faces-roc.svg', 'Faces: right matches against false ones', curves);
  await drawDet('faces-det.svg', 'Faces: both errors', curves);
  await drawHistogram(
    'faces-distances.svg',
    'Distances of faces',
    [
      { name: 'one person', scores: genuine(ours).filter(Number.isFinite) },
      { name: 'two people', scores: impostor(ours).filter(Number.isFinite) },
    ],
    {
      axis: 'distance',
      marks: [
        { at: maxDistance, name: 'pass' },
        { at: minDifferentDistance, name: 'refusal' },
      ],
    },
  );
  await writeSection(
    'faces',
    'Faces',
    [
      `${all.length} pictures and ${pairs.length} pairs in ${new Set(folds).size} folds, measured on ${engine.name} with a median of ${cpuMs.toFixed(0)} ms of processor time a picture (decoding, finding, measuring). Repeat it with \`npm run eval:faces -- DIR pairs.csv --stock\`. "One side poor" compares one picture with the other made like a portrait on a document: face 60 px wide, grey, JPEG quality 60, turned by 20°. "Stock" is face-api as it comes: its SSD detector, no turning, one descriptor.`,
      markdownTable(
        ['Faces found', 'Share'],
        [
          ['pictures', rateWords(found.pictures)],
          ['close-ups cut tight around the face', rateWords(found.closeUps)],
          ['poor portraits', rateWords(found.portraits)],
        ],
      ),
      markdownTable(
        ['Run', 'Accuracy over folds', ...FMRS.map((fmr) => `FNMR at FMR ${percent(fmr)} %`)],
        verification.map((row) => [
          row.run,
          rateWords(row.accuracy),
          ...row.fnmr.map(({ fnmr }) => rateWords(fnmr)),
        ]),
      ),
      `The bands of the check: up to ${maxDistance} the faces match, above ${minDifferentDistance} they do not, and between the two a person decides.`,
      markdownTable(
        [
          'Run',
          'Strangers that match',
          'Owners that do not match',
          'Strangers not refused',
          'Owners refused',
        ],
        bands.map((band) => [
          band.run,
          rateWords(band.passFmr),
          rateWords(band.passFnmr),
          rateWords(band.notRefusedFmr),
          rateWords(band.refusedFnmr),
        ]),
      ),
      `All pictures against all pictures of other people (${tail.comparisons} comparisons): ${rateWords(tail.fmrAt(maxDistance))} match.`,
      markdownTable(
        ['FMR', 'Distance', 'FNMR there'],
        crossings.map(({ fmr, distance, fnmr }) => [
          `${percent(fmr)} %`,
          distance.toFixed(3),
          rateWords(fnmr),
        ]),
      ),
      plotLink('faces-det.svg', 'DET curve of face comparison'),
      plotLink('faces-roc.svg', 'ROC curve of face comparison'),
      plotLink('faces-distances.svg', 'Histogram of face distances with the bands'),
    ].join('\n\n'),
  );
}
