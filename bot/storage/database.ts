import pg from 'pg';

import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import { errorCode } from './error-code.ts';
import { Listener } from './listener.ts';

/** A row as `pg` gives it; each query names the shape it selects. */
export type Row = Record<string, unknown>;

/** Runs SQL with $1-placeholders. Inside `transaction` all of it commits or none. */
export interface Queryable {
  /**
   * bigint comes as number, timestamptz as Date, date as text (1990-12-31), bytea as Buffer, jsonb parsed.
   * Throws Failure('database_unavailable') when the server cannot be reached, else pg's DatabaseError with its `code`.
   */
  query<R extends Row>(sql: string, values?: readonly unknown[]): Promise<R[]>;
}

export interface Database extends Queryable {
  /** Resolves once it is committed. When it throws, nothing of it was, unless the connection broke during the commit. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /**
   * Hears NOTIFY on a channel, over reconnects. Returns how to stop. Payloads are ids only.
   * What was notified while the connection was down is lost: `onReconnect` is the moment to read again.
   */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onReconnect?: () => void,
  ): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

/** An address (postgres://…) or the parts of one; `host` may be the folder of a unix socket. */
export type DatabaseConnection =
  | { readonly connectionString: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string };

const CONNECT_WITHIN_MS = 10_000;
/** A transaction that waits for something outside the database holds its locks against everybody. */
const IDLE_IN_TRANSACTION_LIMIT_MS = 60_000;
const STATEMENT_LIMIT_MS = 60_000;

/** Connects when it is first asked; `poolSize` connections at most, and one more to listen. */
export function createDatabase(options: {
  connection: DatabaseConnection;
  log: Log;
  poolSize?: number;
}): Database {
  const { log } = options;
  const settings: pg.ClientConfig = {
    ...options.connection,
    application_name: 'veriguide',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    types: { getTypeParser },
  };
  const pool = new pg.Pool({
    ...settings,
    max: options.poolSize ?? 10,
    statement_timeout: STATEMENT_LIMIT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_LIMIT_MS,
  });
  // A lost connection is no reason to fall: the pool replaces it, and whoever was using it gets the error.
  pool.on('error', (error) => log.warn({ code: errorCode(error) }, 'an idle database connection was lost'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const listener = new Listener(() => new pg.Client(settings), log);

  async function query<R extends Row>(sql: string, values?: readonly unknown[]): Promise<R[]> {
    return rowsOf<R>(await reachable(pool.query<R>(sql, values ? [...values] : undefined)));
  }

  async function transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const client = await reachable(pool.connect());
    let open = true;
    let broken: Error | undefined;
    try {
      await reachable(client.query('begin'));
      const result = await work({
        query: async <R extends Row>(sql: string, values?: readonly unknown[]) => {
          // The connection serves somebody else by now.
          if (!open) throw new Error('A query came after the end of its transaction: an await is missing.');
          return rowsOf<R>(await reachable(client.query<R>(sql, values ? [...values] : undefined)));
        },
      });
      open = false;
      const { command } = await reachable(client.query('commit'));
      // PostgreSQL answers the commit of a failed transaction with a quiet rollback.
      if (command !== 'COMMIT')
        throw new Error('The transaction was rolled back: one of its queries had failed.');
      return result;
    } catch (error) {
      open = false;
      await client.query('rollback').catch((fault: unknown) => {
        broken = fault instanceof Error ? fault : new Error(String(fault));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    query,
    transaction,
    listen: (channel, onPayload, onReconnect) => reachable(listener.listen(channel, onPayload, onReconnect)),
    notify: async (channel, payload) => {
      await query('select pg_notify($1, $2)', [channel, payload]);
    },
    close: async () => {
      await listener.close();
      if (!pool.ended) await pool.end();
    },
  };
}

/** Several statements in one call give a result each; the last one's rows count. */
function rowsOf<R extends Row>(result: pg.QueryResult<R> | pg.QueryResult<R>[]): R[] {
  return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
}

function getTypeParser(
  oid: Parameters<typeof pg.types.getTypeParser>[0],
  format?: 'text' | 'binary',
): unknown {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
  if (oid === pg.types.builtins.INT8) return parseWholeNumber;
  // pg would make local midnight of it: another day elsewhere.
  if (oid === pg.types.builtins.DATE) return String;
  return pg.types.getTypeParser(oid, 'text');
}

function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
}

async function reachable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new Failure(
      'database_unavailable',
      `The database cannot be reached (${errorCode(error) || 'no answer'}). Check that it runs and that DATABASE_URL, if set, is right.`,
      { cause: error },
    );
  }
}

// Wrong password, no such database, no entry in pg_hba.conf, shutting down, crashed, starting, too many clients.
const REFUSALS = ['28000', '28P01', '3D000', '57P01', '57P02', '57P03', '53300'];

function isUnreachable(error: unknown): boolean {
  const code = errorCode(error);
  if (error instanceof pg.DatabaseError) return error.severity === 'FATAL' && REFUSALS.includes(code);
  if (error instanceof Failure) return false;
  const { syscall, message } = error as { syscall?: unknown; message?: unknown };
  return syscall !== undefined || (typeof message === 'string' && BROKEN_CONNECTION.test(message));
}

/** pg gives these no code. */
const BROKEN_CONNECTION =
  /connection (terminated|timeout|error)|timeout exceeded when trying to connect|not queryable|closed the connection/i;
