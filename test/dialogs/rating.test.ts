import { describe, expect, it } from '@jest/globals';

import { agentHandedBack, agentJoined, agentLeft, chatEnded, handoverWish } from '../../dialogs/handover.ts';
import { Chat, words, wordsIn } from './kit/chat.ts';
import { World } from './kit/world.ts';

const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'tr', 'ru', 'vi', 'id', 'zh'];

function withSolvedTicket(): { chat: Chat; world: World } {
  const world = new World();
  world.tickets.push({ number: 'VG-1001', state: 'solved', openedAt: '2026-01-01T00:00:00Z' });
  return { chat: new Chat(world), world };
}

const rated = { number: 'VG-1001', customerId: 'user1' };

describe('rating the help', () => {
  it('keeps the number at once, then asks for a word', async () => {
    const { chat, world } = withSolvedTicket();
    await chat.says('4 ★');
    expect(world.ratings).toEqual([{ ...rated, score: 4 }]);
    expect(chat.question).toContain('Thank you for 4 of 5.');
    expect(chat.buttons).toEqual(['Skip']);
    await chat.says('Kim was quick and kind');
    expect(world.ratings.at(-1)).toEqual({ ...rated, score: 4, word: 'Kim was quick and kind' });
    expect(chat.question).toContain('our team reads it');
  });

  it('needs no word', async () => {
    const { chat, world } = withSolvedTicket();
    await chat.says('5');
    await chat.says('skip');
    expect(world.ratings).toEqual([{ ...rated, score: 5 }]);
    expect(chat.question).toContain('our team reads it');
  });

  it('is one rating however often the turn is run', async () => {
    const { chat, world } = withSolvedTicket();
    const { first, second } = await chat.crashesAfter({ type: 'message', text: '2 ★' });
    expect(second).toEqual(first);
    expect(new Set(world.ratings.map(({ score }) => score))).toEqual(new Set([2]));
  });

  it('can be thought over, but not by any number', async () => {
    const { chat, world } = withSolvedTicket();
    for (const text of ['2/5', 'skip', '4']) await chat.says(text);
    expect(world.ratings).toEqual([{ ...rated, score: 2 }]);
    await chat.says('5 ★');
    expect(world.ratings.at(-1)).toEqual({ ...rated, score: 5 });
  });

  it('is nothing where no ticket was solved, and no answer to another question', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('4 ★');
    expect(world.ratings).toEqual([]);
    const other = withSolvedTicket();
    await other.chat.says('verify me');
    await other.chat.says('1');
    expect(other.world.ratings).toEqual([]);
  });

  it('goes back to the question that waited', async () => {
    const { chat, world } = withSolvedTicket();
    await chat.says('can I trade futures?');
    const asked = chat.question;
    await chat.says('3 ★');
    await chat.says('skip');
    expect(world.ratings).toEqual([{ ...rated, score: 3 }]);
    expect(chat.question).toBe(asked);
  });

  it.each(LANGUAGES)('has the same buttons and is understood in %s', async (language) => {
    const { chat, world } = withSolvedTicket();
    const own = wordsIn(language);
    const [, asked] = agentLeft(own, 'Kim', 'VG-1001');
    expect(asked?.text).toBe(own.say('rating.ask'));
    const titles = asked?.suggestedActions?.actions.map(({ title }) => title);
    expect(titles).toEqual(['1 ★', '2 ★', '3 ★', '4 ★', '5 ★']);
    await chat.says(titles?.[3] ?? '');
    expect(world.ratings).toEqual([{ ...rated, score: 4 }]);
  });
});

describe('a customer who writes with an agent', () => {
  it.each(LANGUAGES)('is understood in %s when they want the assistant, or the end', (language) => {
    const own = wordsIn(language);
    for (const wish of ['assistant', 'end_chat'] as const) {
      const { title, also } = own.choice(wish);
      for (const text of [title, ...also]) expect([text, handoverWish(own, text)]).toEqual([text, wish]);
    }
    for (const text of ['1', '2', 'The end of the chat window is cut off']) {
      expect(handoverWish(own, text)).toBeUndefined();
    }
  });

  it('learns who talks from now on, in words and for the widget', () => {
    const toWidget = (activity: { channelData?: unknown } | undefined) => activity?.channelData;
    expect(agentJoined(words, 'Kim *').text).toContain(String.raw`**Kim \*** from our team has joined`);
    expect(toWidget(agentJoined(words, 'Kim *'))).toEqual({ handover: { agent: 'Kim *' } });
    for (const left of [
      agentHandedBack(words, 'Kim', 'VG-1001'),
      agentLeft(words, 'Kim', 'VG-1001')[0],
      chatEnded(words, 'VG-1001')[0],
    ]) {
      expect(left?.text).toContain('**VG-1001**');
      expect(toWidget(left)).toEqual({ handover: { agent: null } });
    }
  });
});
