// Delivers what is due once it gets SIGUSR2, until it is killed. It is ready long before: its start costs nothing then.
import { createLog } from '../../../../bot/log.ts';
import { createDatabase, type DatabaseConnection } from '../../../../bot/storage/database.ts';
import { createVault } from '../../../../bot/storage/vault.ts';
import { buildWorld, QUICK } from '../world.ts';

const input = JSON.parse(process.argv[2] ?? '') as {
  connection: DatabaseConnection;
  masterKey: string;
  folder: string;
  env: Record<string, string>;
};
const world = buildWorld({
  database: createDatabase({ connection: input.connection, log: createLog('silent') }),
  vault: createVault(Buffer.from(input.masterKey, 'hex')),
  folder: input.folder,
  env: input.env,
  // Longer than any request of this test takes: nobody else takes a job that is still being worked on.
  jobSettings: { ...QUICK, concurrency: 1, leaseMs: 1_500 },
});
process.once('SIGUSR2', () => void world.outbox.start());
// Keeps it alive while it waits.
setInterval(() => undefined, 60_000);
console.log('ready');
