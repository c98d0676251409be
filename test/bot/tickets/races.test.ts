import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyChain } from '../../../bot/audit/verify-chain.ts';
import { createDatabase, type Database } from '../../../bot/storage/database.ts';
import type { ActingAgent, TicketResult } from '../../../bot/tickets/tickets.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { openTicketDesk, type TicketDesk } from './ticket-desk.ts';

const RACES = 200;
const kim = { id: '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11', name: 'Kim' };
const lee = { id: '8a2b6a3c-1b7a-4a3e-8b62-4a6b7f0c9d22', name: 'Lee' };

let kit: FreshDatabase;
let elsewhere: Database;
/** Two processes of the app, each with connections of its own. */
let kims: TicketDesk;
let lees: TicketDesk;

beforeAll(async () => {
  kit = await freshDatabase();
  elsewhere = createDatabase({ connection: kit.connection, log: silent });
  kims = openTicketDesk(kit, () => new Date());
  lees = openTicketDesk(kit, () => new Date(), { database: elsewhere });
});
afterAll(async () => {
  await elsewhere.close();
  await kit.drop();
});

async function ticketIn(conversationId: string): Promise<string> {
  await kims.conversations.open({ id: conversationId, customerId: conversationId, channel: 'directline' });
  const { number } = await kims.tickets.open({
    ...{ key: conversationId, customerId: conversationId, conversationId },
    ...{ summary: 'Help', category: 'person_wanted', diagnosis: [], tried: [], uploadIds: [] },
  });
  return number;
}

/** Who has ticket and conversation, and whom the customer was told of: all must be the same one. */
async function ownersOf(number: string, conversationId: string): Promise<unknown> {
  const [ticket, conversation, log] = await Promise.all([
    kims.tickets.byNumber(number),
    kims.conversations.find(conversationId),
    kims.conversations.since(conversationId, 0),
  ]);
  return {
    ticket: ticket?.agentId,
    conversation: conversation?.ownerAgentId,
    told: log.map(({ activity }) => activity.text),
  };
}

/** Each starts first in half of the races. */
const race = (
  index: number,
  one: () => Promise<TicketResult>,
  other: () => Promise<TicketResult>,
): Promise<TicketResult[]> =>
  index % 2 === 0
    ? Promise.all([one(), other()])
    : Promise.all([other(), one()]).then((results) => results.reverse());

describe('two agents in two processes', () => {
  it(`never both get a ticket, in ${RACES} races`, async () => {
    const wins = { Kim: 0, Lee: 0 };
    for (let index = 0; index < RACES; index += 1) {
      const conversationId = `take-${index}`;
      const number = await ticketIn(conversationId);
      const [kimsResult, leesResult] = await race(
        index,
        () => kims.tickets.take(number, kim, { key: 'k', version: 1 }),
        () => lees.tickets.take(number, lee, { key: 'l', version: 1 }),
      );
      const winner = kimsResult?.kind === 'done' ? kim : lee;
      const late = winner === kim ? leesResult : kimsResult;
      // The second sees who has it.
      expect(late).toMatchObject({ kind: 'refused', why: 'is_anothers', ticket: { agentId: winner.id } });
      expect(await ownersOf(number, conversationId)).toEqual({
        ticket: winner.id,
        conversation: winner.id,
        told: [`${winner.name} joined`],
      });
      wins[winner.name as 'Kim' | 'Lee'] += 1;
    }
    expect(wins.Kim + wins.Lee).toBe(RACES);
    expect(await verifyChain(kit)).toMatchObject({ kind: 'whole' });
  }, 300_000);

  it('never both talk: of two answers in the same moment the customer reads one', async () => {
    for (let index = 0; index < 40; index += 1) {
      const conversationId = `answer-${index}`;
      const number = await ticketIn(conversationId);
      const answer = (desk: TicketDesk, agent: ActingAgent) => () =>
        desk.tickets.answer(number, `I am ${agent.name}`, agent, { key: agent.name, version: 1 });
      const results = await race(index, answer(kims, kim), answer(lees, lee));
      expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
      const winner = results[0]?.kind === 'done' ? kim : lee;
      expect(await ownersOf(number, conversationId)).toEqual({
        ticket: winner.id,
        conversation: winner.id,
        told: [`${winner.name} joined`, `I am ${winner.name}`],
      });
    }
  }, 120_000);

  it('and the bot never talk at once: what it says stands before the agent joined, or not at all', async () => {
    for (let index = 0; index < 60; index += 1) {
      const conversationId = `bot-${index}`;
      const number = await ticketIn(conversationId);
      const { turns } = lees.conversations;
      await lees.conversations.append(
        conversationId,
        'user',
        { type: 'message', text: 'Hello?' },
        { turn: true },
      );
      const turn = await turns.next(conversationId);
      if (!turn) throw new Error('the message is owed an answer');
      const reply = { kind: 'say', activity: { type: 'message', text: 'I am the bot' } } as const;
      const says = () => turns.commit(turn, { replies: [reply], state: [] });
      const takes = () => kims.tickets.take(number, kim, { key: 'k', version: 1 });
      const [{ outcome }] = await (index % 2 === 0
        ? Promise.all([says(), takes()])
        : Promise.all([takes(), says()]).then(([taken, said]) => [said, taken] as const));
      const texts = (await kims.conversations.since(conversationId, 0)).map(({ activity }) => activity.text);
      expect(texts).toEqual(
        outcome === 'silenced' ? ['Hello?', 'Kim joined'] : ['Hello?', 'I am the bot', 'Kim joined'],
      );
    }
  }, 120_000);
});
