/**
 * `npm run check -- FILE...`: what the checks measure on photos and how they judge it, without a customer. The
 * same threads and the same judgement as in the chat. Exit code 0: all pass; 1: some do not; 2: not checked.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { parse } from 'yaml';

import { Criteria } from '../knowledge/checks/criteria.ts';
import type { DocumentMeasurements } from '../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../knowledge/checks/selfie-measurements.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { judgeTogether, type Judged, type Measured } from './check/judge.ts';
import { faultsOf, readOptions, USAGE, type CheckOptions } from './check/options.ts';
import { asJson, asTables } from './check/print.ts';
import { Refused } from './check/refused.ts';
import { readMeasurements } from './check/stored-measurements.ts';
import { createLog } from './log.ts';
import type { EngineName } from './workers/faces/face-engine.ts';
import { documentOrNothing, selfieOrNothing } from './workers/not-measured.ts';
import type { PhotoSubject } from './workers/thread.ts';
import { createWorkers, type Workers } from './workers/workers.ts';

try {
  const options = readOptions(process.argv.slice(2));
  const criteria = readCriteria(options.criteria);
  const judged = await checkAll(options, criteria);
  console.log(options.json ? asJson(judged, options.descriptors) : asTables(judged));
  process.exitCode = judged.every(({ verdict }) => verdict.outcome === 'pass') ? 0 : 1;
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.isCall ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = 2;
}

async function checkAll(options: CheckOptions, criteria: Criteria): Promise<readonly Judged[]> {
  const { measurements: stored, photos, as, documentType, side } = options;
  if (stored !== undefined) {
    const name = path.basename(stored);
    const all = readMeasurements(stored).map((measurements, i) => ({
      name: `${name} ${i + 1}`,
      measurements,
    }));
    return judgeTogether(all, options, criteria);
  }
  if (photos.length > 0) {
    const subject: PhotoSubject =
      as === 'selfie' ? { kind: as } : { kind: as, expected: { documentType, side } };
    const alone = await measureAll(
      photos.map((file) => ({ file, subject })),
      options.engine,
    );
    return alone.flatMap((photo) => judgeTogether([photo], options, criteria));
  }
  return judgeTogether(await measureAll(pairOf(options), options.engine), options, criteria);
}

interface Photo {
  readonly file: string;
  readonly subject: PhotoSubject;
}

function pairOf({ documents, selfie, documentType, side }: CheckOptions): Photo[] {
  const sides = documents.length > 1 ? (['front', 'back'] as const) : [side];
  const selfies = selfie === undefined ? [] : [selfie];
  return [
    ...documents.map((file, i) => {
      const expected = { documentType, side: sides[i] ?? side };
      return { file, subject: { kind: 'document', expected } } as const;
    }),
    ...selfies.map((file) => ({ file, subject: { kind: 'selfie' } }) as const),
  ];
}

async function measureAll(
  photos: readonly Photo[],
  engine: EngineName | undefined,
): Promise<readonly Measured[]> {
  const workers = createWorkers({
    workerFile: new URL('./workers/thread.js', import.meta.url),
    log: createLog('error'),
    engine,
    maxWaiting: Infinity,
  });
  try {
    return await Promise.all(
      photos.map(async ({ file, subject }) => ({
        name: path.basename(file),
        measurements: await measureOne(workers, subject, () => readPhoto(file)),
      })),
    );
  } finally {
    await workers.stop();
  }
}

function measureOne(
  workers: Workers,
  subject: PhotoSubject,
  read: () => Promise<Buffer>,
): Promise<DocumentMeasurements | SelfieMeasurements> {
  const asking = { priority: 'background' } as const;
  return subject.kind === 'selfie'
    ? selfieOrNothing(workers.measureSelfie(read, asking), read)
    : documentOrNothing(workers.measureDocument(read, subject.expected, asking), read);
}

function readPhoto(file: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw new Refused(`${file} cannot be read.`);
  });
}

function readCriteria(file: string | undefined): Criteria {
  if (file === undefined) return loadKnowledge().criteria;
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Refused(`${file} cannot be read as YAML.`);
  }
  const parsed = Criteria.safeParse(content);
  if (!parsed.success) throw new Refused(`${file} holds no criteria:\n${faultsOf(parsed.error, '  ')}`);
  return parsed.data;
}
