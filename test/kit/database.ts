import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll } from '@jest/globals';

import { createLog, type Log } from '../../bot/log.ts';
import { createDatabase, type Database, type DatabaseConnection } from '../../bot/storage/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../bot/storage/embedded-postgres.ts';
import { errorCode } from '../../bot/storage/error-code.ts';
import { migrate, readMigrations } from '../../bot/storage/migrate.ts';
import { createVault, type Vault } from '../../bot/storage/vault.ts';
import { sharedServerFolder } from './shared-server.mjs';

export interface FreshDatabase {
  readonly database: Database;
  /** For a second process or a second pool on the same database. */
  readonly connection: DatabaseConnection;
  readonly vault: Vault;
  readonly masterKey: Buffer;
  /** An empty data folder. */
  readonly folder: string;
  /** Closes and removes all of it; what a test forgets is dropped at the end of its file. */
  readonly drop: () => Promise<void>;
}

export const silent: Log = createLog('silent');

const TEMPLATE_LOCK = 7_341_003;
/** What killed runs left behind goes after this time. */
const LEFTOVER_AFTER_MS = 60 * 60 * 1000;

let server: Promise<EmbeddedPostgres> | undefined;
let admin: Promise<Database> | undefined;
const undropped = new Set<() => Promise<void>>();

/**
 * A migrated, empty database on the real PostgreSQL that all tests share; copied from a template in some 0.1 s.
 * The server starts with the first call and is stopped by the run's global teardown.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { connection } = await (server ??= startServer());
  const name = `test_${Date.now()}_${randomBytes(4).toString('hex')}`;
  await copyTemplate(await (admin ??= connectAdmin(connection)), name);
  const own = { ...connection, database: name };
  const database = createDatabase({ connection: own, log: silent });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'veriguide-data-'));
  const masterKey = randomBytes(32);

  const drop = async () => {
    if (!undropped.delete(drop)) return;
    await database.close();
    await (await admin)?.query(`drop database if exists ${name} with (force)`);
    await rm(folder, { recursive: true, force: true });
  };
  undropped.add(drop);
  return { database, connection: own, vault: createVault(masterKey), masterKey, folder, drop };
}

afterAll(async () => {
  for (const drop of [...undropped]) await drop();
  await (await admin)?.close();
  await (await server)?.leave();
  admin = undefined;
  server = undefined;
});

async function startServer(): Promise<EmbeddedPostgres> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // These databases live for seconds: no need to wait for the disk.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  };
  return startEmbeddedPostgres({ folder: sharedServerFolder(root), log: silent, settings });
}

async function connectAdmin(connection: EmbeddedPostgres['connection']): Promise<Database> {
  const database = createDatabase({
    connection: { ...connection, database: 'postgres' },
    log: silent,
    poolSize: 2,
  });
  const names = await database.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^test_'`,
  );
  for (const { datname } of names) {
    const age = Date.now() - Number(datname.split('_')[1]);
    if (age > LEFTOVER_AFTER_MS) await database.query(`drop database if exists ${datname} with (force)`);
  }
  return database;
}

async function copyTemplate(database: Database, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await database.query(`create database ${name} template ${await templateOf(database)}`);
      return;
    } catch (error) {
      // Another run with other migrations has just replaced the template.
      if (errorCode(error) !== '3D000' || attempt === 3) throw error;
    }
  }
}

/** Made once for each state of the migrations, by whichever test comes first. */
async function templateOf(database: Database): Promise<string> {
  const migrations = await readMigrations();
  const state = createHash('sha256')
    .update(migrations.map(({ checksum }) => checksum).join())
    .digest('hex');
  const name = `template_${state.slice(0, 16)}`;
  const exists = async () =>
    (await database.query('select 1 from pg_database where datname = $1', [name])).length > 0;
  if (await exists()) return name;

  await database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [TEMPLATE_LOCK]);
    if (await exists()) return;
    const draft = `test_${Date.now()}_draft`;
    await database.query(`create database ${draft}`);
    const { connection } = await (server ??= startServer());
    const drafted = createDatabase({ connection: { ...connection, database: draft }, log: silent });
    await migrate(drafted, { log: silent, migrations });
    await drafted.close();
    await database.query(`alter database ${draft} rename to ${name}`);
    await forgetOldTemplates(database, name);
  });
  return name;
}

async function forgetOldTemplates(database: Database, current: string): Promise<void> {
  const names = await database.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^template_' and datname <> $1`,
    [current],
  );
  for (const { datname } of names) await database.query(`drop database if exists ${datname} with (force)`);
}
