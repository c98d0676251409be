import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { errorCode } from './error-code.ts';

/** A lock file without a process id is being written; if it stays so, a crash left it. */
const EMPTY_FILE_GRACE_MS = 5_000;
/** One more than the highest that Linux gives, far above macOS'. */
const NOBODYS_PID = 4_194_305;

/** The server's lock file, `postmaster.pid`, which outlives a crash. */
export type PostmasterFile =
  | { readonly state: 'absent' }
  | { readonly state: 'alive'; readonly pid: number }
  /** Left by a server that is gone. */
  | { readonly state: 'stale' };

/** Says whether a server runs on this cluster, on this machine. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile> {
  const text = await readFile(fileOf(cluster), 'utf8').catch(() => undefined);
  if (text === undefined) return { state: 'absent' };
  const pid = Number.parseInt(text, 10);
  return pid > 0 && (await runsOn(pid, cluster)) ? { state: 'alive', pid } : { state: 'stale' };
}

/**
 * Makes way for a new server when the process id in a lock file belongs to another process by now (as after the
 * restart of a container) or to one that nobody has buried: PostgreSQL would take that for a running server.
 */
export async function disarmLockFiles(cluster: string, socketLock: string): Promise<void> {
  if ((await readPostmasterFile(cluster)).state === 'alive') return;
  await rm(socketLock, { force: true });
  const file = fileOf(cluster);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  if (text.trim() === '') {
    const written = (await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - written > EMPTY_FILE_GRACE_MS) await rm(file, { force: true });
    return;
  }
  // Only the number: by the lines below it PostgreSQL makes sure that no orphan still works on the files.
  if (processExists(Number.parseInt(text, 10)))
    await writeFile(file, text.replace(/^\d+/, String(NOBODYS_PID)));
}

/** False also for a process that has ended but was not waited for. */
export function isRunning(pid: number): boolean {
  if (!processExists(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function processExists(pid: number): boolean {
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

function fileOf(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}
