import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Database, Queryable } from './database.ts';

/** One instance migrates at a time; the others wait here and then find it done. */
const MIGRATION_LOCK = 7_341_002;

export interface Migration {
  /** Like 0001-storage. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly checksum: string;
}

/** The files of bot/storage/migrations (or another folder), in order. */
export async function readMigrations(folder = ownFolder()): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have changed the line ends; that is no change.
      const sql = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return {
        name: name.replace(/\.sql$/, ''),
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

/**
 * Brings the database up to date: forward only, each file in a transaction of its own, once.
 * Throws Failure('bad_config') when the database does not fit these files, and changes nothing then.
 */
export async function migrate(
  database: Database,
  options: { log: Log; migrations?: readonly Migration[] },
): Promise<void> {
  const migrations = options.migrations ?? (await readMigrations());
  await database.transaction(async (tx) => {
    await lock(tx);
    await tx.query(
      `create table if not exists migration (
         name text primary key,
         checksum text not null,
         applied_at timestamptz not null default now()
       )`,
    );
    refuseMisfit(migrations, await applied(tx));
  });
  for (const migration of migrations) {
    const began = Date.now();
    const isNew = await database.transaction((tx) => apply(tx, migration));
    if (isNew)
      options.log.info({ migration: migration.name, ms: Date.now() - began }, 'migrated the database');
  }
}

async function apply(tx: Queryable, migration: Migration): Promise<boolean> {
  await lock(tx);
  if ((await applied(tx)).has(migration.name)) return false;
  await tx.query('set local statement_timeout = 0');
  await tx.query(migration.sql);
  await tx.query('insert into migration (name, checksum) values ($1, $2)', [
    migration.name,
    migration.checksum,
  ]);
  return true;
}

function refuseMisfit(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Set(migrations.map(({ name }) => name));
  const newer = [...applied.keys()].filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new Failure(
      'bad_config',
      `The database was made by another release (it has ${newer.join(', ')}). Run that release, or restore a backup.`,
    );
  }
  const last = [...applied.keys()].sort().at(-1) ?? '';
  for (const { name, checksum } of migrations) {
    const before = applied.get(name);
    if (before === undefined && name < last) {
      throw new Failure(
        'bad_config',
        `Migration ${name} comes too late: ${last} is applied already. Number it anew.`,
      );
    }
    if (before !== undefined && before !== checksum) {
      throw new Failure(
        'bad_config',
        `Migration ${name} was changed after this database had applied it. ` +
          'Restore the file as it was, and put the change into a new one.',
      );
    }
  }
}

async function applied(tx: Queryable): Promise<Map<string, string>> {
  const rows = await tx.query<{ name: string; checksum: string }>(
    'select name, checksum from migration order by name',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

async function lock(tx: Queryable): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
}

function ownFolder(): string {
  return fileURLToPath(new URL('./migrations', import.meta.url));
}
