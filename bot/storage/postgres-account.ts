import { spawnSync } from 'node:child_process';
import type { Stats } from 'node:fs';
import { chown, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { Failure } from '../failure.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** Under which account PostgreSQL runs: it refuses to run as root. */
export interface PostgresAccount {
  /** For the log. */
  readonly description: string;
  /** The command that runs a program under this account. */
  command(program: string, options: readonly string[]): { file: string; options: string[] };
  /** The account to switch to; undefined: no switch by us. */
  readonly ids: { readonly uid: number; readonly gid: number } | undefined;
}

const NOBODY = 65_534;

/** An account of the kernel's making: root outside (its files stay root's), an ordinary user inside. */
const NAMESPACE: PostgresAccount = {
  description: 'a user namespace',
  command: (program, options) => ({
    file: 'unshare',
    options: ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--', program, ...options],
  }),
  ids: undefined,
};

const OURSELVES: PostgresAccount = {
  description: 'our own account',
  command: (file, options) => ({ file, options: [...options] }),
  ids: undefined,
};

function account(uid: number, gid: number): PostgresAccount {
  return { ...OURSELVES, description: `uid ${uid}`, ids: { uid, gid } };
}

/**
 * Finds an account that can run the server in `folder` and hands the folder to it.
 * Throws Failure('bad_config') with the remedies when there is none.
 */
export async function findPostgresAccount(
  folder: string,
  binaries: PostgresBinaries,
): Promise<PostgresAccount> {
  const tried: string[] = [];
  const owner = await stat(folder);
  for (const candidate of candidates(owner, await stat(binaries.postgres))) {
    if (candidate.ids) await handOver(folder, candidate.ids);
    const fault = tryOut(candidate, folder, binaries);
    if (fault === undefined) return candidate;
    // As it was, so that the next start has the same choice.
    if (candidate.ids) await handOver(folder, owner);
    tried.push(`  as ${candidate.description}: ${fault}`);
  }
  throw new Failure(
    'bad_config',
    `The embedded PostgreSQL cannot run here.\n${tried.join('\n')}\n` +
      'Do one of these: start Veriguide as an ordinary user; set DATA_FOLDER to a folder that such a user can reach; ' +
      'or set DATABASE_URL to a PostgreSQL 15 or later of your own (needed on Alpine and other systems without glibc).',
  );
}

function candidates(folder: Stats, program: Stats): PostgresAccount[] {
  if (process.getuid?.() !== 0) return [OURSELVES];
  // Whoever owns the cluster's files keeps running it: nobody else could read them.
  if (folder.uid !== 0) return [account(folder.uid, folder.gid)];
  const others = [account(NOBODY, NOBODY)];
  if (program.uid !== 0) others.push(account(program.uid, program.gid));
  return process.platform === 'linux' ? [NAMESPACE, ...others] : others;
}

/** What is in the way, in a few words; undefined when nothing is. */
function tryOut(candidate: PostgresAccount, folder: string, binaries: PostgresBinaries): string | undefined {
  const script = 'cd "$1" && test -w . && exec "$2" --version';
  const { file, options } = candidate.command('/bin/sh', ['-c', script, 'sh', folder, binaries.postgres]);
  const run = spawnSync(file, options, {
    encoding: 'utf8',
    env: binaries.environment,
    timeout: 20_000,
    cwd: '/',
    ...candidate.ids,
  });
  if (run.status === 0 && run.stdout.startsWith('postgres (PostgreSQL)')) return undefined;
  return run.error?.message ?? (run.stderr.trim() || `ended with ${String(run.status)}`);
}

async function handOver(folder: string, ids: { uid: number; gid: number }): Promise<void> {
  if (process.getuid?.() !== 0 || (await stat(folder)).uid === ids.uid) return;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chown(path.join(entry.parentPath, entry.name), ids.uid, ids.gid);
  }
  await chown(folder, ids.uid, ids.gid);
}
