import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { HEAD_BROKEN } from './audit.ts';
import { BEGINNING, hashOf, sealOf, type ChainEnd, type EntryRow, type HeadRow } from './chain.ts';

/** Where a chain ended when somebody looked, in hexadecimal. Kept outside of the database. */
export interface ChainMark {
  readonly seq: number;
  readonly hash: string;
}

export type ChainVerdict =
  | { readonly kind: 'whole'; readonly end: ChainMark }
  | { readonly kind: 'broken'; readonly seq: number; readonly why: ChainFault };

export type ChainFault =
  /** The entry is not what was written. */
  | 'changed'
  /** The entry is not there. */
  | 'missing'
  /** It stands behind another entry than the one it was written behind. */
  | 'moved'
  /** The noted end of the chain was changed or removed. */
  | 'head_changed'
  /** The chain goes on behind its noted end, or an earlier look saw another end. */
  | 'end_differs'
  /** The bot found a changed end when it wrote this entry. */
  | 'head_was_broken';

const BATCH = 2_000;

/** Reads the whole chain as it is at one moment, while others go on appending. Names the first fault. */
export async function verifyChain(
  deps: { database: Database; vault: Pick<Vault, 'keyedHash'> },
  seenBefore?: ChainMark,
): Promise<ChainVerdict> {
  const { database, vault } = deps;
  return database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [head] = await tx.query<HeadRow>('select seq, hash, seal from audit_head');
    let last = BEGINNING;
    for await (const row of entriesOf(tx)) {
      const why = faultOf(vault, last, row, seenBefore);
      if (why) return { kind: 'broken', seq: why === 'missing' ? last.seq + 1 : row.seq, why };
      last = { seq: row.seq, hash: row.hash };
    }
    const why = faultAtEnd(vault, last, head, seenBefore);
    if (why) return { kind: 'broken', seq: why === 'missing' ? last.seq + 1 : last.seq, why };
    return { kind: 'whole', end: { seq: last.seq, hash: last.hash.toString('hex') } };
  });
}

async function* entriesOf(tx: Queryable): AsyncGenerator<EntryRow> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await tx.query<EntryRow>(
      `select seq, at, actor, action, object, details, previous, hash from audit_entry
       where seq > $1 order by seq limit $2`,
      [after, BATCH],
    );
    yield* rows;
    const newest = rows.at(-1);
    if (!newest) return;
    after = newest.seq;
  }
}

function faultOf(
  vault: Pick<Vault, 'keyedHash'>,
  last: ChainEnd,
  row: EntryRow,
  seenBefore: ChainMark | undefined,
): ChainFault | undefined {
  if (row.seq > last.seq + 1) return 'missing';
  if (!row.hash.equals(hashOf(vault, row))) return 'changed';
  if (row.seq !== last.seq + 1 || !row.previous.equals(last.hash)) return 'moved';
  if (row.action === HEAD_BROKEN) return 'head_was_broken';
  if (row.seq === seenBefore?.seq && row.hash.toString('hex') !== seenBefore.hash) return 'end_differs';
  return undefined;
}

function faultAtEnd(
  vault: Pick<Vault, 'keyedHash'>,
  last: ChainEnd,
  head: HeadRow | undefined,
  seenBefore: ChainMark | undefined,
): ChainFault | undefined {
  // Nothing was ever appended, and nobody saw that anything was.
  if (!head && last.seq === 0 && !seenBefore?.seq) return undefined;
  if (seenBefore && seenBefore.seq > last.seq) return 'missing';
  if (!head?.seal.equals(sealOf(vault, head))) return 'head_changed';
  if (head.seq > last.seq) return 'missing';
  if (head.seq < last.seq || !head.hash.equals(last.hash)) return 'end_differs';
  return undefined;
}
