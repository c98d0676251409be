import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { parseEvalArguments } from '../eval/arguments.ts';
import { markdownTable, writeSection, type SectionId } from '../eval/card.ts';
import { report } from '../eval/report.ts';
import { startContender, type Contender, type Entry } from './contender.ts';
import { buildFirstVersion } from './first-version.ts';
import { interleave, type Result, type Task } from './interleave.ts';
import type { Delay, Photo, Watched } from './requests.ts';

/** A photo and what it is measured as; the bench puts it into a file. */
export interface Picture extends Omit<Photo, 'file'> {
  readonly bytes: Buffer;
}

export interface Bench {
  /** Like `face`; the command is `npm run bench:face`. */
  readonly name: string;
  readonly section: SectionId;
  readonly title: string;
  readonly tasks: readonly (Omit<Task, 'photos'> & { readonly pictures: readonly Picture[] })[];
}

const WATCH_MS = 20_000;

/**
 * Measures the tasks with this version on its quickest engine and on WebAssembly, beside the first version, in one
 * run; then how long the event loop is held up while all threads are busy.
 */
export async function runBench({ name, section, title, tasks }: Bench): Promise<void> {
  const usage = {
    call: `npm run bench:${name} --`,
    needs: 0,
    options: { rounds: 'string', alone: 'boolean' },
  } as const;
  const given = parseEvalArguments(process.argv.slice(2), usage);
  const rounds = Number(given.options['rounds'] ?? 12);
  const root = path.resolve(import.meta.dirname, '..', '..', '..');
  const first = given.options['alone'] ? { missing: 'left out' } : await buildFirstVersion(root);
  if ('missing' in first) console.error(`Without the first version: ${first.missing}.`);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vg-bench-'));
  try {
    const filed = await Promise.all(tasks.map((task) => inFiles(folder, task)));
    const results = await compare(entriesOf(root, 'root' in first ? first.root : undefined), filed, rounds);
    const watched = await watch(
      root,
      filed.flatMap(({ photos }) => photos),
    );
    if (!given.json) console.log(eventLoopWords(watched));
    report(given, results.map(asRow), { bench: name, rounds, results, eventLoop: watched });
    if (given.write) await writeSection(section, title, asMarkdown(name, rounds, results, watched));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function entriesOf(root: string, firstRoot: string | undefined): Entry[] {
  const now = [
    { name: 'this version', root, threads: 1 },
    { name: 'this version', root, threads: 1, engine: 'tfjs-wasm' },
  ];
  return firstRoot === undefined ? now : [{ name: 'first version', root: firstRoot, threads: 1 }, ...now];
}

async function inFiles(folder: string, { pictures, ...task }: Bench['tasks'][number]): Promise<Task> {
  const photos = await Promise.all(
    pictures.map(async ({ bytes, ...photo }, i) => {
      const file = path.join(folder, `${task.what.replaceAll(/\W+/g, '-')}-${i}`);
      await writeFile(file, bytes);
      return { ...photo, file };
    }),
  );
  return { ...task, photos };
}

async function compare(
  entries: readonly Entry[],
  tasks: readonly Task[],
  rounds: number,
): Promise<readonly Result[]> {
  const contenders: Contender[] = [];
  try {
    for (const entry of entries) contenders.push(await startContender(entry));
    return await interleave(contenders, tasks, rounds);
  } finally {
    for (const contender of contenders) await contender.stop();
  }
}

async function watch(root: string, photos: readonly Photo[]): Promise<Watched> {
  const contender = await startContender({ name: 'this version', root });
  try {
    return await contender.watch(photos, WATCH_MS);
  } finally {
    await contender.stop();
  }
}

function asRow(result: Result): Record<string, string | number> {
  return {
    what: result.what,
    who: `${result.who}, ${result.engine}`,
    'p50 ms': Math.round(result.p50Ms),
    'p99 ms': Math.round(result.p99Ms),
    'CPU ms': Math.round(result.cpuMs),
    'times less CPU': times(result),
    ...(result.distance !== undefined && { distance: result.distance.toFixed(3) }),
  };
}

const times = ({ timesLessCpu }: Result): string => timesLessCpu.toFixed(1);

function eventLoopWords({ checks, threads, idle, busy }: Watched): string {
  const shown = ({ p50, p99, max }: Delay) => [p50, p99, max].map((ms) => ms.toFixed(1)).join(', ');
  return `Event loop while all threads (${threads}) are busy, ${checks} checks in ${WATCH_MS / 1000} s: delay p50, p99, max ${shown(busy)} ms; while nothing is measured ${shown(idle)} ms.`;
}

function asMarkdown(name: string, rounds: number, results: readonly Result[], watched: Watched): string {
  const rows = results.map((result) => [
    result.what,
    `${result.who}, ${result.engine}`,
    Math.round(result.p50Ms),
    Math.round(result.p99Ms),
    Math.round(result.cpuMs),
    times(result),
  ]);
  return `\`npm run bench:${name} -- --rounds ${rounds} --write\`, on specimens that the project draws itself. Each version
runs in a process of its own with one measuring thread; rounds alternate. CPU is all processor time of that
process. Times are of one machine (${os.availableParallelism()} cores): compare the ratios.

${markdownTable(['What', 'Who', 'p50 ms', 'p99 ms', 'CPU ms', 'Times less CPU'], rows)}

${eventLoopWords(watched)}`;
}
