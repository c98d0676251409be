/**
 * How many text turns a second, and how long a customer waits for an answer: the real bot against a bot
 * that only echoes, on the same stack (Direct Line over HTTP and WebSocket, durable log, PostgreSQL).
 * Run with `npm run bench:turn`. Each bot is a process of its own with its own data; this one plays customers.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { Visitor } from './turn/visitor.ts';

/** Below what one address and one conversation are allowed in a minute. */
const CUSTOMERS = 25;
const MESSAGES_EACH = 16;
const ROUNDS = 2;

/** What people type: small talk, questions, a problem, a question about limits. */
const MESSAGES = [
  'hello',
  'why do you need my ID?',
  'what can my account do',
  'error 9801',
  'it cannot see my face',
  'how long does it take',
  'can I withdraw meanwhile?',
  'thanks',
];

type BotName = 'echo' | 'real';

interface Measured {
  readonly turnsPerSecond: number;
  readonly cpuMsPerTurn: number;
  /** One customer at a time. */
  readonly alone: Times;
  /** All customers at once, each writing again as soon as they are answered. */
  readonly crowd: Times;
}

interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const bots = { echo: await startBot('echo'), real: await startBot('real') };
try {
  const rounds: Record<BotName, Measured[]> = { echo: [], real: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const name of ['echo', 'real'] as const) rounds[name].push(await measure(bots[name]));
  }
  print(best(rounds.echo), best(rounds.real));
} finally {
  await Promise.all(Object.values(bots).map((bot) => bot.stop()));
}

interface RunningBot {
  readonly origin: string;
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

async function startBot(name: BotName): Promise<RunningBot> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `vg-bench-${name}-`));
  const child = fork(new URL('./turn/bot-process.js', import.meta.url), [name, folder]);
  const { origin } = (await answerOf(child)) as { origin: string };
  return {
    origin,
    cpuMs: async () => {
      child.send('cpu');
      return ((await answerOf(child)) as { cpuMs: number }).cpuMs;
    },
    stop: async () => {
      child.send('stop');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const exited = once(child, 'exit').then(() => {
    throw new Error('a bot of the benchmark has ended');
  });
  const [message] = (await Promise.race([once(child, 'message'), exited])) as [unknown];
  return message;
}

async function measure(bot: RunningBot): Promise<Measured> {
  const visitors: Visitor[] = [];
  for (let i = 0; i < CUSTOMERS; i += 1) visitors.push(await Visitor.come(bot.origin));
  const alone: number[] = [];
  for (const visitor of visitors) {
    for (const text of MESSAGES.slice(0, 2)) alone.push(await visitor.ask(text));
  }
  const crowd: number[] = [];
  const [cpuBefore, began] = [await bot.cpuMs(), performance.now()];
  await Promise.all(
    visitors.map(async (visitor, i) => {
      for (let m = 0; m < MESSAGES_EACH; m += 1) {
        crowd.push(await visitor.ask(MESSAGES[(i + m) % MESSAGES.length] ?? ''));
      }
    }),
  );
  const [cpuAfter, tookMs] = [await bot.cpuMs(), performance.now() - began];
  for (const visitor of visitors) visitor.leave();
  return {
    turnsPerSecond: (crowd.length / tookMs) * 1000,
    cpuMsPerTurn: (cpuAfter - cpuBefore) / crowd.length,
    alone: timesOf(alone),
    crowd: timesOf(crowd),
  };
}

function timesOf(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Other programs on the machine only make a round slower: the fastest one says most about us. */
function best(rounds: readonly Measured[]): Measured {
  return rounds.reduce((one, other) => (other.turnsPerSecond > one.turnsPerSecond ? other : one));
}

function print(echo: Measured, real: Measured): void {
  const rows: [string, number, number][] = [
    ['turns a second, all at once', echo.turnsPerSecond, real.turnsPerSecond],
    ['CPU ms a turn (server)', echo.cpuMsPerTurn, real.cpuMsPerTurn],
    ['answer p50 ms, alone', echo.alone.p50Ms, real.alone.p50Ms],
    ['answer p99 ms, alone', echo.alone.p99Ms, real.alone.p99Ms],
    ['answer p50 ms, all at once', echo.crowd.p50Ms, real.crowd.p50Ms],
    ['answer p99 ms, all at once', echo.crowd.p99Ms, real.crowd.p99Ms],
  ];
  const cells = (values: string[]): string => values.map((value) => value.padStart(11)).join('');
  console.log(`${CUSTOMERS} customers, ${MESSAGES_EACH} messages each, best of ${ROUNDS} rounds`);
  console.log(`${''.padEnd(30)}${cells(['echo', 'real', 'real/echo'])}`);
  for (const [what, ofEcho, ofReal] of rows) {
    const ratio = (ofReal / ofEcho).toFixed(2);
    console.log(`${what.padEnd(30)}${cells([ofEcho.toFixed(1), ofReal.toFixed(1), ratio])}`);
  }
}
