import type { Ticket } from '../../dialogs/services.ts';

export type TicketState = Ticket['state'];

/** What a ticket's states turn on; the ledger keeps more. */
export interface TicketStanding {
  readonly state: TicketState;
  /** Who looks after it. */
  readonly agentId?: string;
}

export type TicketWish =
  | { readonly kind: 'take'; readonly agentId: string }
  | { readonly kind: 'answer'; readonly agentId: string }
  | { readonly kind: 'solve'; readonly agentId: string }
  | { readonly kind: 'close'; readonly agentId: string }
  | { readonly kind: 'reopen'; readonly agentId: string }
  /** The customer wrote or sent a file: the ball is with us again. */
  | { readonly kind: 'customer_wrote' };

export type TicketTransition =
  | { readonly kind: 'changed'; readonly standing: TicketStanding }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: TicketRefusal };

export type TicketRefusal = 'is_solved' | 'is_closed' | 'not_solved';

type Change = TicketState | TicketRefusal | 'same';

/**
 * new: nobody looked yet; open: with us; waiting: answered, with the customer; solved: can still be
 * reopened by either side; closed: put away. Read a row as "in this state, the wish leads to".
 */
const TABLE: Readonly<Record<TicketState, Readonly<Record<TicketWish['kind'], Change>>>> = {
  new: {
    take: 'open',
    answer: 'waiting',
    solve: 'solved',
    close: 'not_solved',
    reopen: 'same',
    customer_wrote: 'same',
  },
  open: {
    take: 'open',
    answer: 'waiting',
    solve: 'solved',
    close: 'not_solved',
    reopen: 'same',
    customer_wrote: 'same',
  },
  waiting: {
    take: 'waiting',
    answer: 'waiting',
    solve: 'solved',
    close: 'not_solved',
    reopen: 'open',
    customer_wrote: 'open',
  },
  solved: {
    take: 'is_solved',
    answer: 'waiting',
    solve: 'same',
    close: 'closed',
    reopen: 'open',
    customer_wrote: 'open',
  },
  closed: {
    take: 'is_closed',
    answer: 'is_closed',
    solve: 'is_closed',
    close: 'same',
    reopen: 'open',
    customer_wrote: 'open',
  },
};

/** Pure. Whoever takes a ticket looks after it; an answer takes it when nobody did. */
export function changeTicket(standing: TicketStanding, wish: TicketWish): TicketTransition {
  const change = TABLE[standing.state][wish.kind];
  if (change === 'same') return { kind: 'unchanged' };
  if (change === 'is_solved' || change === 'is_closed' || change === 'not_solved')
    return { kind: 'refused', why: change };
  const agentId =
    wish.kind === 'take'
      ? wish.agentId
      : (standing.agentId ?? ('agentId' in wish ? wish.agentId : undefined));
  if (wish.kind === 'take' && change === standing.state && agentId === standing.agentId)
    return { kind: 'unchanged' };
  return { kind: 'changed', standing: { state: change, ...(agentId !== undefined && { agentId }) } };
}
