/** A row as `pg` gives it; each query names the shape it selects. */
export type Row = Record<string, unknown>;

/** Runs SQL with $1-placeholders. Inside `transaction` all of it commits or none. */
export interface Queryable {
  query<R extends Row>(sql: string, values?: readonly unknown[]): Promise<R[]>;
}

export interface Database extends Queryable {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Hears NOTIFY on a channel, over reconnects. Returns how to stop. Payloads are ids only. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}
