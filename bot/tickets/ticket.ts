import type { Ticket } from '../../dialogs/services.ts';

export type TicketState = Ticket['state'];

/** What a ticket's states turn on; the ledger keeps more. */
export interface TicketStanding {
  readonly state: TicketState;
  /** When it came into its state; RFC 3339, UTC. */
  readonly stateSince: string;
  /** Who looks after it. */
  readonly agentId?: string;
}

/** Who wishes something. */
export type TicketParty =
  | { readonly by: 'agent'; readonly agentId: string }
  | { readonly by: 'customer' }
  | { readonly by: 'system' };

export type TicketWish =
  /** To look after it and to talk to the customer, while nobody else does. */
  | 'take'
  /** The same, away from a colleague. */
  | 'take_over'
  | 'answer'
  /** The assistant has the conversation again; the ticket goes on. */
  | 'hand_back'
  | 'solve'
  | 'close'
  | 'reopen'
  /** The customer wrote or sent a file: the ball is with us again. */
  | 'customer_wrote'
  /** The customer asked for a person once more about the same matter. */
  | 'merge';

export type TicketTransition =
  | { readonly kind: 'changed'; readonly standing: Omit<TicketStanding, 'stateSince'> }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: TicketRefusal };

export type TicketRefusal = 'is_solved' | 'is_closed' | 'not_solved' | 'is_anothers' | 'not_yours_to_do';

/** How the one who wishes stands to the ticket. `free`: an agent, and nobody looks after it. */
type Relation = 'keeper' | 'free' | 'other_agent' | 'customer' | 'system';

/** Who may do what. */
const WHO: Readonly<Record<TicketWish, readonly Relation[]>> = {
  take: ['keeper', 'free'],
  take_over: ['keeper', 'free', 'other_agent'],
  answer: ['keeper', 'free'],
  hand_back: ['keeper', 'customer'],
  solve: ['keeper', 'free', 'customer'],
  close: ['keeper', 'free', 'other_agent', 'system'],
  reopen: ['keeper', 'free', 'other_agent'],
  customer_wrote: ['customer'],
  merge: ['customer'],
};

type Change = TicketState | Exclude<TicketRefusal, 'is_anothers' | 'not_yours_to_do'> | 'same';

const AT_WORK = {
  take: 'open',
  take_over: 'open',
  answer: 'waiting',
  hand_back: 'open',
  solve: 'solved',
  close: 'not_solved',
  reopen: 'same',
  customer_wrote: 'same',
  merge: 'same',
} as const;

/**
 * new: nobody looked yet; open: with us; waiting: answered, with the customer; solved: either side can reopen it for
 * some days; reopened: with us again; closed: put away, and whatever comes is a new ticket. Read a row as "in this
 * state, the wish leads to".
 */
const TABLE: Readonly<Record<TicketState, Readonly<Record<TicketWish, Change>>>> = {
  new: { ...AT_WORK, hand_back: 'same' },
  open: AT_WORK,
  reopened: { ...AT_WORK, hand_back: 'reopened' },
  waiting: {
    ...AT_WORK,
    take: 'waiting',
    take_over: 'waiting',
    hand_back: 'waiting',
    reopen: 'open',
    customer_wrote: 'open',
    merge: 'open',
  },
  solved: {
    take: 'is_solved',
    take_over: 'is_solved',
    answer: 'waiting',
    hand_back: 'is_solved',
    solve: 'same',
    close: 'closed',
    reopen: 'reopened',
    customer_wrote: 'reopened',
    merge: 'reopened',
  },
  closed: {
    take: 'is_closed',
    take_over: 'is_closed',
    answer: 'is_closed',
    hand_back: 'is_closed',
    solve: 'is_closed',
    close: 'same',
    reopen: 'reopened',
    customer_wrote: 'is_closed',
    merge: 'is_closed',
  },
};

const CLAIMS: ReadonlySet<TicketWish> = new Set(['take', 'take_over', 'answer']);

/** Pure: what a wish makes of a ticket. */
export function changeTicket(
  standing: TicketStanding,
  wish: TicketWish,
  party: TicketParty,
  rules: { readonly now: Date; readonly reopenDays: number },
): TicketTransition {
  const relation = relationOf(standing, party);
  const change = tableChange(standing, wish, party, rules);
  if (isRefusal(change)) return { kind: 'refused', why: change };
  if (!WHO[wish].includes(relation))
    return { kind: 'refused', why: relation === 'other_agent' ? 'is_anothers' : 'not_yours_to_do' };
  if (change === 'same') return { kind: 'unchanged' };
  const agentId =
    party.by === 'agent' && (CLAIMS.has(wish) || standing.agentId === undefined)
      ? party.agentId
      : standing.agentId;
  if (wish !== 'answer' && wish !== 'hand_back' && change === standing.state && agentId === standing.agentId)
    return { kind: 'unchanged' };
  return { kind: 'changed', standing: { state: change, ...(agentId !== undefined && { agentId }) } };
}

/** Whether a customer who comes back finds it open, or still in time to be opened again. */
export function takesMore(
  standing: Pick<TicketStanding, 'state' | 'stateSince'>,
  { now, reopenDays }: { readonly now: Date; readonly reopenDays: number },
): boolean {
  if (standing.state === 'closed') return false;
  if (standing.state !== 'solved') return true;
  return now.getTime() - Date.parse(standing.stateSince) < reopenDays * DAY_MS;
}

export const DAY_MS = 24 * 60 * 60 * 1000;

function tableChange(
  standing: TicketStanding,
  wish: TicketWish,
  party: TicketParty,
  rules: { readonly now: Date; readonly reopenDays: number },
): Change {
  // A customer who comes too late finds it closed, whether or not somebody has put it away yet.
  if (party.by === 'customer' && !takesMore(standing, rules)) return 'is_closed';
  return TABLE[standing.state][wish];
}

function relationOf({ agentId }: TicketStanding, party: TicketParty): Relation {
  if (party.by !== 'agent') return party.by;
  if (agentId === undefined) return 'free';
  return agentId === party.agentId ? 'keeper' : 'other_agent';
}

function isRefusal(change: Change): change is 'is_solved' | 'is_closed' | 'not_solved' {
  return change === 'is_solved' || change === 'is_closed' || change === 'not_solved';
}
