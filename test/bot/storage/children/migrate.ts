// Migrates a database with the product's own files, at the given moment.
import { setTimeout as sleep } from 'node:timers/promises';

import { createLog } from '../../../../bot/log.ts';
import { createDatabase, type DatabaseConnection } from '../../../../bot/storage/database.ts';
import { migrate } from '../../../../bot/storage/migrate.ts';

const { connection, at } = JSON.parse(process.argv[2] ?? '') as {
  connection: DatabaseConnection;
  at: number;
};
const log = createLog('silent');
const database = createDatabase({ connection, log });
await sleep(at - Date.now());
await migrate(database, { log });
await database.close();
console.log('migrated');
