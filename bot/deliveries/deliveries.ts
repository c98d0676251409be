import { randomUUID } from 'node:crypto';

import type { Audit } from '../audit/audit.ts';
import type { AuditActor } from '../audit/chain.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Jobs } from '../storage/jobs.ts';
import type { Vault } from '../storage/vault.ts';
import { helpdeskOfActor, type HelpdeskName } from './helpdesks.ts';

/** What a helpdesk is told about a ticket. */
export type DeliveryKind =
  'opened' | 'customer_wrote' | 'attachment_added' | 'agent_answered' | 'solved' | 'reopened';

/** Something that happened to a ticket of ours. */
export interface TicketNews {
  readonly ticketId: string;
  readonly number: string;
  readonly kind: DeliveryKind;
  /** Files that came with it. */
  readonly uploadIds: readonly string[];
  /** All of the ticket's files by now. */
  readonly allUploadIds: readonly string[];
  /** Who did it, when somebody did: a helpdesk is not told what it did itself. */
  readonly agentId?: string;
}

export interface Delivery {
  /** Also the key by which a receiver knows that it has it already. */
  readonly id: string;
  readonly ticketId: string;
  readonly number: string;
  readonly helpdesk: HelpdeskName;
  readonly kind: DeliveryKind;
  readonly uploadIds: readonly string[];
  readonly state: 'waiting' | 'arrived' | 'dead';
  readonly at: string;
  /** Whether an earlier try may have reached the helpdesk. */
  readonly tried: boolean;
  /** A try began whose end is not known: the helpdesk may still be working on it, until `settledAt` at the latest. */
  readonly inHand: boolean;
  /** Absent when whoever tried it died: then nobody has reckoned yet. */
  readonly settledAt?: string;
  /** What the helpdesk calls the ticket, once it has it. */
  readonly externalId?: string;
  /** Up to which entry of the conversation the helpdesk was told. */
  readonly toldSeq: number;
}

/** A delivery that did not arrive, as the desk shows it. */
export interface TroubledDelivery extends Pick<Delivery, 'id' | 'number' | 'helpdesk' | 'kind' | 'at'> {
  /** `dead`: given up, until somebody has it sent again. */
  readonly state: 'waiting' | 'dead';
  readonly failures: number;
  /** A code. */
  readonly why: string;
  /** Later deliveries of the same ticket that cannot be sent before this one. */
  readonly behind: number;
}

/** The outbox: what helpdesks are to be told, kept in the transaction that caused it. */
export interface Deliveries {
  /** In the transaction of the event. */
  note(tx: Queryable, news: TicketNews): Promise<void>;
  find(deliveryId: string): Promise<Delivery | undefined>;
  /**
   * What is sent: composed once, then the same at every try. `throughSeq` is how far into the conversation it goes.
   */
  content<T>(
    delivery: Delivery,
    compose: () => Promise<{ readonly content: T; readonly throughSeq: number }>,
  ): Promise<T>;
  /** Before a request leaves. */
  noteTry(deliveryId: string): Promise<void>;
  /** `settledAt`: it may have arrived, and the helpdesk may be working on it until then. */
  noteFailure(deliveryId: string, why: string, settledAt?: Date): Promise<void>;
  /** Whoever tried it died: the helpdesk may be working on it until then. */
  noteDoubt(deliveryId: string, settledAt: Date): Promise<void>;
  /** It arrived; the next one of the ticket may go. */
  noteArrival(deliveryId: string, externalId?: string): Promise<void>;
  /** In the transaction that gives up its job, as its last deed. */
  giveUp(tx: Queryable, deliveryId: string, why: string): Promise<void>;
  /** The number of the ticket that a helpdesk knows by this id. */
  numberOf(helpdesk: HelpdeskName, externalId: string): Promise<string | undefined>;
  /** Dead ones first, then those that failed and are tried again; the oldest first. */
  troubled(limit?: number): Promise<readonly TroubledDelivery[]>;
  /** Sends a dead one again. Gives what was sent again: nothing when it is not dead any more. */
  resend(deliveryId: string, by: AuditActor): Promise<TroubledDelivery | undefined>;
  /** Sends all dead ones again. */
  resendAll(by: AuditActor): Promise<readonly TroubledDelivery[]>;
}

