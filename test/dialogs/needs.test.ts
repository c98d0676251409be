import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { splitNeeds } from '../../dialogs/needs/split-needs.ts';
import { Chat, knowledge, recogniser, words } from './kit/chat.ts';
import { ASKS, standingAt } from './kit/steps.ts';
import { World } from './kit/world.ts';

const OLD = '2021-06-10T08:00:00Z';

function chatOf(customer: Partial<World['customer']> = {}): { chat: Chat; world: World } {
  const world = new World();
  world.customer = { ...world.customer, ...customer };
  return { chat: new Chat(world), world };
}

const factsOf = (chat: Chat): string[] =>
  chat.replies.flatMap(
    ({ channelData }) => (channelData as { facts?: readonly string[] } | undefined)?.facts ?? [],
  );

describe('several needs in one message', () => {
  it.each([
    ['Which photo formats do you take? And how long does the review take?', ['P02', 'N04']],
    ['How many accounts can I verify with one passport? Can I deposit crypto?', ['P01', 'L15']],
    ['Can I trade futures? And what are the benefits of verification?', ['L29', 'B04']],
    ['is support open at night? also may i use kucoin earn?', ['C01', 'L30']],
    ['Why do you require KYC? Which documents are accepted? Can I withdraw crypto?', ['R03', 'P04', 'L21']],
    ['can i withdraw bitcoin and how long does the review take', ['L21', 'N04']],
    ['what documents are accepted, and is there a limit for the photo size?', ['P04', 'P03']],
  ])('are answered in order, each once: %s', async (text, facts) => {
    const { chat } = chatOf({ registeredAt: OLD });
    await chat.says(text);
    const given = factsOf(chat).filter((id) => facts.includes(id));
    expect([...new Set(given)]).toEqual(facts);
    const texts = chat.replies.map((reply) => reply.text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(chat.buttons).toContain('That did not help');
  });

  it('asks once for what several of them depend on, and goes on with the next', async () => {
    const { chat } = chatOf();
    await chat.says('Can I deposit crypto? Which photo formats do you take?');
    expect(chat.question).toContain('When did you register');
    const replies = await chat.says('May 2022');
    expect(replies.join('\n')).toMatch(/Deposit crypto[\s\S]*PNG/);
    const after = await chat.says('thanks');
    expect(after.join('\n')).not.toContain('PNG');
  });

  it('counts what is said about the account for each of them', async () => {
    const { chat } = chatOf();
    await chat.says('I registered in 2021 and am not verified. Can I use Convert? Can I claim a red packet?');
    const text = chat.replies.map((reply) => reply.text).join('\n');
    expect(text).toMatch(/KuCoin Convert[\s\S]*Claim Red Packets/);
    expect(text).not.toContain('When did you register');
  });

  it('leaves what takes the conversation over for the end', async () => {
    const { chat } = chatOf();
    await chat.says('I want to verify my account now. Which photo formats do you take?');
    expect(chat.replies.map((reply) => reply.text).join('\n')).toContain('PNG');
    expect(chat.question).toContain(ASKS.consent);
  });

  it('goes back to the question that was open', async () => {
    const { chat } = await standingAt('document_type');
    const asked = chat.question;
    await chat.says('How long does the review take? And is support open at night?');
    expect(factsOf(chat)).toEqual(expect.arrayContaining(['N04', 'C01']));
    expect(chat.question).toBe(asked);
    await chat.says('Passport');
    expect(chat.question).toContain(ASKS.particulars);
  });
});

describe("an answer with a question of one's own", () => {
  it.each([
    ['country', 'Germany. How long does the review take?', /how long a review takes/, ASKS.document_type],
    ['document_type', 'Passport. Which photo formats do you take?', /PNG/, ASKS.particulars],
    ['country', 'Is support open at night? Germany', /24\/7/, ASKS.document_type],
  ] as const)('at %s: %s', async (step, text, answer, next) => {
    const { chat } = await standingAt(step);
    const replies = await chat.says(text);
    expect(replies.join('\n')).toMatch(answer);
    expect(chat.question).toContain(next);
  });
});

describe('one need', () => {
  it.each([
    'I get error 9801. I tried it three times on my phone. What can I do?',
    'My camera stays black. I use Chrome on Windows. Please help me.',
    'Hello! I am new here. How do I verify my account?',
    'Can I deposit and withdraw fiat?',
    'I sent my passport and my selfie yesterday. When will the review be finished?',
    'The upload fails. The photo is a JPG and smaller than 4 MB. Why?',
    'I registered in 2020. I am not verified. Can I trade futures?',
  ])('stays one, however many sentences it takes: %s', async (text) => {
    const { chat } = chatOf({ registeredAt: OLD });
    const replies = await chat.says(text);
    expect(replies.join('\n')).not.toContain('You asked more than one thing');
  });
});

describe('messages about one thing', () => {
  const utterances = readFileSync(new URL('../knowledge/recognise/utterances.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t'));

  it('are not taken for several', () => {
    const split = utterances.filter((columns) =>
      columns.some((text) => splitNeeds({ recogniser, words, knowledge }, text).length > 1),
    );
    expect(split.map((columns) => columns.join(' | '))).toEqual([]);
  });
});
