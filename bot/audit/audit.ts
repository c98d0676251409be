import type { Log } from '../log.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import {
  BEGINNING,
  hashOf,
  sealOf,
  type AuditActor,
  type AuditDetails,
  type AuditEntry,
  type ChainEnd,
  type EntryRow,
  type HeadRow,
} from './chain.ts';

export interface RecordedEntry extends AuditEntry {
  readonly seq: number;
  readonly details: AuditDetails;
}

/** What anybody did that somebody may have to answer for. Only ever added to. */
export interface Audit {
  /**
   * In the caller's transaction: the deed and its entry are stored together or not at all. All appends wait for one
   * another until their transactions end, so append last, and take no further locks after it.
   */
  append(tx: Queryable, entry: AuditEntry): Promise<void>;
  /** A deed that stores nothing else, such as a look or a download: note it before anything leaves. */
  note(entry: AuditEntry): Promise<void>;
  /** The newest first; `object`: of one thing; `before`: older than that entry. */
  list(which?: { object?: string; before?: number; limit?: number }): Promise<readonly RecordedEntry[]>;
}

/** One read brings no more than this. */
const MOST_ENTRIES = 500;

const ACTOR = /^(?:(?:agent|customer):.+|system)$/s;
const ACTION = /^[a-z][a-z_]*(?:\.[a-z][a-z_]*)+$/;
const OBJECT = /^[a-z][a-z_]*(?::.+)?$/s;

export function createAudit(deps: { database: Database; vault: Vault; log: Log }): Audit {
  const { database, vault, log } = deps;

  /** Where the chain goes on; undefined where its head was removed or was not sealed by us. */
  async function readHead(tx: Queryable): Promise<ChainEnd | undefined> {
    await tx.query(
      `insert into audit_head (seq, hash, seal) select $1, $2, $3
       where not exists (select from audit_entry) on conflict do nothing`,
      [BEGINNING.seq, BEGINNING.hash, sealOf(vault, BEGINNING)],
    );
    const [head] = await tx.query<HeadRow>('select seq, hash, seal from audit_head');
    return head?.seal.equals(sealOf(vault, head)) ? head : undefined;
  }

  /** Gives the new head, or undefined where the place behind the head is taken already. */
  async function add(tx: Queryable, head: ChainEnd, entry: AuditEntry): Promise<ChainEnd | undefined> {
    const { at, actor, action, object } = entry;
    const details = JSON.stringify(entry.details ?? {});
    const row = { seq: head.seq + 1, at, actor, action, object, details, previous: head.hash };
    const hash = hashOf(vault, row);
    const added = await tx.query(
      `insert into audit_entry (seq, at, actor, action, object, details, previous, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning seq`,
      [row.seq, at, actor, action, object, details, row.previous, hash],
    );
    if (added.length === 0) return undefined;
    await tx.query(
      `insert into audit_head (seq, hash, seal) values ($1, $2, $3)
       on conflict (only_one) do update set seq = excluded.seq, hash = excluded.hash, seal = excluded.seal`,
      [row.seq, hash, sealOf(vault, { seq: row.seq, hash })],
    );
    return { seq: row.seq, hash };
  }

  /**
   * Somebody changed the end of the chain. Work goes on, but going on as if nothing had happened would seal what was
   * done: an entry of its own keeps it in the chain for good.
   */
  async function addAfterBreak(tx: Queryable, entry: AuditEntry): Promise<void> {
    const [last] = await tx.query<ChainEnd>('select seq, hash from audit_entry order by seq desc limit 1');
    log.error({ seq: last?.seq ?? 0 }, 'the head of the audit log was tampered with');
    const found = last ?? BEGINNING;
    const noted = await add(tx, found, {
      at: entry.at,
      actor: 'system',
      action: HEAD_BROKEN,
      object: 'audit',
      details: { seq: found.seq },
    });
    if (!noted || !(await add(tx, noted, entry))) throw new Error('the audit log cannot be appended to');
  }

  async function append(tx: Queryable, entry: AuditEntry): Promise<void> {
    refuseMisfit(entry);
    // Before the head exists there is no row to wait for.
    await tx.query('select pg_advisory_xact_lock($1)', [APPEND_LOCK]);
    const head = await readHead(tx);
    if (!head || !(await add(tx, head, entry))) await addAfterBreak(tx, entry);
  }

  return {
    append,
    note: (entry) => database.transaction((tx) => append(tx, entry)),

    async list({ object, before, limit = MOST_ENTRIES } = {}) {
      const rows = await database.query<EntryRow>(
        `select seq, at, actor, action, object, details from audit_entry
         where ($1::text is null or object = $1) and ($2::bigint is null or seq < $2)
         order by seq desc limit $3`,
        [object ?? null, before ?? null, limit],
      );
      return rows.map(({ seq, at, actor, action, object: thing, details }) => ({
        ...{ seq, at, action, object: thing },
        actor: actor as AuditActor,
        details: JSON.parse(details) as AuditDetails,
      }));
    },
  };
}

/** The action of the entry that keeps in mind that the chain's end had been changed. */
export const HEAD_BROKEN = 'audit.head_broken';

const APPEND_LOCK = 7_341_009;

/** An entry that nobody can search for later is a fault of ours, found by whatever test writes it. */
function refuseMisfit({ actor, action, object }: AuditEntry): void {
  if (!ACTOR.test(actor)) throw new TypeError('an audit entry has an actor: agent:ID, customer:ID or system');
  if (!ACTION.test(action)) throw new TypeError('an audit entry has an action like ticket.assigned');
  if (!OBJECT.test(object)) throw new TypeError('an audit entry has an object like ticket:VG-1001');
}
