import type { Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { TicketWish } from './ticket.ts';

/** NOTIFY channel; the payload is the number of a ticket that changed. */
export const TICKET_NEWS = 'ticket_news';

export type TicketEventKind = 'opened' | 'rated' | 'assign' | 'priority' | TicketWish;

/** What happened to a ticket, in the transaction in which it happens. Never changed afterwards. */
export interface TicketEvents {
  /** Whether a wish with this key was fulfilled before. */
  isKnown(tx: Queryable, ticketId: string, key: string): Promise<boolean>;
  /** `details` are sealed. */
  note(
    tx: Queryable,
    ticketId: string,
    event: {
      readonly kind: TicketEventKind;
      readonly agentId?: string;
      readonly key?: string;
      readonly details?: unknown;
    },
  ): Promise<void>;
}

export function createTicketEvents(vault: Vault, now: () => Date): TicketEvents {
  return {
    async isKnown(tx, ticketId, key) {
      const known = await tx.query('select 1 from ticket_event where ticket_id = $1 and key = $2', [
        ticketId,
        key,
      ]);
      return known.length > 0;
    },

    async note(tx, ticketId, { kind, agentId, key, details }) {
      await tx.query(
        'insert into ticket_event (ticket_id, at, kind, agent_id, key, details) values ($1, $2, $3, $4, $5, $6)',
        [
          ...[ticketId, now(), kind, agentId ?? null, key ?? null],
          details === undefined ? null : vault.seal(details, detailsContext(ticketId)),
        ],
      );
    },
  };
}

/** What the details of a ticket's events are sealed for. */
export const detailsContext = (ticketId: string): string => `ticket_event.details:${ticketId}`;

/** Tells open pages that a ticket changed, once the transaction is through. */
export async function tellTicketNews(tx: Queryable, number: string): Promise<void> {
  await tx.query('select pg_notify($1, $2)', [TICKET_NEWS, number]);
}
