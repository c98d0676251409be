import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { World } from './kit/world.ts';

describe('what can my account do', () => {
  it('stays with what was asked when something else about the account is said', async () => {
    const chat = new Chat(new World());
    await chat.says('can I deposit crypto?');
    const asked = chat.question;
    await chat.says('i am unverified');
    expect(chat.question).toBe(asked);
    await chat.says('in 2021');
    expect(chat.question).toContain('Deposit crypto');
    expect(chat.question).not.toContain('Spot trading');
  });

  it('asks once when the account was registered, remembers it, and answers with the source', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('can I trade futures?');
    expect(chat.question).toContain('When did you register');
    await chat.says('in May 2022');
    expect(chat.replies.map(({ text }) => text).join('\n')).toMatch(
      /reduce or close[\s\S]*Source: guide, .*3/,
    );
    expect(world.customer.registeredAt).toMatch(/^2022-05/);
    await chat.says('and can I deposit fiat?');
    expect(chat.question).toMatch(/Deposit fiat[\s\S]*Source: guide/);
  });

  it.each([
    ['Before 31 August 2023', 'sell orders'],
    ['On 31 August 2023 or later', 'not yet'],
  ])('answers for "%s" without keeping a date that nobody said', async (side, expected) => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('can I do spot trading?');
    await chat.says(side);
    expect(chat.replies.map(({ text }) => text).join('\n')).toContain(expected);
    expect(world.customer.registeredAt).toBeUndefined();
    await chat.says('can I do margin trading?');
    expect(chat.question).not.toContain('When did you register');
  });

  it('takes what the question itself says about the account', async () => {
    const chat = new Chat(new World());
    await chat.says('can a verified account trade futures?');
    expect(chat.replies.map(({ text }) => text).join('\n')).toContain('125x');
  });

  it('asks where somebody lives when it depends on that, confirming slips', async () => {
    const world = new World();
    world.customer = { ...world.customer, verified: true };
    const chat = new Chat(world);
    await chat.says('can I withdraw via KuCard?');
    expect(chat.question).toContain('In which country do you live?');
    const [why] = await chat.says('why do you need this?');
    expect(why).toContain('which rules of the guide apply');
    await chat.says('Korea');
    expect(chat.buttons).toContain('South Korea');
    await chat.says('None of these');
    await chat.says('Norway');
    expect(chat.replies.map(({ text }) => text).join('\n')).toMatch(/Yes[\s\S]*Source: guide/);
    expect(world.customer.residence).toBe('NO');
  });

  it('shows the whole table on demand', async () => {
    const world = new World();
    world.customer = { ...world.customer, registeredAt: '2024-01-01T00:00:00Z' };
    const chat = new Chat(world);
    await chat.says('What can my account do?');
    expect(chat.question).toContain('Futures trading');
    expect(chat.question).toContain('Source: guide');
    expect(chat.buttons).toContain('Verify me');
  });

  it('can be left and started over', async () => {
    const chat = new Chat(new World());
    await chat.says('can I trade futures?');
    await chat.says('start over');
    expect(chat.question).toContain('When did you register');
    const [first] = await chat.says('back');
    expect(first).toContain('first question');
    await chat.says('cancel');
    expect(chat.question).toContain('I have stopped');
  });
});
