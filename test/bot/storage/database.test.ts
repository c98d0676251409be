import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { createDatabase, type Database, type Queryable } from '../../../bot/storage/database.ts';
import { freshDatabase, silent } from '../../kit/database.ts';

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 10_000) throw new Error(`waited in vain for: ${what}`);
    await sleep(10);
  }
}

/** As an administrator or a dying server would: every connection of this database but the asking one ends. */
async function cutConnections(database: Database): Promise<void> {
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

describe('values', () => {
  it('come back as what they are', async () => {
    const { database } = await freshDatabase();
    const [row] = await database.query(
      `select 9007199254740991::bigint as whole, '1990-12-31'::date as day, '\\x0102'::bytea as bytes,
              '{"a":[1]}'::jsonb as json, timestamptz '2024-01-01 00:00+00' as at, count(*) as count`,
    );
    expect(row).toEqual({
      whole: 9007199254740991,
      day: '1990-12-31',
      bytes: Buffer.of(1, 2),
      json: { a: [1] },
      at: new Date('2024-01-01T00:00:00Z'),
      count: 1,
    });
  });

  it('never come back rounded', async () => {
    const { database } = await freshDatabase();
    await expect(database.query('select 9007199254740993::bigint as id')).rejects.toThrow(RangeError);
    expect(await database.query('select 1 as id')).toEqual([{ id: 1 }]);
  });
});

describe('a transaction', () => {
  it('keeps all of it or nothing', async () => {
    const { database } = await freshDatabase();
    await database.query('create table note (id int primary key)');
    await database.transaction(async (tx) => {
      await tx.query('insert into note values (1)');
      await tx.query('insert into note values (2)');
    });
    const failing = database.transaction(async (tx) => {
      await tx.query('insert into note values (3)');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.query('select id from note order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('fails when one of its queries did, even if the work swallowed that', async () => {
    const { database } = await freshDatabase();
    await database.query('create table note (id int primary key)');
    const work = database.transaction(async (tx) => {
      await tx.query('insert into note values (1)');
      await tx.query('insert into note values (1)').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await database.query('select id from note')).toEqual([]);
  });

  it('refuses a query after its end instead of running it in somebody else’s transaction', async () => {
    const { database } = await freshDatabase();
    let kept: Queryable | undefined;
    await database.transaction((tx) => {
      kept = tx;
      return Promise.resolve();
    });
    await expect(kept?.query('select 1')).rejects.toThrow('an await is missing');
  });

  it('gives a clear failure when its connection is cut, and the next one works', async () => {
    const { database, connection } = await freshDatabase();
    const other = createDatabase({ connection, log: silent });
    const cut = database.transaction(async (tx) => {
      await tx.query('select 1');
      await cutConnections(other);
      await sleep(50);
      await tx.query('select 1');
    });
    await expect(cut).rejects.toMatchObject({ code: 'database_unavailable' });
    expect(await database.transaction((tx) => tx.query('select 1 as id'))).toEqual([{ id: 1 }]);
    await other.close();
  });
});

describe('a database that cannot be reached', () => {
  it.each([
    ['nobody listens', 'postgres://u:secret@127.0.0.1:1/x'],
    ['there is no such host', 'postgres://u:secret@no-such-host.invalid/x'],
  ])('says so, with a remedy and without the password: %s', async (_, connectionString) => {
    const database = createDatabase({ connection: { connectionString }, log: silent });
    const failure = await database.query('select 1').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'database_unavailable',
      message: expect.stringContaining('DATABASE_URL'),
    });
    expect(String(failure)).not.toContain('secret');
    await expect(database.listen('news', () => undefined)).rejects.toMatchObject({
      code: 'database_unavailable',
    });
    await database.close();
  });

  it('says so when there is no such database', async () => {
    const { connection } = await freshDatabase();
    const database = createDatabase({ connection: { ...connection, database: 'nowhere' }, log: silent });
    await expect(database.query('select 1')).rejects.toMatchObject({ code: 'database_unavailable' });
    await database.close();
  });
});

describe('listening', () => {
  it('hears only its own channel, until it stops', async () => {
    const { database } = await freshDatabase();
    const heard: string[] = [];
    const stop = await database.listen('News of "today"', (payload) => heard.push(payload));
    await database.notify('News of "today"', 'c1:7');
    await database.notify('other', 'c2:1');
    await until(() => heard.length > 0, 'the notification');
    await stop();
    await database.notify('News of "today"', 'c1:8');
    await sleep(100);
    expect(heard).toEqual(['c1:7']);
  });

  it('hears from another instance, and not what was rolled back', async () => {
    const { database, connection } = await freshDatabase();
    const other = createDatabase({ connection, log: silent });
    const heard: string[] = [];
    await database.listen('news', (payload) => heard.push(payload));
    await other
      .transaction(async (tx) => {
        await tx.query(`select pg_notify('news', 'lost')`);
        throw new Error('no');
      })
      .catch(() => undefined);
    await other.notify('news', 'kept');
    await until(() => heard.length > 0, 'the notification');
    expect(heard).toEqual(['kept']);
    await other.close();
  });

  it('goes on after its connection was cut, and says when to read again', async () => {
    const { database } = await freshDatabase();
    const heard: string[] = [];
    let reconnected = 0;
    await database.listen(
      'news',
      (payload) => heard.push(payload),
      () => (reconnected += 1),
    );
    await cutConnections(database);
    await until(() => reconnected === 1, 'the connection');
    await database.notify('news', 'again');
    await until(() => heard.length > 0, 'the notification');
    expect(heard).toEqual(['again']);
  });

  it('is not disturbed by a hearer that fails', async () => {
    const { database } = await freshDatabase();
    const heard: string[] = [];
    await database.listen('news', () => {
      throw new Error('a bug');
    });
    await database.listen('news', (payload) => heard.push(payload));
    await database.notify('news', 'x');
    await until(() => heard.length > 0, 'the notification');
  });
});
