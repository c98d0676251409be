import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import { errorCode } from './error-code.ts';
import { findPostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { disarmLockFiles, isRunning, readPostmasterFile } from './postmaster-file.ts';

const NAME = 'veriguide';
const PORT = 5432;
/** Every instance that uses the server holds this advisory lock, shared; who gets it alone may stop the server. */
const PRESENCE_LOCK = 7_341_001;
/** Bytes that a unix socket's path may have, less the final zero. */
const SOCKET_PATH_LIMIT = process.platform === 'darwin' ? 103 : 107;
/** Recovery after a power cut reads the write-ahead log again; 256 MB take seconds, not minutes. */
const READY_WITHIN_MS = 120_000;
/** With growing pauses between them: some six seconds in all. */
const STARTS = 7;
const STOPPED_WITHIN_MS = 60_000;
const LOG_FILE_LIMIT_BYTES = 1024 * 1024;

export interface EmbeddedPostgres {
  /** For createDatabase. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };
  /** Stops the server, unless another process still uses it. */
  stop(): Promise<void>;
  /** Leaves the server running. */
  leave(): Promise<void>;
}

interface Place {
  readonly folder: string;
  readonly cluster: string;
  readonly sockets: string;
}

/**
 * A real PostgreSQL in `folder`, reached by a unix socket only: no port is opened.
 * Attaches when one runs there already (a second instance, or one that outlived a killed process).
 * Throws Failure('bad_config' | 'database_unavailable') with what to do.
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  log: Log;
  /** Server settings beside ours, as in postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
}): Promise<EmbeddedPostgres> {
  const place = await preparePlace(options.folder);
  const server = new Server(place, options.log, options.settings ?? {});
  await server.enter();
  return {
    connection: { host: place.sockets, port: PORT, user: NAME, database: NAME },
    stop: () => server.stop(),
    leave: () => server.leave(),
  };
}

class Server {
  readonly #place: Place;
  readonly #log: Log;
  readonly #settings: Readonly<Record<string, string>>;
  #presence: pg.Client | undefined;
  #child: ChildProcess | undefined;
  #ended = false;

  constructor(place: Place, log: Log, settings: Readonly<Record<string, string>>) {
    this.#place = place;
    this.#log = log;
    this.#settings = settings;
  }

  /** Resolves when the server answers and knows that we are there. */
  async enter(): Promise<void> {
    const began = Date.now();
    let starts = 0;
    while (Date.now() - began < READY_WITHIN_MS) {
      const presence = await this.#knock();
      if (presence) {
        this.#keep(presence);
        this.#log.info({ started: starts > 0, ms: Date.now() - began }, 'embedded PostgreSQL is ready');
        return;
      }
      const running =
        this.#child !== undefined || (await readPostmasterFile(this.#place.cluster)).state === 'alive';
      if (!running) {
        if (starts === STARTS) throw await this.#refusal();
        // A lost race ends a start too, and so does an orphan of a killed server that is still tidying up.
        if (starts > 0) await sleep(50 * 2 ** starts);
        starts += 1;
        await this.#start();
      }
      await sleep(25);
    }
    throw new Failure(
      'database_unavailable',
      `The embedded PostgreSQL in ${this.#place.folder} did not become ready within ${READY_WITHIN_MS / 1000} s. ` +
        'See postgres.log there; it may still be recovering: start again later.',
    );
  }

  async stop(): Promise<void> {
    const presence = this.#withdraw();
    if (!presence) return;
    const alone = await isAlone(presence).catch(() => false);
    const file = alone ? await readPostmasterFile(this.#place.cluster) : undefined;
    if (file?.state !== 'alive') {
      await presence.end().catch(() => undefined);
      if (!alone) this.#log.info({}, 'embedded PostgreSQL stays: another process uses it');
      return;
    }
    // We hold the lock alone until the server is gone, so nobody can enter meanwhile. SIGINT is its "fast" shutdown.
    process.kill(file.pid, 'SIGINT');
    const deadline = Date.now() + STOPPED_WITHIN_MS;
    while (isRunning(file.pid)) {
      if (Date.now() > deadline) {
        this.#log.warn({ pid: file.pid }, 'embedded PostgreSQL is still stopping');
        break;
      }
      await sleep(10);
    }
    await presence.end().catch(() => undefined);
  }

  async leave(): Promise<void> {
    await this.#withdraw()?.end();
  }

  #withdraw(): pg.Client | undefined {
    this.#ended = true;
    const presence = this.#presence;
    this.#presence = undefined;
    return presence;
  }

  /** Connects and takes the lock, shared; undefined when no server answers yet. */
  async #knock(): Promise<pg.Client | undefined> {
    const client = new pg.Client({
      host: this.#place.sockets,
      port: PORT,
      user: NAME,
      database: 'postgres',
      ssl: false,
      application_name: 'veriguide presence',
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => undefined); // its end is what we act on
    try {
      await client.connect();
      await client.query('select pg_advisory_lock_shared($1)', [PRESENCE_LOCK]);
      await createDatabaseOnce(client);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (isNotThereYet(error)) return undefined;
      throw new Failure(
        'database_unavailable',
        `The embedded PostgreSQL in ${this.#place.folder} cannot be used (${errorCode(error)}). ` +
          'If another account owns that folder, start Veriguide as that account or set DATA_FOLDER.',
        { cause: error },
      );
    }
  }

  /** Whoever stops or kills the server under us finds it started again. */
  #keep(presence: pg.Client): void {
    if (this.#ended) {
      void presence.end().catch(() => undefined); // stopped while we started it again
      return;
    }
    this.#presence = presence;
    presence.once('end', () => {
      if (this.#ended) return;
      this.#log.warn({}, 'embedded PostgreSQL is gone: starting it again');
      void this.#enterAgain();
    });
  }

  async #enterAgain(): Promise<void> {
    while (!this.#ended) {
      try {
        await this.enter();
        return;
      } catch (error) {
        this.#log.error({ code: errorCode(error) }, 'embedded PostgreSQL does not start');
        await sleep(1_000);
      }
    }
  }

  async #start(): Promise<void> {
    const { folder, cluster, sockets } = this.#place;
    const binaries = await findPostgresBinaries();
    const account = await findPostgresAccount(folder, binaries);
    if (account.ids && sockets !== folder) await chown(sockets, account.ids.uid, account.ids.gid);
    await createCluster(this.#place, binaries, account, this.#log);
    await refuseOtherVersion(cluster);
    await disarmLockFiles(cluster, path.join(sockets, `.s.PGSQL.${PORT}.lock`));

    const settings = {
      listen_addresses: '',
      unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
      unix_socket_permissions: '0700',
      shared_buffers: '16MB',
      max_wal_size: '256MB',
      jit: 'off',
      timezone: 'UTC',
      log_timezone: 'UTC',
      // Statements and details could carry what people wrote.
      log_error_verbosity: 'terse',
      log_min_error_statement: 'panic',
      ...this.#settings,
    };
    const options = [
      '-D',
      cluster,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    const output = await openServerLog(folder);
    try {
      const { file, options: all } = account.command(binaries.postgres, options);
      // A session of its own: Ctrl-C in the terminal ends us, and we end the server, in that order.
      const child = spawn(file, all, {
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
        env: binaries.environment,
        cwd: '/',
        ...account.ids,
      });
      const gone = () => {
        if (this.#child === child) this.#child = undefined;
      };
      child.once('exit', gone);
      child.once('error', gone);
      child.unref();
      this.#child = child;
    } finally {
      await output.close();
    }
  }

  async #refusal(): Promise<Failure> {
    const text = await readFile(path.join(this.#place.folder, 'postgres.log'), 'utf8').catch(() => '');
    const lastLines = text.trimEnd().split('\n').slice(-5).join('\n');
    return new Failure(
      'database_unavailable',
      `The embedded PostgreSQL in ${this.#place.folder} does not start. Its last words:\n${lastLines}`,
    );
  }
}

async function preparePlace(wanted: string): Promise<Place> {
  try {
    await mkdir(path.dirname(path.resolve(wanted)), { recursive: true });
    await mkdir(wanted, { mode: 0o700 }).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    const folder = await realpath(wanted);
    await chmod(folder, 0o700);
    const socket = path.join(folder, `.s.PGSQL.${PORT}`);
    const sockets = Buffer.byteLength(socket) <= SOCKET_PATH_LIMIT ? folder : await shortFolder(folder);
    return { folder, cluster: path.join(folder, 'cluster'), sockets };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'bad_config',
      `The database's folder ${wanted} cannot be used (${errorCode(error)}). Set DATA_FOLDER to a folder you may write.`,
      { cause: error },
    );
  }
}

/** A folder in the system's temporary folder, the same one for each instance, when the socket's path would be too long. */
async function shortFolder(folder: string): Promise<string> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = path.join(await realpath(os.tmpdir()), `veriguide-${name}`);
  await mkdir(short, { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  const found = await lstat(short);
  const owners = [process.getuid?.(), (await stat(folder)).uid];
  // Anybody may write there: a folder that somebody else put in our way is not ours.
  if (!found.isDirectory() || !owners.includes(found.uid) || (found.mode & 0o077) !== 0) {
    throw new Failure(
      'bad_config',
      `${short} is in the way: remove it, or set DATA_FOLDER to a shorter path.`,
    );
  }
  return short;
}

/** Made aside and moved into place whole: a crash leaves no half of a cluster. */
async function createCluster(
  { folder, cluster }: Place,
  binaries: PostgresBinaries,
  account: PostgresAccount,
  log: Log,
): Promise<void> {
  if (await exists(path.join(cluster, 'PG_VERSION'))) return;
  log.info({ account: account.description }, 'creating the embedded database');
  for (const name of await readdir(folder)) {
    const pid = /^cluster\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(path.join(folder, name), { recursive: true, force: true });
  }
  const draft = path.join(folder, `cluster.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  const { file, options } = account.command(binaries.initdb, [
    ...['-D', draft, '-U', NAME, '-E', 'UTF8', '--no-locale', '--auth=trust', '--no-instructions'],
  ]);
  const child = spawn(file, options, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: binaries.environment,
    cwd: '/',
    ...account.ids,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [status] = (await once(child, 'close')) as [number | null];
  try {
    if (status !== 0) {
      throw new Failure(
        'database_unavailable',
        `The embedded database could not be created:\n${complaint.trim()}`,
      );
    }
    await rename(draft, cluster).catch((error: unknown) => {
      // Another process was first: its cluster is ours too.
      if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
    });
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function refuseOtherVersion(cluster: string): Promise<void> {
  const version = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version === '18') return;
  throw new Failure(
    'bad_config',
    `The database in ${cluster} was made by PostgreSQL ${version}; this release brings 18. ` +
      `Dump it with PostgreSQL ${version}'s pg_dump and restore it into a fresh data folder, or set DATABASE_URL.`,
  );
}

async function openServerLog(folder: string) {
  const file = path.join(folder, 'postgres.log');
  const bytes = (await stat(file).catch(() => undefined))?.size ?? 0;
  if (bytes > LOG_FILE_LIMIT_BYTES) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
}

async function createDatabaseOnce(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME]);
  if (rowCount) return;
  try {
    await client.query(`create database ${NAME}`);
  } catch (error) {
    // 42P04: it exists; 23505: it is being made this moment, by another instance.
    if (!['42P04', '23505'].includes(errorCode(error))) throw error;
  }
}

async function isAlone(presence: pg.Client): Promise<boolean> {
  await presence.query('select pg_advisory_unlock_shared($1)', [PRESENCE_LOCK]);
  const { rows } = await presence.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
    PRESENCE_LOCK,
  ]);
  return rows[0]?.alone === true;
}

function isNotThereYet(error: unknown): boolean {
  // 57P01: stopped by an administrator; 57P02: crashed; 57P03: starting up or shutting down.
  if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'].includes(errorCode(error)))
    return true;
  return /terminated|timeout/i.test((error as Error).message);
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
