/**
 * `npm run eval:mrz -- DIR [--specimens N] [--from SEED] [--all] [--write]`: how well machine-readable zones are
 * read on the pictures of a folder, on spoilt copies of them, and on specimens that the project draws itself.
 * What a transcription looks like: bench/eval/mrz-truth.ts. Prints what was read, a table, and one line of JSON.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import sharp from 'sharp';

import { openZoneNet } from '../bot/workers/mrz/zone-net.ts';
import { inspectPhoto } from '../bot/workers/photo-file.ts';
import { readZoneOfPhoto } from '../bot/workers/read-zone-of-photo.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { drawSpecimen } from '../test/specimen/draw-specimen.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { writeSection } from './eval/card.ts';
import { findPictures } from './eval/folder.ts';
import { mrzSection } from './eval/mrz-card.ts';
import { judgeResult, type MrzResult } from './eval/mrz-result.ts';
import { readTranscriptions, type Transcription } from './eval/mrz-truth.ts';
import { percentile, rateOf, timed } from './eval/rates.ts';
import { report } from './eval/report.ts';

const given = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run eval:mrz -- [DIR]',
  needs: 0,
  options: { specimens: 'string', from: 'string', all: 'boolean' },
});
const [folder] = given.positionals;
const specimens = Number(given.options['specimens'] ?? 0);
const firstSeed = Number(given.options['from'] ?? 1);
const limits = loadKnowledge().criteria.mrz;
const net = await openZoneNet();

/** One picture from bytes to judged reading, as the worker does it; the time is the processor's, of all threads. */
async function measure(name: string, bytes: Buffer, truth?: Transcription): Promise<MrzResult> {
  const { result, cpuMs } = await timed(async () => {
    const { picture } = await inspectPhoto(bytes);
    return picture
      ? (await readZoneOfPhoto(net, picture)).mrz
      : ({ found: false, why: 'not_looked' } as const);
  });
  return judgeResult(name, result, cpuMs, truth, limits);
}

/** Blurred by what a photo of its size bears and pressed hard; turned left and right on white. */
const COPIES: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  'blurred, JPEG q45': async (bytes) => {
    const image = sharp(bytes).autoOrient().flatten({ background: '#ffffff' });
    const { width, height } = await sharp(bytes).metadata();
    return image
      .blur(0.5 + Math.max(width, height) / 1500)
      .jpeg({ quality: 45 })
      .toBuffer();
  },
  'turned by 11°': (bytes) => turned(bytes, 11),
  'turned by -11°': (bytes) => turned(bytes, -11),
};

const turned = (bytes: Buffer, degrees: number) =>
  sharp(bytes)
    .flatten({ background: '#ffffff' })
    .rotate(degrees, { background: '#ffffff' })
    .jpeg({ quality: 90 })
    .toBuffer();

/** One drawn page without a zone for so many with one. */
const SPECIMENS_FOR_A_BLANK = 10;

const sets = new Map<string, MrzResult[]>();

if (folder) {
  const pictures = (await findPictures(folder)).slice(0, given.limit);
  if (pictures.length === 0) throw new Error('There are no pictures in the folder.');
  const truths = await readTranscriptions(folder, pictures);
  const clean: MrzResult[] = [];
  const copies = Object.keys(COPIES).map((name) => [name, [] as MrzResult[]] as const);
  for (const name of pictures) {
    const bytes = await readFile(path.join(folder, name));
    const result = await measure(name, bytes, truths.get(name));
    clean.push(result);
    if (!given.json) print(result);
    // A copy shows whether the reading holds, so it is held against the clean one where nobody wrote down the truth.
    const expected = truths.get(name) ?? (result.state === 'sure' ? result.lines : undefined);
    if (!expected || result.state === 'invalid') continue;
    for (const [copy, results] of copies) {
      const bent = await measure(name, (await COPIES[copy]?.(bytes)) ?? bytes, expected);
      results.push(bent);
      if (!given.json && !bent.exact) print(bent, copy);
    }
  }
  sets.set('pictures', clean);
  for (const [name, results] of copies) sets.set(name, results);
  const blank = clean.filter(({ name, state }) => truths.get(name)?.length === 0 || state === 'not_found');
  if (blank.length > 0) sets.set('pictures where no zone was found', blank);
}

if (specimens > 0) {
  const results: MrzResult[] = [];
  for (let seed = firstSeed; seed < firstSeed + specimens; seed++) {
    const { photo, zone } = await drawSpecimen(seed);
    const result = await measure(`specimen ${seed}`, photo, zone.lines);
    results.push(result);
    if (!given.json && (!result.exact || result.state !== 'sure' || result.wrong?.length)) print(result);
  }
  sets.set('drawn specimens', results);
  const blank: MrzResult[] = [];
  for (let seed = firstSeed; seed < firstSeed + specimens / SPECIMENS_FOR_A_BLANK; seed++) {
    const { photo } = await drawSpecimen(seed, 'without_zone');
    const result = await measure(`page ${seed}`, photo, []);
    blank.push(result);
    if (!given.json && result.state !== 'not_found') print(result);
  }
  sets.set('drawn pages without a zone', blank);
}

function print({ name, state, lines, unsure, cpuMs, exact, wrong }: MrzResult, copy = ''): void {
  const verdict = exact === undefined ? '' : exact ? ', exact' : ', NOT as printed';
  const doubt = unsure.length > 0 ? `, in doubt: ${unsure.join(' ')}` : '';
  const lie = wrong && wrong.length > 0 ? `, WRONGLY SURE OF: ${wrong.join(' ')}` : '';
  console.log(`${name} ${copy} ${state}${verdict}${doubt}${lie} (${Math.round(cpuMs)} ms)`);
  // What stands on documents of real people is nobody's to see in a log.
  if (given.options['all']) for (const line of lines) console.log(`    ${line}`);
}

const rows = [...sets]
  .filter(([, results]) => results.length > 0)
  .map(([set, results]) => {
    const known = results.filter(({ exact }) => exact !== undefined);
    const count = (test: (result: MrzResult) => boolean | undefined) => results.filter((r) => test(r)).length;
    const cpu = results.map(({ cpuMs }) => cpuMs);
    const at = (share: number) => Math.round(percentile(cpu, share));
    return {
      set,
      pictures: results.length,
      sure: count(({ state }) => state === 'sure'),
      'valid, doubts': count(({ state }) => state === 'valid'),
      invalid: count(({ state }) => state === 'invalid'),
      'with truth': known.length,
      exact: count(({ exact }) => exact),
      'falsely sure': count(({ wrong }) => (wrong?.length ?? 0) > 0),
      'cpu ms p50': at(0.5),
      p90: at(0.9),
      p99: at(0.99),
    };
  });
report(given, rows, { eval: 'mrz', rows });
if (given.write) {
  const title = 'Machine-readable zones';
  await writeSection(
    'mrz',
    title,
    mrzSection(rows.map((row) => ({ ...row, rate: rateOf(row.exact, row['with truth']) }))),
  );
}
