import { describe, expect, it } from '@jest/globals';

import {
  changeTicket,
  takesMore,
  type TicketParty,
  type TicketStanding,
  type TicketState,
  type TicketWish,
} from '../../../bot/tickets/ticket.ts';

const kim: TicketParty = { by: 'agent', agentId: 'kim' };
const lee: TicketParty = { by: 'agent', agentId: 'lee' };
const customer: TicketParty = { by: 'customer' };
const system: TicketParty = { by: 'system' };

const SINCE = '2026-03-01T00:00:00.000Z';
const DAY_MS = 86_400_000;
const rulesAfter = (ms: number) => ({ now: new Date(Date.parse(SINCE) + ms), reopenDays: 7 });
const rules = rulesAfter(1000);

const STATES: TicketState[] = ['new', 'open', 'reopened', 'waiting', 'solved', 'closed'];

function outcome(standing: Omit<TicketStanding, 'stateSince'>, wish: TicketWish, party: TicketParty): string {
  const transition = changeTicket({ ...standing, stateSince: SINCE }, wish, party, rules);
  if (transition.kind === 'changed') return transition.standing.state;
  return transition.kind === 'refused' ? transition.why : 'same';
}

describe('a ticket', () => {
  // Each row: what the wish makes of new, open, reopened, waiting, solved, closed.
  it.each<[TicketWish, TicketParty, string]>([
    ['take', kim, 'open open open waiting is_solved is_closed'],
    ['take_over', kim, 'open open open waiting is_solved is_closed'],
    ['answer', kim, 'waiting waiting waiting waiting waiting is_closed'],
    ['solve', kim, 'solved solved solved solved same is_closed'],
    ['close', kim, 'not_solved not_solved not_solved not_solved closed same'],
    ['close', system, 'not_solved not_solved not_solved not_solved closed same'],
    ['reopen', kim, 'same same same open reopened reopened'],
    ['customer_wrote', customer, 'same same same open reopened is_closed'],
    ['merge', customer, 'same same same open reopened is_closed'],
    ['solve', customer, 'solved solved solved solved same is_closed'],
  ])('that nobody has, on %s by %j goes to: %s', (wish, party, expected) => {
    expect(STATES.map((state) => outcome({ state }, wish, party)).join(' ')).toBe(expected);
  });

  it.each<[TicketWish, TicketParty, string]>([
    ['hand_back', kim, 'same open reopened waiting is_solved is_closed'],
    ['hand_back', customer, 'same open reopened waiting is_solved is_closed'],
    ['take', lee, 'is_anothers is_anothers is_anothers is_anothers is_solved is_closed'],
    ['answer', lee, 'is_anothers is_anothers is_anothers is_anothers is_anothers is_closed'],
    ['hand_back', lee, 'is_anothers is_anothers is_anothers is_anothers is_solved is_closed'],
    ['solve', lee, 'is_anothers is_anothers is_anothers is_anothers is_anothers is_closed'],
    ['take_over', lee, 'open open open waiting is_solved is_closed'],
    ['close', lee, 'not_solved not_solved not_solved not_solved closed same'],
    ['reopen', lee, 'same same same open reopened reopened'],
  ])('that Kim has, on %s by %j goes to: %s', (wish, party, expected) => {
    const outcomes = STATES.map((state) => outcome({ state, agentId: 'kim' }, wish, party));
    expect(outcomes.join(' ')).toBe(expected);
  });

  // Every wish, by who may never wish it.
  it.each<[TicketWish, TicketParty]>([
    ['take', customer],
    ['take_over', customer],
    ['answer', customer],
    ['close', customer],
    ['reopen', customer],
    ['take', system],
    ['answer', system],
    ['solve', system],
    ['hand_back', system],
    ['customer_wrote', kim],
    ['merge', kim],
    ['hand_back', kim],
  ])('is not for everybody: %s by %j', (wish, party) => {
    const state = wish === 'close' ? 'solved' : 'open';
    expect(outcome({ state }, wish, party)).toBe('not_yours_to_do');
  });

  it('belongs to whoever takes it, and from a colleague only on purpose', () => {
    const held: TicketStanding = { state: 'waiting', stateSince: SINCE, agentId: 'kim' };
    expect(changeTicket(held, 'take', lee, rules)).toEqual({ kind: 'refused', why: 'is_anothers' });
    expect(changeTicket(held, 'take_over', lee, rules)).toEqual({
      kind: 'changed',
      standing: { state: 'waiting', agentId: 'lee' },
    });
    expect(changeTicket({ ...held, state: 'open' }, 'take', kim, rules).kind).toBe('unchanged');
  });

  it('belongs to the first who answers', () => {
    expect(changeTicket({ state: 'new', stateSince: SINCE }, 'answer', kim, rules)).toMatchObject({
      standing: { agentId: 'kim' },
    });
  });

  it('can be reopened by its customer for seven days, and not a moment longer', () => {
    const solved: TicketStanding = { state: 'solved', stateSince: SINCE, agentId: 'kim' };
    const justBefore = rulesAfter(7 * DAY_MS - 1);
    const then = rulesAfter(7 * DAY_MS);
    expect(takesMore(solved, justBefore)).toBe(true);
    expect(changeTicket(solved, 'customer_wrote', customer, justBefore)).toMatchObject({
      standing: { state: 'reopened', agentId: 'kim' },
    });
    expect(takesMore(solved, then)).toBe(false);
    expect(changeTicket(solved, 'customer_wrote', customer, then)).toEqual({
      kind: 'refused',
      why: 'is_closed',
    });
    // Agents are not bound by it.
    expect(changeTicket(solved, 'reopen', kim, then)).toMatchObject({ standing: { state: 'reopened' } });
  });
});
