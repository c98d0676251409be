import { describe, expect, it } from '@jest/globals';

import { changeTicket, type TicketState, type TicketWish } from '../../../bot/tickets/ticket.ts';

const kim = 'kim';
const lee = 'lee';

describe('a ticket', () => {
  // Each row: what the wish makes of new, open, waiting, solved, closed.
  it.each<[TicketWish, string]>([
    [{ kind: 'take', agentId: kim }, 'open open waiting is_solved is_closed'],
    [{ kind: 'answer', agentId: kim }, 'waiting waiting waiting waiting is_closed'],
    [{ kind: 'solve', agentId: kim }, 'solved solved solved same is_closed'],
    [{ kind: 'close', agentId: kim }, 'not_solved not_solved not_solved closed same'],
    [{ kind: 'reopen', agentId: kim }, 'same same open open open'],
    [{ kind: 'customer_wrote' }, 'same same open open open'],
  ])('on %j goes to: %s', (wish, expected) => {
    const states: TicketState[] = ['new', 'open', 'waiting', 'solved', 'closed'];
    const outcomes = states.map((state) => {
      const transition = changeTicket({ state }, wish);
      if (transition.kind === 'changed') return transition.standing.state;
      return transition.kind === 'refused' ? transition.why : 'same';
    });
    expect(outcomes.join(' ')).toBe(expected);
  });

  it('belongs to whoever takes it, also from a colleague', () => {
    const taken = changeTicket({ state: 'waiting', agentId: kim }, { kind: 'take', agentId: lee });
    expect(taken).toEqual({ kind: 'changed', standing: { state: 'waiting', agentId: lee } });
    expect(changeTicket({ state: 'open', agentId: lee }, { kind: 'take', agentId: lee }).kind).toBe(
      'unchanged',
    );
  });

  it('belongs to the first who answers, and stays theirs when a colleague helps out', () => {
    expect(changeTicket({ state: 'new' }, { kind: 'answer', agentId: kim })).toMatchObject({
      standing: { agentId: kim },
    });
    expect(changeTicket({ state: 'open', agentId: kim }, { kind: 'answer', agentId: lee })).toMatchObject({
      standing: { agentId: kim },
    });
  });
});
