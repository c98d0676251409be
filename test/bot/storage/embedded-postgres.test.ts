import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createDatabase } from '../../../bot/storage/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../bot/storage/embedded-postgres.ts';
import { isRunning } from '../../../bot/storage/postmaster-file.ts';
import { Child } from '../../kit/child.ts';
import { silent } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';

const script = new URL('./children/embedded-postgres.ts', import.meta.url);

let folder: string;
const children: Child[] = [];

function child(task: 'write' | 'wait' | 'stop', where = folder): Child {
  const started = new Child(script, { folder: where, task });
  children.push(started);
  return started;
}

async function serverPid(where = folder): Promise<number> {
  return Number.parseInt(await readFile(path.join(where, 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

async function ask(server: EmbeddedPostgres, sql: string) {
  const database = createDatabase({ connection: server.connection, log: silent });
  return database.query(sql).finally(() => database.close());
}

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'veriguide-')), 'postgres');
});

afterEach(async () => {
  for (const each of children.splice(0)) await each.kill();
  if (existsSync(folder)) await (await startEmbeddedPostgres({ folder, log: silent })).stop();
  await rm(path.dirname(folder), { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('is made on the first start, is there again on the second, and is gone in between', async () => {
    const first = await startEmbeddedPostgres({ folder, log: silent });
    await ask(first, 'create table note as select 1 as id');
    const pid = await serverPid();
    await first.stop();
    expect(isRunning(pid)).toBe(false);

    const second = await startEmbeddedPostgres({ folder, log: silent });
    expect(await ask(second, 'select id from note')).toEqual([{ id: 1 }]);
    await second.stop();
  });

  it('opens no port and lets nobody else into its folder', async () => {
    const server = await startEmbeddedPostgres({ folder, log: silent });
    expect(await ask(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(folder, '.s.PGSQL.5432'))).mode & 0o077).toBe(0);
    await server.stop();
  });

  it('writes durably, and never what a statement carried to its log', async () => {
    const server = await startEmbeddedPostgres({ folder, log: silent });
    expect(await ask(server, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await ask(server, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await ask(server, 'create table note (id text primary key)');
    await ask(server, `insert into note values ('Jane Doe')`);
    await expect(ask(server, `insert into note values ('Jane Doe')`)).rejects.toMatchObject({
      code: '23505',
    });
    const words = await readFile(path.join(folder, 'postgres.log'), 'utf8');
    expect(words).toContain('duplicate key');
    expect(words).not.toContain('Jane');
    await server.stop();
  });

  it('outlives a killed process: the next one attaches and finds every acknowledged row', async () => {
    const writer = child('write');
    await writer.says(/acknowledged 200$/);
    await writer.kill();
    const pid = await serverPid();
    expect(isRunning(pid)).toBe(true);

    const server = await startEmbeddedPostgres({ folder, log: silent });
    expect(await serverPid()).toBe(pid);
    const found = new Set((await ask(server, 'select id from note')).map((row) => row['id']));
    const lost = acknowledged(writer).filter((id) => !found.has(id));
    expect(lost).toEqual([]);
    // Adopted: who attached last puts out the light.
    await server.stop();
    expect(isRunning(pid)).toBe(false);
  });

  it('does not hear the Ctrl-C that ends us: we stop it, in our time', async () => {
    const server = await startEmbeddedPostgres({ folder, log: silent });
    const pid = await serverPid();
    expect(await askProcess(pid, 'pgid')).toBe(pid);
    await server.stop();
  });

  it('loses no acknowledged row when the server is killed too', async () => {
    const writer = child('write');
    await writer.says(/acknowledged 200$/);
    process.kill(await serverPid(), 'SIGKILL');
    await writer.kill();

    const server = await startEmbeddedPostgres({ folder, log: silent });
    const found = new Set((await ask(server, 'select id from note')).map((row) => row['id']));
    expect(acknowledged(writer).filter((id) => !found.has(id))).toEqual([]);
    await server.stop();
  });

  it('is shared by a second instance, and stops with the last one', async () => {
    const other = child('wait');
    await other.says(/ready/);
    const pid = await serverPid();
    const server = await startEmbeddedPostgres({ folder, log: silent });
    expect(await serverPid()).toBe(pid);

    await server.stop();
    expect(isRunning(pid)).toBe(true);
    other.process.kill('SIGTERM');
    await other.says(/stopped/);
    expect(isRunning(pid)).toBe(false);
    expect(await other.ends()).toBe(0);
  });

  it('is started once by instances that start at once, on an empty folder and while another stops', async () => {
    const all = [child('wait'), child('wait'), child('stop')];
    await Promise.all(all.map((each) => each.says(/ready/)));
    const server = await startEmbeddedPostgres({ folder, log: silent });
    const rows = await ask(
      server,
      `select count(distinct pid) from pg_stat_activity where application_name = 'veriguide presence'`,
    );
    expect(rows[0]?.['count']).toBeGreaterThanOrEqual(3);
    await server.stop();
  });

  it('survives a lock file whose process number now belongs to somebody else', async () => {
    const stranger = spawn('sleep', ['60']);
    const locks = [path.join(folder, 'cluster', 'postmaster.pid'), path.join(folder, '.s.PGSQL.5432.lock')];
    const first = await startEmbeddedPostgres({ folder, log: silent });
    const words = await Promise.all(locks.map((file) => readFile(file, 'utf8')));
    await first.stop();
    for (const [n, file] of locks.entries()) {
      await writeFile(file, words[n]?.replace(/^\d+/, String(stranger.pid)) ?? '');
    }

    const second = await startEmbeddedPostgres({ folder, log: silent });
    expect(await ask(second, 'select 1 as id')).toEqual([{ id: 1 }]);
    await second.stop();
    stranger.kill();
  });

  it('survives an empty lock file, as a power cut leaves it', async () => {
    await (await startEmbeddedPostgres({ folder, log: silent })).stop();
    const file = path.join(folder, 'cluster', 'postmaster.pid');
    await writeFile(file, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(file, longAgo, longAgo);

    const server = await startEmbeddedPostgres({ folder, log: silent });
    expect(await ask(server, 'select 1 as id')).toEqual([{ id: 1 }]);
    await server.stop();
  });

  it('is started again when it dies under us', async () => {
    const server = await startEmbeddedPostgres({ folder, log: silent });
    const database = createDatabase({ connection: server.connection, log: silent });
    await database.query('create table note as select 1 as id');
    process.kill(await serverPid(), 'SIGKILL');

    const rows = await until('it to answer again', () =>
      database.query('select id from note').catch(() => undefined),
    );
    expect(rows).toEqual([{ id: 1 }]);
    await database.close();
    await server.stop();
  });

  it('works in a folder whose path is too long for a socket, and with odd characters in it', async () => {
    const long = path.join(path.dirname(folder), `it's a "long", winding, path ${'x'.repeat(80)}`);
    await mkdir(long);
    const server = await startEmbeddedPostgres({ folder: long, log: silent });
    expect(await ask(server, 'select 1 as id')).toEqual([{ id: 1 }]);
    await server.stop();
    await rm(server.connection.host, { recursive: true });
  });

  it('runs under the account that owns its folder, never as root', async () => {
    const isRoot = process.getuid?.() === 0;
    await chmod(path.dirname(folder), 0o755);
    await mkdir(folder);
    if (isRoot) await chown(folder, 65_534, 65_534);
    const server = await startEmbeddedPostgres({ folder, log: silent });
    expect(await askProcess(await serverPid(), 'uid')).toBe(isRoot ? 65_534 : process.getuid?.());
    await server.stop();
  });

  it('says what to do when no account can reach its folder', async () => {
    const isRoot = process.getuid?.() === 0;
    const hidden = path.join(path.dirname(folder), 'hidden');
    await mkdir(hidden, { mode: 0o700 });
    if (isRoot) {
      await mkdir(path.join(hidden, 'postgres'));
      await chown(path.join(hidden, 'postgres'), 65_534, 65_534);
    } else {
      await chmod(hidden, 0o500);
    }
    await expect(
      startEmbeddedPostgres({ folder: path.join(hidden, 'postgres'), log: silent }),
    ).rejects.toMatchObject({ code: 'bad_config', message: expect.stringContaining('DATA_FOLDER') });
    await chmod(hidden, 0o700);
  });

  it('says what to do when its folder cannot be used', async () => {
    const file = path.join(path.dirname(folder), 'file');
    await writeFile(file, '');
    await expect(
      startEmbeddedPostgres({ folder: path.join(file, 'postgres'), log: silent }),
    ).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('DATA_FOLDER'),
    });
  });

  it('refuses a cluster of another major version instead of touching it', async () => {
    await (await startEmbeddedPostgres({ folder, log: silent })).stop();
    const version = path.join(folder, 'cluster', 'PG_VERSION');
    await writeFile(version, '17\n');
    await expect(startEmbeddedPostgres({ folder, log: silent })).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('PostgreSQL 17'),
    });
    await writeFile(version, '18\n');
  });
});

/** Reads what the system knows about a process, with or without the program `ps`. */
async function askProcess(pid: number, about: 'uid' | 'pgid'): Promise<number> {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', `${about}=`, '-p', String(pid)], { encoding: 'utf8' }));
  }
  if (about === 'uid') return (await stat(`/proc/${pid}`)).uid;
  const words = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(words.slice(words.lastIndexOf(')')).split(' ')[3]);
}

function acknowledged(writer: Child): number[] {
  const ids = writer.lines.map((line) => Number(/^acknowledged (\d+)$/.exec(line)?.[1]));
  return ids.filter((id) => id > 0);
}
