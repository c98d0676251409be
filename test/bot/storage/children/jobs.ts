// Runs jobs of kind `count` until it is killed: each is noted, with the process that ran it.
import { setTimeout as sleep } from 'node:timers/promises';

import { createLog } from '../../../../bot/log.ts';
import { createDatabase, type DatabaseConnection } from '../../../../bot/storage/database.ts';
import { createJobs } from '../../../../bot/storage/jobs.ts';
import { createVault } from '../../../../bot/storage/vault.ts';

const input = JSON.parse(process.argv[2] ?? '') as { connection: DatabaseConnection; masterKey: string };
const log = createLog('silent');
const database = createDatabase({ connection: input.connection, log });
const jobs = createJobs({
  database,
  vault: createVault(Buffer.from(input.masterKey, 'hex')),
  log,
  now: () => new Date(),
  random: Math.random,
  // Long enough that a busy machine renews it in time.
  settings: { leaseMs: 5_000, pollMs: 200 },
});
jobs.handle('count', async (payload, key) => {
  const { number } = payload as { number: number };
  await sleep(5);
  await database.query('insert into effect (key, number, pid) values ($1, $2, $3)', [
    key,
    number,
    process.pid,
  ]);
});
await jobs.start();
console.log('working');
