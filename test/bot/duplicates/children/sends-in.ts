// Sends two submissions with one face in, begins to search, and is killed at some moment.
import { createLog } from '../../../../bot/log.ts';
import { createDatabase, type DatabaseConnection } from '../../../../bot/storage/database.ts';
import { createVault } from '../../../../bot/storage/vault.ts';
import { sendIn } from '../household.ts';
import { openInstance } from '../instance.ts';

const input = JSON.parse(process.argv[2] ?? '') as { connection: DatabaseConnection; masterKey: string };
const { connection } = input;
const database = createDatabase({ connection, log: createLog('silent') });
const instance = openInstance({
  database,
  connection,
  vault: createVault(Buffer.from(input.masterKey, 'hex')),
});
await instance.search.loaded;
instance.finder.start();
for (const who of ['one', 'two']) {
  await sendIn(instance.submissions, who, { face: 1 });
  console.log(`sent in ${who}`);
}
