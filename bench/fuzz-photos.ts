/**
 * `npm run fuzz:photos -- N THREADS FROM`: sends N (default 20,000) damaged and hostile pictures through the whole
 * check, by the pool that the product runs, and counts what came of it. A picture is known by its number, counted
 * from FROM (default 0), so one fault can be tried again alone. Ends with 1 after any crash, unhandled rejection,
 * measuring that failed or took longer than a customer's photo may.
 */
import { openWorkers } from './eval/measure-all.ts';
import { MUTATIONS } from './fuzz/mutate.ts';
import { drawSeeds } from './fuzz/seeds.ts';
import { percentile } from './eval/rates.ts';
import { checkDocument } from '../knowledge/checks/check-document.ts';
import { checkSelfie } from '../knowledge/checks/check-selfie.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import { claimOf, HOLDERS } from '../test/specimen/holders.ts';
import { createRandom } from '../test/specimen/random.ts';

const DEADLINE_MS = 30_000;
const COUNT = Number(process.argv[2] ?? 20_000);
const THREADS = Number(process.argv[3] ?? 1);
const FROM = Number(process.argv[4] ?? 0);
const SEED = 20_261_125;
const TODAY = new Date('2026-11-23T10:00:00Z');

const { criteria } = loadKnowledge();
const seeds = await drawSeeds();
const names = Object.keys(MUTATIONS);
const faults: string[] = [];
function note(fault: string): void {
  faults.push(fault);
  console.error(fault);
}
const reasons = new Map<string, number>();
const times: number[] = [];
process.on('unhandledRejection', (error) => note(`unhandled rejection: ${String(error)}`));
process.on('uncaughtException', (error) => note(`uncaught exception: ${error.message}`));

const workers = openWorkers(THREADS);
await workers.warmUp();

/** The picture of this number: one to three changes of one seed. */
function pictureOf(number: number): { bytes: Buffer; how: string } {
  const random = createRandom(SEED + number);
  const how = Array.from(
    { length: 1 + Math.floor(random() ** 2 * 3) },
    () => names[Math.floor(random() * names.length)] ?? '',
  );
  let bytes = seeds[Math.floor(random() * seeds.length)] ?? Buffer.alloc(0);
  for (const name of how) bytes = MUTATIONS[name]?.(bytes, random, seeds) ?? bytes;
  return { bytes: Buffer.from(bytes), how: how.join(', ') };
}

function judged(verdict: Verdict): string {
  return verdict.outcome === 'pass'
    ? 'pass'
    : `${verdict.outcome} ${verdict.reasons.map(({ code }) => code).join(' ')}`;
}

async function check(number: number, bytes: Buffer): Promise<string> {
  if (number % 3 === 0) {
    return judged(checkSelfie(await workers.measureSelfie(bytes), [], criteria));
  }
  // Words are read on what has neither zone nor barcode and is no passport, for most of the time: one in four will do.
  const documentType =
    number % 4 === 0 ? (['id_card', 'driving_licence'] as const)[number % 8 ? 1 : 0] : 'passport';
  const claim = claimOf(
    HOLDERS.anna,
    documentType,
    number % 2 === 0 && documentType !== 'passport' ? 'back' : 'front',
  );
  const measured = await workers.measureDocument(bytes, { documentType, side: claim.side });
  // What is stored must come back as it was.
  if (JSON.stringify(JSON.parse(JSON.stringify(measured))) !== JSON.stringify(measured))
    throw new Error('not plain JSON');
  return judged(checkDocument(measured, claim, criteria, TODAY));
}

async function tryOne(number: number): Promise<void> {
  const { bytes, how } = pictureOf(number);
  const began = performance.now();
  try {
    const said = await check(number, bytes);
    reasons.set(said, (reasons.get(said) ?? 0) + 1);
  } catch (error) {
    note(`picture ${number} (${how}): ${error instanceof Error ? error.message : String(error)}`);
  }
  const ms = performance.now() - began;
  times.push(ms);
  if (ms > DEADLINE_MS) note(`picture ${number} (${how}): ${Math.round(ms)} ms`);
}

const megabytes = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
const memory = [megabytes()];
const numbers = Array.from({ length: COUNT }, (_, i) => FROM + i).values();
const began = performance.now();
async function work(): Promise<void> {
  for (const number of numbers) {
    await tryOne(number);
    if (times.length % Math.ceil(COUNT / 10) === 0) {
      memory.push(megabytes());
      console.error(`${times.length} of ${COUNT}, ${megabytes()} MB, ${faults.length} faults`);
    }
  }
}
await Promise.all(Array.from({ length: THREADS }, work));
const { replaced } = workers.figures();
if (replaced > 0) note(`${replaced} threads had to be replaced`);
await workers.stop();

const rows = [...reasons].sort((a, b) => b[1] - a[1]).map(([verdict, count]) => ({ verdict, count }));
console.table(rows);
console.log(
  JSON.stringify({
    fuzz: 'photos',
    pictures: times.length,
    seconds: Math.round((performance.now() - began) / 1000),
    faults: faults.length,
    ms: {
      p50: Math.round(percentile(times, 0.5)),
      p99: Math.round(percentile(times, 0.99)),
      max: Math.round(percentile(times, 1)),
    },
    memoryMb: memory,
    verdicts: Object.fromEntries(reasons),
  }),
);
process.exitCode = faults.length > 0 ? 1 : 0;
