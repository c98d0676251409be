import { spawnSync } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { errorCode } from './error-code.ts';

/** A lock file without a process id is being written; if it stays so, a crash left it. */
const EMPTY_FILE_GRACE_MS = 5_000;

/** The server's lock file, `postmaster.pid`, which outlives a crash. */
export type PostmasterFile =
  | { readonly state: 'absent' }
  | { readonly state: 'alive'; readonly pid: number }
  /** Left by a server that is gone; a new one may start. */
  | { readonly state: 'stale' };

/** Says whether a server runs on this cluster, and clears away a lock file that would keep a new one from starting. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile> {
  const file = path.join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { state: 'absent' };
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0)) {
    const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > EMPTY_FILE_GRACE_MS) await clear(file, text);
    return { state: 'stale' };
  }
  if (!isRunning(pid)) return { state: 'stale' };
  if (await runsOn(pid, cluster)) return { state: 'alive', pid };
  // The number was given to another process (as after a restarted container): PostgreSQL would refuse to start.
  await clear(file, text);
  return { state: 'stale' };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function runsOn(pid: number, cluster: string): Promise<boolean> {
  const commandLine =
    process.platform === 'linux'
      ? (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
      : spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return commandLine.includes('postgres') && commandLine.includes(cluster);
}

/** Removes the file only while it still says what we judged: another process may have started a server since. */
async function clear(file: string, judged: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === judged) await rm(file, { force: true });
}
