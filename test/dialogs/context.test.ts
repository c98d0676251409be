import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { World } from './kit/world.ts';

async function asked(question: string, customer: Partial<World['customer']> = {}) {
  const world = new World();
  world.customer = { ...world.customer, registeredAt: '2021-06-10T08:00:00Z', ...customer };
  const chat = new Chat(world);
  await chat.says(question);
  return { chat, world };
}

const said = (chat: Chat): string => chat.replies.map(({ text }) => text).join('\n\n');

describe('a question that goes on with the last one', () => {
  it.each([
    ['and for futures?', /Futures trading[\s\S]*reduce or close/i],
    ['what about fiat deposits?', /Deposit fiat.*\*\*No/],
    ['and convert', /KuCoin Convert.*\*\*No/],
    ['ok and red packets?', /Red Packets/],
    ['same for kucoin earn?', /KuCoin Earn.*In part/],
    ['and fiat?', /Deposit fiat.*\*\*No/],
  ])('names another action: %s', async (text, expected) => {
    const { chat } = await asked('Can I deposit crypto?');
    await chat.says(text);
    expect(said(chat)).toMatch(expected);
    expect(said(chat)).not.toContain('Deposit crypto');
  });

  it.each([
    'what about after?',
    'and after verification?',
    'and once I am verified?',
    'and when i verify?',
    'after kyc?',
  ])('is about the time after verification: %s', async (text) => {
    const { chat, world } = await asked('Can I deposit crypto?');
    await chat.says(text);
    expect(said(chat)).toMatch(/Deposit crypto.*for a verified account.*\*\*Yes/);
    // It was a question, not news about the account.
    await chat.says('and for convert?');
    expect(said(chat)).toMatch(/KuCoin Convert.*not verified.*\*\*No/);
    expect(world.customer.verified).toBe(false);
  });

  it.each([
    ['Can I buy crypto with my card?', 'and via P2P?', 'Buy crypto via P2P'],
    ['Can I sell crypto on P2P?', 'and to my visa card?', 'Sell crypto via Visa, Mastercard, fiat balance'],
    ['Can I create an API?', 'and delete one?', 'Delete/edit APIs'],
    ['Can I claim red packets?', 'and send them?', 'Send Red Packets'],
  ])('leaves out what was said: %s %s', async (first, text, action) => {
    const { chat } = await asked(first);
    await chat.says(text);
    expect(said(chat)).toContain(`**${action}**`);
    expect(said(chat).match(/^\*\*.*registered before/gm)).toHaveLength(1);
  });

  it('is about the time before it', async () => {
    const { chat } = await asked('Can a verified account deposit crypto?');
    expect(said(chat)).toContain('for a verified account');
    await chat.says('and without verification?');
    expect(said(chat)).toMatch(/Deposit crypto.*not verified.*\*\*No/);
  });

  it('changes the date of registration', async () => {
    const { chat } = await asked('Can I claim red packets?');
    expect(said(chat)).toContain('**Yes.**');
    await chat.says('and if I had registered in 2024?');
    expect(said(chat)).toContain('Claim Red Packets: not yet');
  });

  it('changes the country where that matters', async () => {
    const { chat } = await asked('Can I withdraw via KuCard?', { verified: true, residence: 'BR' });
    expect(said(chat)).toContain('Brazil');
    await chat.says('and in Norway?');
    expect(said(chat)).toMatch(/\*\*Yes\*\*.*Norway/);
  });

  it('says that the country does not matter where it does not', async () => {
    const { chat } = await asked('Can I deposit crypto?');
    await chat.says('can i deposit crypto if i live in Brazil?');
    expect(said(chat)).toContain('no difference by country');
  });

  it('asks about the whole table after the whole table', async () => {
    const { chat } = await asked('What can my account do?');
    await chat.says('and after verification?');
    expect(said(chat)).toContain('Your account is **verified**');
  });

  it('stands for itself when it is about something else', async () => {
    const { chat } = await asked('Can I deposit crypto?');
    await chat.says('and how long does the review take?');
    expect(said(chat)).toContain('how long a review takes');
    const other = await asked('Can I deposit crypto?');
    await other.chat.says('and what about error 9801?');
    expect(said(other.chat)).toContain('Did that help?');
  });

  it('is not guessed at without a question before it', async () => {
    const chat = new Chat(new World());
    await chat.says('what about after?');
    expect(said(chat)).not.toMatch(/\*\*(Yes|No)/);
  });
});

describe('an answer that was wrong', () => {
  it('takes back what was said about the account', async () => {
    const { chat, world } = await asked('Can I withdraw via KuCard?', { verified: true, residence: 'BR' });
    await chat.says('no, I meant Norway');
    expect(said(chat)).toMatch(/\*\*Yes\*\*.*Norway/);
    expect(world.customer.residence).toBeDefined();
  });

  it('corrects the date of registration, for good', async () => {
    const { chat } = await asked('Can I deposit crypto?', {});
    expect(said(chat)).toMatch(/\*\*No/);
    await chat.says('sorry, I registered in 2024');
    expect(said(chat)).toContain('Deposit crypto: not yet');
    await chat.says('can I freeze my account?');
    expect(said(chat)).toContain('Freeze account: not yet');
  });

  it('corrects what was asked', async () => {
    const { chat } = await asked('Can I deposit crypto?');
    await chat.says('no, I meant fiat');
    expect(said(chat)).toContain('Deposit fiat');
  });
});

describe('before and after', () => {
  it.each([
    'What changes when I verify?',
    'what is the difference between verified and unverified accounts?',
    'compare before and after verification please',
  ])('is compared for the whole table: %s', async (text) => {
    const { chat } = await asked(text);
    expect(said(chat)).toMatch(/- Deposit crypto: No → Yes/);
    expect(said(chat)).toMatch(/- Futures trading: In part.*→ Yes \(Max leverage of 125x\)/);
    expect(said(chat)).toMatch(/The same before and after: .*Freeze account/);
  });

  it('is compared for the action of the last answer', async () => {
    const { chat } = await asked('Can I deposit crypto?');
    expect(chat.buttons).toContain('What changes when I verify?');
    await chat.says('What changes when I verify?');
    expect(said(chat)).toMatch(
      /Deposit crypto[\s\S]*Before verification: \*\*No[\s\S]*After verification: \*\*Yes/,
    );
    expect(said(chat)).not.toContain('Convert');
  });

  it('puts the rule first for an account that it holds for', async () => {
    const { chat } = await asked('What changes when I verify?', { registeredAt: '2024-01-01T00:00:00Z' });
    expect(said(chat)).toContain('no product or service');
    expect(said(chat)).not.toContain('→');
  });
});

describe('amounts', () => {
  it('are answered with what the guide does not say', async () => {
    const { chat } = await asked('Can I withdraw 5,000 USDT?', { verified: true });
    expect(said(chat)).toContain('You asked about 5,000 USDT');
    expect(said(chat)).toContain('names no amounts');
  });

  it('of leverage are held against the maximum', async () => {
    const { chat } = await asked('Can I trade futures with 200x leverage?', { verified: true });
    expect(said(chat)).toMatch(/200x.*125x as the maximum/);
    await chat.says('can I trade futures with 100x leverage?');
    expect(said(chat)).not.toContain('as the maximum');
  });
});