/** Payload of the jobs `deliver_<helpdesk>`. */
export interface DeliverJob {
  readonly deliveryId: string;
}

export const deliverKind = (helpdesk: HelpdeskName): string => `deliver_${helpdesk}`;
/** The delivery that a job's key belongs to. */
export const deliveryOfKey = (key: string): string => key.slice(0, key.indexOf(':'));

interface DeliveryRow extends Record<string, unknown> {
  id: string;
  ticket_id: string;
  number: string;
  helpdesk: HelpdeskName;
  kind: DeliveryKind;
  upload_ids: string[];
  state: Delivery['state'];
  round: number;
  tried_at: Date | null;
  in_hand: boolean;
  settled_at: Date | null;
  failures: number;
  last_error: string | null;
  content: Buffer | null;
  created_at: Date;
  external_id: string | null;
  told_seq: number;
}

/** Nothing of a ticket can be sent while its opening could not be. */
const BLOCKED_BY_OPENING = `exists (
  select 1 from delivery o
  where o.ticket_id = $1 and o.helpdesk = $2 and o.kind = 'opened' and o.state = 'dead'
)`;

export function createDeliveries(deps: {
  readonly database: Database;
  readonly vault: Vault;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly now: () => Date;
  /** Those in use. */
  readonly helpdesks: readonly HelpdeskName[];
}): Deliveries {
  const { database, vault, jobs, audit, now, helpdesks } = deps;

  const sealContext = (deliveryId: string): string => `delivery.content:${deliveryId}`;

  const addJob = (
    tx: Queryable,
    { id, helpdesk, round }: Pick<DeliveryRow, 'id' | 'helpdesk' | 'round'>,
  ): Promise<void> => {
    const payload: DeliverJob = { deliveryId: id };
    return jobs.add(tx, { kind: deliverKind(helpdesk), key: `${id}:${round}`, payload });
  };

  async function noteFor(tx: Queryable, helpdesk: HelpdeskName, news: TicketNews): Promise<void> {
    const { ticketId, number } = news;
    const isNew = await tx.query(
      `insert into helpdesk_ticket (ticket_id, helpdesk) values ($1, $2) on conflict do nothing returning 1`,
      [ticketId, helpdesk],
    );
    await lockLane(tx, ticketId, helpdesk);
    // A helpdesk that was set up after the ticket was opened is told of it from the beginning.
    const kind = isNew.length > 0 ? 'opened' : news.kind;
    const uploadIds = kind === 'opened' ? news.allUploadIds : news.uploadIds;
    const [queue] = await tx.query<{ busy: boolean }>(
      `select ${BLOCKED_BY_OPENING} or exists (
         select 1 from delivery where ticket_id = $1 and helpdesk = $2 and state = 'waiting'
       ) as busy`,
      [ticketId, helpdesk],
    );
    const id = randomUUID();
    await tx.query(
      `insert into delivery (id, ticket_id, number, helpdesk, kind, upload_ids, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, ticketId, number, helpdesk, kind, uploadIds, now()],
    );
    if (!queue?.busy) await addJob(tx, { id, helpdesk, round: 1 });
  }

  /** Lets the next of the ticket's deliveries go, unless its opening did not arrive. */
  async function goOn(tx: Queryable, ticketId: string, helpdesk: HelpdeskName): Promise<void> {
    const [next] = await tx.query<DeliveryRow>(
      `select id, helpdesk, round from delivery
       where ticket_id = $1 and helpdesk = $2 and state = 'waiting' and not ${BLOCKED_BY_OPENING}
       order by ordinal limit 1`,
      [ticketId, helpdesk],
    );
    if (next) await addJob(tx, next);
  }

  /** Ends a waiting delivery and lets the next one go. Undefined when it was ended before. */
  async function end(
    tx: Queryable,
    deliveryId: string,
    how: { state: 'arrived'; externalId?: string | undefined } | { state: 'dead'; why: string },
  ): Promise<Pick<DeliveryRow, 'number' | 'helpdesk' | 'failures'> | undefined> {
    const [found] = await tx.query<DeliveryRow>(
      'select ticket_id, number, helpdesk, failures from delivery where id = $1 and state = $2',
      [deliveryId, 'waiting'],
    );
    if (!found) return undefined;
    await lockLane(tx, found.ticket_id, found.helpdesk);
    const arrived = how.state === 'arrived';
    const ended = await tx.query(
      `update delivery set state = $2, ended_at = $3, last_error = $4,
         content = case when $2 = 'arrived' then null else content end
       where id = $1 and state = 'waiting' returning 1`,
      [deliveryId, how.state, now(), arrived ? null : how.why],
    );
    if (ended.length === 0) return undefined;
    if (arrived && how.externalId !== undefined) {
      await tx.query('update helpdesk_ticket set external_id = $3 where ticket_id = $1 and helpdesk = $2', [
        found.ticket_id,
        found.helpdesk,
        how.externalId,
      ]);
    }
    await goOn(tx, found.ticket_id, found.helpdesk);
    return found;
  }

  async function resendOne(tx: Queryable, deliveryId: string): Promise<TroubledDelivery | undefined> {
    const [dead] = await tx.query<DeliveryRow>(
      `update delivery set state = 'waiting', round = round + 1, ended_at = null
       where id = $1 and state = 'dead' returning *`,
      [deliveryId],
    );
    if (!dead) return undefined;
    await addJob(tx, dead);
    return presentTrouble({ ...dead, behind: 0 });
  }

  return {
    async note(tx, news) {
      const actor = news.agentId === undefined ? undefined : helpdeskOfActor(news.agentId);
      for (const helpdesk of helpdesks) if (helpdesk !== actor) await noteFor(tx, helpdesk, news);
    },

    async find(deliveryId) {
      const [row] = await database.query<DeliveryRow>(
        `select d.*, t.external_id, t.told_seq from delivery d
         join helpdesk_ticket t on t.ticket_id = d.ticket_id and t.helpdesk = d.helpdesk
         where d.id = $1`,
        [deliveryId],
      );
      return row && present(row);
    },

    async content<T>(
      { id, ticketId, helpdesk }: Delivery,
      compose: () => Promise<{ readonly content: T; readonly throughSeq: number }>,
    ): Promise<T> {
      const kept = async (on: Queryable): Promise<T | undefined> => {
        const [row] = await on.query<DeliveryRow>('select content from delivery where id = $1', [id]);
        return row?.content ? vault.open<T>(row.content, sealContext(id)) : undefined;
      };
      const before = await kept(database);
      if (before !== undefined) return before;
      const { content, throughSeq } = await compose();
      return database.transaction(async (tx) => {
        await lockLane(tx, ticketId, helpdesk);
        // Another process that held the job may have been faster.
        const meanwhile = await kept(tx);
        if (meanwhile !== undefined) return meanwhile;
        await tx.query('update delivery set content = $2 where id = $1', [
          id,
          vault.seal(content, sealContext(id)),
        ]);
        await tx.query(
          `update helpdesk_ticket set told_seq = greatest(told_seq, $3) where ticket_id = $1 and helpdesk = $2`,
          [ticketId, helpdesk, throughSeq],
        );
        return content;
      });
    },

    async noteTry(deliveryId) {
      await database.query(
        `update delivery set tried_at = coalesce(tried_at, $2), in_hand = true, settled_at = null where id = $1`,
        [deliveryId, now()],
      );
    },

    async noteFailure(deliveryId, why, settledAt) {
      await database.query(
        `update delivery set failures = failures + 1, last_error = $2, in_hand = $3, settled_at = $4
         where id = $1 and state = 'waiting'`,
        [deliveryId, why, settledAt !== undefined, settledAt ?? null],
      );
    },

    async noteDoubt(deliveryId, settledAt) {
      await database.query(`update delivery set settled_at = $2 where id = $1 and state = 'waiting'`, [
        deliveryId,
        settledAt,
      ]);
    },

    async noteArrival(deliveryId, externalId) {
      await database.transaction((tx) => end(tx, deliveryId, { state: 'arrived', externalId }));
    },

    async giveUp(tx, deliveryId, why) {
      const dead = await end(tx, deliveryId, { state: 'dead', why });
      if (!dead) return;
      const { number, helpdesk, failures } = dead;
      await audit.append(tx, {
        at: now(),
        actor: 'system',
        action: 'delivery.given_up',
        object: `ticket:${number}`,
        details: { delivery: deliveryId, helpdesk, why, failures },
      });
    },

    async numberOf(helpdesk, externalId) {
      const [row] = await database.query<{ number: string }>(
        `select d.number from helpdesk_ticket t
         join delivery d on d.ticket_id = t.ticket_id and d.helpdesk = t.helpdesk
         where t.helpdesk = $1 and t.external_id = $2 limit 1`,
        [helpdesk, externalId],
      );
      return row?.number;
    },

    async troubled(limit = 200) {
      const rows = await database.query<DeliveryRow & { behind: number }>(
        `select d.*, case when d.state = 'waiting' or d.kind = 'opened' then (
           select count(*)::int from delivery b
           where b.ticket_id = d.ticket_id and b.helpdesk = d.helpdesk and b.state = 'waiting' and b.ordinal > d.ordinal
         ) else 0 end as behind
         from delivery d
         where d.state = 'dead' or (d.state = 'waiting' and d.last_error is not null)
         order by d.state, d.ordinal limit $1`,
        [limit],
      );
      return rows.map(presentTrouble);
    },

    resend: (deliveryId, by) =>
      database.transaction(async (tx) => {
        const again = await resendOne(tx, deliveryId);
        if (again) {
          await audit.append(tx, {
            at: now(),
            actor: by,
            action: 'delivery.resent',
            object: `ticket:${again.number}`,
            details: { delivery: deliveryId, helpdesk: again.helpdesk },
          });
        }
        return again;
      }),

    resendAll: (by) =>
      database.transaction(async (tx) => {
        const dead = await tx.query<{ id: string }>(
          `select id from delivery where state = 'dead' order by ordinal for update`,
        );
        const resent: TroubledDelivery[] = [];
        for (const { id } of dead) {
          const again = await resendOne(tx, id);
          if (again) resent.push(again);
        }
        if (resent.length > 0) {
          await audit.append(tx, {
            at: now(),
            actor: by,
            action: 'delivery.resent',
            object: 'delivery',
            details: { deliveries: resent.map(({ id }) => id) },
          });
        }
        return resent;
      }),
  };
}

/** Whoever adds to a ticket's deliveries to one helpdesk, or ends one, does so alone. */
async function lockLane(tx: Queryable, ticketId: string, helpdesk: HelpdeskName): Promise<void> {
  await tx.query('select 1 from helpdesk_ticket where ticket_id = $1 and helpdesk = $2 for update', [
    ticketId,
    helpdesk,
  ]);
}

function present(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    number: row.number,
    helpdesk: row.helpdesk,
    kind: row.kind,
    uploadIds: row.upload_ids,
    state: row.state,
    at: row.created_at.toISOString(),
    tried: row.tried_at !== null,
    inHand: row.in_hand,
    ...(row.settled_at && { settledAt: row.settled_at.toISOString() }),
    toldSeq: row.told_seq,
    ...(row.external_id !== null && { externalId: row.external_id }),
  };
}

function presentTrouble(row: DeliveryRow & { behind: number }): TroubledDelivery {
  return {
    id: row.id,
    number: row.number,
    helpdesk: row.helpdesk,
    kind: row.kind,
    at: row.created_at.toISOString(),
    state: row.state === 'dead' ? 'dead' : 'waiting',
    failures: row.failures,
    why: row.last_error ?? '',
    behind: row.behind,
  };
}
