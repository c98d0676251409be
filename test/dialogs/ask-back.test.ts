import { describe, expect, it } from '@jest/globals';

import { Chat, recogniser, words } from './kit/chat.ts';
import { standingAt, ASKS } from './kit/steps.ts';
import { World } from './kit/world.ts';

/** Each of them could be asking for two things; which of them the recogniser is in doubt about changes with its examples. */
const VAGUE = [
  'picture',
  'is it quicker',
  'withdraw or verify',
  'can my papers be used again',
  'email',
  'verify reason',
  'what happens to my withdrawal if it fails',
];
const doubtful = VAGUE.filter((text) => {
  const { intent, sure } = recogniser.recognise(text);
  return intent !== 'none' && !sure;
});
const [vague = ''] = doubtful;
const LIKELY = [1, 2].map((count) => words.say('misunderstood.likely', { count }));
const isAskedBack = (said: readonly string[]) => LIKELY.some((likely) => said.at(-1)?.includes(likely));

describe('a message that may mean several things', () => {
  it('is asked back about', async () => {
    expect(doubtful.length).toBeGreaterThan(2);
    for (const text of doubtful) {
      const chat = new Chat(new World());
      expect({ text, asked: isAskedBack(await chat.says(text)) }).toEqual({ text, asked: true });
      expect(chat.buttons.slice(-2)).toEqual([words.choice('none_fits').title, words.choice('person').title]);
      expect(chat.buttons.length).toBeGreaterThan(2);
    }
  });

  it('is answered once a meaning was chosen, by its button, its number or yes', async () => {
    const answers = [];
    for (const choose of [(chat: Chat) => chat.buttons[0] ?? '', () => '1', () => 'yes']) {
      const chat = new Chat(new World());
      await chat.says(vague);
      const said = await chat.says(choose(chat));
      expect(isAskedBack(said)).toBe(false);
      answers.push(said.join('\n'));
    }
    expect(answers[0]?.length).toBeGreaterThan(20);
    expect(answers[1]).toBe(answers[0]);
    expect(answers[2]).toBe(answers[0]);
  });

  it('is looked up when none of the meanings is it', async () => {
    const chat = new Chat(new World());
    await chat.says(vague);
    const offered = chat.buttons.slice(0, -2);
    await chat.says(words.choice('none_fits').title);
    expect(chat.buttons.length).toBeGreaterThan(0);
    for (const title of offered) expect(chat.buttons).not.toContain(title);
  });

  it('leaves the question that waits open', async () => {
    const { chat, world } = await standingAt('document_front');
    const asked = [];
    for (const text of doubtful) if (isAskedBack(await chat.says(text))) asked.push(text);
    expect(asked.length).toBeGreaterThan(0);
    const before = world.latest?.answers;
    const said = await chat.says(words.choice('none_fits').title);
    expect(said.at(-1)).toContain(ASKS.document_front);
    expect(world.latest?.answers).toEqual(before);
  });
});
