import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const main = path.resolve(import.meta.dirname, '../../dist/bot/main.js');
const START_TIMEOUT_MS = 120_000;

export interface RunningApp {
  readonly origin: string;
  readonly folder: string;
  /** The one-time address of the first agent, while there is none. */
  readonly deskInvite: string | undefined;
  /** Everything it printed: standard output and log. */
  printed(): string;
  /** As an operator: SIGTERM, then waits. */
  stop(): Promise<void>;
  /** As a power cut for the process: kill -9. The data stays; start again with the same folder. */
  kill(): Promise<void>;
}

/** Starts the built app in a process of its own, on a free port of this machine, and waits until it is ready. */
export async function startApp(
  options: { folder?: string; env?: Record<string, string> } = {},
): Promise<RunningApp> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'vg-app-')));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { PATH, HOME, PORT: '0', DATA_FOLDER: folder, LOG_LEVEL: 'warn', ...options.env },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await readiness(child, () => output);
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
  if (!origin) throw new Error(`The app printed no address:\n${output}`);
  return {
    origin,
    folder,
    deskInvite: /http\S+\/desk\/welcome\/\S+/.exec(output)?.[0],
    printed: () => output,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function readiness(child: ChildProcess, output: () => string): Promise<void> {
  const began = Date.now();
  // The last line of those that follow the one that says ready.
  while (!/Bot Framework Emulator.*\n/.test(output())) {
    if (child.exitCode !== null) throw new Error(`The app ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() - began > START_TIMEOUT_MS) throw new Error(`The app did not get ready:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Stops what a killed app left running (its database) and removes its folder. */
export async function removeApp(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
  if (existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
    if (Number.isInteger(pid) && pid > 1) {
      try {
        process.kill(pid, 'SIGINT');
        for (let i = 0; i < 600 && existsSync(pidFile); i++) await new Promise((r) => setTimeout(r, 50));
      } catch {
        // It is gone already.
      }
    }
  }
  await rm(folder, { recursive: true, force: true });
}
