import type { Vault } from '../storage/vault.ts';

/** What one entry says. */
export interface AuditEntry {
  readonly at: Date;
  readonly actor: AuditActor;
  /** The kind of thing and what happened to it: `ticket.assigned`. */
  readonly action: string;
  /** The thing: `ticket:VG-1001`. */
  readonly object: string;
  /** No personal data: entries are readable in the database and never go. */
  readonly details?: AuditDetails;
}

export type AuditActor = `agent:${string}` | `customer:${string}` | 'system';

/** Ids, states, counts; a change as the value before and after. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A place in the chain: how many entries there are up to it, and the hash of the last one. */
export type ChainEnd = {
  readonly seq: number;
  readonly hash: Buffer;
};

export type EntryRow = ChainEnd & {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly details: string;
  readonly previous: Buffer;
};

export type HeadRow = ChainEnd & { readonly seal: Buffer };

/** What stands before the first entry. */
export const BEGINNING: ChainEnd = { seq: 0, hash: Buffer.alloc(32) };

/** Everything that an entry is, in one text that can be read in one way only. */
export function hashOf(vault: Pick<Vault, 'keyedHash'>, row: Omit<EntryRow, 'hash'>): Buffer {
  const { seq, at, actor, action, object, details, previous } = row;
  const text = JSON.stringify([
    seq,
    at.toISOString(),
    actor,
    action,
    object,
    details,
    previous.toString('hex'),
  ]);
  return vault.keyedHash(text, 'audit entry');
}

export function sealOf(vault: Pick<Vault, 'keyedHash'>, { seq, hash }: ChainEnd): Buffer {
  return vault.keyedHash(JSON.stringify([seq, hash.toString('hex')]), 'audit head');
}
