/**
 * `npm run bench:desk -- 100000`: how much slower the queue and the search of a desk with so many tickets are than
 * those of one with a thousand, in one run. Both are real desks over HTTP on databases of one real PostgreSQL, asked in
 * turns, so that whatever else the machine does strikes both alike.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createLog } from '../bot/log.ts';
import { createDatabase } from '../bot/storage/database.ts';
import { startEmbeddedPostgres } from '../bot/storage/embedded-postgres.ts';
import { openBenchDesk, type BenchDesk } from './desk/bench-desk.ts';
import { wordOf } from './desk/crowd.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, writeSection } from './eval/card.ts';
import { report } from './eval/report.ts';

const FEW = 1000;
const WARM_UPS = 5;
const ROUNDS = 60;

const given = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run bench:desk -- [TICKETS]',
  needs: 0,
  options: { rounds: 'string' },
});
const many = Number(given.positionals[0] ?? 100_000);
const rounds = Number(given.options['rounds'] ?? ROUNDS);

/** Both desks have a ticket with this number and these names. */
interface Visit {
  readonly kind: 'queue' | 'search';
  readonly what: string;
  go(desk: BenchDesk, from: string): Promise<{ readonly ms: number; readonly html: string }>;
}

const queue = (what: string, query: string): Visit => ({
  kind: 'queue',
  what,
  go: (desk) => desk.open(query === '' ? '/desk' : `/desk?${query}`),
});
const search = (what: string, words: string): Visit => ({
  kind: 'search',
  what,
  go: (desk) => desk.find(words),
});

const VISITS: readonly Visit[] = [
  queue('as it opens', ''),
  queue('due first', 'order=due'),
  queue('most pressing, one language', 'order=priority&language=de'),
  queue('finished', 'part=finished'),
  queue('all of one category, newest first', 'part=all&order=newest&category=upload_fails'),
  {
    kind: 'queue',
    what: 'tenth page of all',
    go: (desk, from) => desk.open(`/desk?part=all&order=newest&from=${from}`),
  },
  search('a word of every second ticket', wordOf(8)),
  search('a word of every tenth ticket', wordOf(60)),
  search('a word of every hundredth ticket', wordOf(700)),
  search('two words', `${wordOf(40)} ${wordOf(300)}`),
  search('a first name', wordOf(100_007)),
  search('a word that nobody said', 'xylophonist'),
  search('a number', 'VG-1500'),
  search('a customer', 'bench_500'),
];

const log = createLog('error');
const folder = await mkdtemp(path.join(os.tmpdir(), 'vg-bench-desk-'));
// Only filled once and then read: nothing has to wait for the disk.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const server = await startEmbeddedPostgres({ folder, log, settings });
const admin = createDatabase({
  connection: { ...server.connection, database: 'postgres' },
  log,
  poolSize: 1,
});
try {
  const [small, large] = [await open('few', FEW), await open('many', many)];
  const [smallFrom, largeFrom] = [await tenthPage(small), await tenthPage(large)];
  const times = new Map(
    VISITS.map((visit) => [visit, { few: [] as number[], many: [] as number[], rows: [0, 0] }]),
  );
  for (let round = -WARM_UPS; round < rounds; round += 1) {
    for (const [visit, of] of times) {
      const few = await visit.go(small, smallFrom);
      const more = await visit.go(large, largeFrom);
      if (round < 0) of.rows = [rowsIn(few.html), rowsIn(more.html)];
      else {
        of.few.push(few.ms);
        of.many.push(more.ms);
      }
    }
  }
  await tell(times);
  await small.close();
  await large.close();
} finally {
  await admin.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function open(name: string, count: number): Promise<BenchDesk> {
  await admin.query(`create database ${name}`);
  return openBenchDesk({ ...server.connection, database: name }, path.join(folder, name), count);
}

async function tenthPage(desk: BenchDesk): Promise<string> {
  let from = '';
  for (let page = 1; page < 10; page += 1) {
    const { html } = await desk.open(`/desk?part=all&order=newest${from === '' ? '' : `&from=${from}`}`);
    from = /from=([\w-]+)[^"]*" rel="next"/.exec(html)?.[1] ?? from;
  }
  return from;
}

function rowsIn(html: string): number {
  return html.split('data-row').length - 1;
}

async function tell(
  times: ReadonlyMap<
    Visit,
    { readonly few: readonly number[]; readonly many: readonly number[]; readonly rows: readonly number[] }
  >,
): Promise<void> {
  const lines = [...times].map(([{ kind, what }, of]) =>
    lineOf(`${kind}: ${what}`, of.few, of.many, of.rows),
  );
  const all = (['queue', 'search'] as const).map((kind) => {
    const ofKind = [...times].filter(([visit]) => visit.kind === kind).map(([, of]) => of);
    return lineOf(
      `${kind}, all of these`,
      ofKind.flatMap(({ few }) => few),
      ofKind.flatMap((of) => of.many),
      [],
    );
  });
  const shown = [...lines, ...all];
  report(given, shown, {
    ...{ bench: 'desk', few: FEW, many, rounds },
    ratios: Object.fromEntries(shown.map((line) => [line.what, [line.p50Ratio, line.p99Ratio]])),
  });
  if (!given.write) return;
  const text = `\`npm run bench:desk -- ${many} --write\`: pages of a desk with ${many.toLocaleString('en')} tickets (eight messages each) beside those of one with ${FEW.toLocaleString('en')}, each asked for ${rounds} times in turns. Milliseconds are of one busy machine: the ratios count. "Rows" is how many tickets the two pages show: where there is more to show, there is more to open and to mark.`;
  const rows = shown.map(({ what, rows: counts, few, many: more, p50Ratio, p99Ratio }) => [
    what,
    counts,
    few,
    more,
    p50Ratio.toFixed(2),
    p99Ratio.toFixed(2),
  ]);
  const heads = ['Page', 'Rows', `p50 / p99 ms with ${FEW}`, `… with ${many}`, 'p50 ratio', 'p99 ratio'];
  await writeSection('desk', 'The desk with many tickets', `${text}\n\n${markdownTable(heads, rows)}`);
}

function lineOf(what: string, few: readonly number[], more: readonly number[], rows: readonly number[]) {
  const words = (values: readonly number[]) =>
    `${at(values, 0.5).toFixed(1)} / ${at(values, 0.99).toFixed(1)}`;
  return {
    what,
    rows: rows.join(' / '),
    few: words(few),
    many: words(more),
    p50Ratio: at(more, 0.5) / at(few, 0.5),
    p99Ratio: at(more, 0.99) / at(few, 0.99),
  };
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
