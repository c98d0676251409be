import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { sharedServerFolder } from './shared-server.mjs';

/** PRESENCE_LOCK of bot/storage/embedded-postgres.ts: every process that uses the server holds it, shared. */
const PRESENCE_LOCK = 7_341_001;

/** Stops the shared PostgreSQL, unless another run is using it. */
export default async function globalTeardown() {
  const folder = sharedServerFolder(path.resolve(import.meta.dirname, '../..'));
  const pid = await serverPid(folder);
  if (pid === undefined) return;
  const client = new pg.Client({ host: folder, port: 5432, user: 'veriguide', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [PRESENCE_LOCK]);
    if (!rows[0].alone) return;
    process.kill(pid, 'SIGINT');
    for (let waited = 0; waited < 10_000 && (await serverPid(folder)) === pid; waited += 20) await sleep(20);
  } catch (error) {
    // It went by itself, or another run is stopping it.
    if (!['ENOENT', 'ECONNREFUSED', '57P01', '57P03', 'ESRCH'].includes(error.code)) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function serverPid(folder) {
  const text = await readFile(path.join(folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}
