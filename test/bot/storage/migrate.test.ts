import { describe, expect, it } from '@jest/globals';

import { createDatabase } from '../../../bot/storage/database.ts';
import { migrate, readMigrations, type Migration } from '../../../bot/storage/migrate.ts';
import { Child } from '../../kit/child.ts';
import { freshDatabase, silent } from '../../kit/database.ts';

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: `checksum of ${sql}` };
}

/** After all real ones, so that they count as applied already. */
async function withMore(...more: readonly Migration[]): Promise<readonly Migration[]> {
  return [...(await readMigrations()), ...more];
}

describe('migrating', () => {
  it('applies each file once, in order', async () => {
    const { database } = await freshDatabase();
    const migrations = await withMore(
      migration('9001-box', 'create table box (id int); insert into box values (1)'),
      migration('9002-lid', 'alter table box add lid text; insert into box values (2)'),
    );
    await migrate(database, { log: silent, migrations });
    await migrate(database, { log: silent, migrations });
    expect(await database.query('select id from box order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('leaves nothing of a file that fails, and keeps the files before it', async () => {
    const { database } = await freshDatabase();
    const migrations = await withMore(
      migration('9001-box', 'create table box (id int)'),
      migration('9002-broken', 'create table lid (id int); select 1 / 0'),
    );
    await expect(migrate(database, { log: silent, migrations })).rejects.toMatchObject({ code: '22012' });
    const tables = await database.query(
      `select to_regclass('box') is not null as box, to_regclass('lid') is not null as lid`,
    );
    expect(tables).toEqual([{ box: true, lid: false }]);
  });

  it('refuses a file that was changed after it had been applied', async () => {
    const { database } = await freshDatabase();
    await migrate(database, {
      log: silent,
      migrations: await withMore(migration('9001-box', 'create table box ()')),
    });
    const changed = await withMore(migration('9001-box', 'create table box (id int)'));
    await expect(migrate(database, { log: silent, migrations: changed })).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('9001-box was changed'),
    });
  });

  it('refuses a database of a newer release, and a file that comes too late', async () => {
    const { database } = await freshDatabase();
    await migrate(database, {
      log: silent,
      migrations: await withMore(migration('9002-lid', 'create table lid ()')),
    });
    await expect(migrate(database, { log: silent })).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('9002-lid'),
    });
    const late = await withMore(
      migration('9001-box', 'select 1'),
      migration('9002-lid', 'create table lid ()'),
    );
    await expect(migrate(database, { log: silent, migrations: late })).rejects.toMatchObject({
      message: expect.stringContaining('9001-box comes too late'),
    });
  });

  it('lets several instances start at once: one migrates, the others wait for it', async () => {
    const { connection } = await freshDatabase();
    const migrations = await withMore(
      migration('9001-slow', 'create table slow (id int); select pg_sleep(0.3)'),
      migration('9002-count', 'insert into slow values (1)'),
    );
    const instances = [1, 2, 3, 4].map(() => createDatabase({ connection, log: silent, poolSize: 2 }));
    await Promise.all(instances.map((database) => migrate(database, { log: silent, migrations })));
    expect(await instances[0]?.query('select count(*) from slow')).toEqual([{ count: 1 }]);
    await Promise.all(instances.map((database) => database.close()));
  });

  it('is done once by processes that start at the same moment on an empty database', async () => {
    const { database, connection } = await freshDatabase();
    const empty = `test_${Date.now()}_empty`;
    await database.query(`create database ${empty} template template0`);
    const input = { connection: { ...connection, database: empty }, at: Date.now() + 2_000 };
    const script = new URL('./children/migrate.ts', import.meta.url);
    const children = [1, 2, 3].map(() => new Child(script, input));
    await Promise.all(children.map((child) => child.says(/migrated/)));
    await Promise.all(children.map((child) => child.ends()));

    const migrated = createDatabase({ connection: input.connection, log: silent });
    const names = await migrated.query<{ name: string }>('select name from migration order by name');
    expect(names.map(({ name }) => name)).toEqual((await readMigrations()).map(({ name }) => name));
    await migrated.close();
    await database.query(`drop database ${empty}`);
  });
});
