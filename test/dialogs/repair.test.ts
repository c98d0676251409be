import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { ASKS, FORM, pass, standingAt } from './kit/steps.ts';
import { World } from './kit/world.ts';

/** The newest table, as its card says it. */
const tableIn = (chat: Chat): string =>
  chat.replies
    .map((reply) => JSON.stringify(reply.attachments ?? []))
    .find((card) => card.includes('limits-table')) ?? '';
const said = (chat: Chat): string => chat.replies.map(({ text }) => text).join('\n\n');

describe('an earlier answer put right', () => {
  it.each([
    ['No, my birth date is 3 April 1991', { birthDate: '1991-04-03' }, 'April 3, 1991'],
    ['sorry, my surname is Svensson', { surname: 'Svensson' }, 'Svensson'],
    ['wait, my passport number is X1234567', { documentNumber: 'X1234567' }, 'X1234567'],
    ['no, my first name is Eva', { givenNames: 'Eva' }, 'Eva'],
    ['I meant Austria', { country: 'AT' }, 'Austria'],
  ])('at the photo of the document: %s', async (text, answers, shown) => {
    const { chat, world } = await standingAt('document_front');
    await chat.says(text);
    expect(world.latest?.answers).toMatchObject(answers);
    expect(chat.replies[0]?.text).toContain('Changed.');
    expect(chat.replies[0]?.text).toContain(shown);
    expect(chat.question).toContain(ASKS.document_front);
  });

  it('asks for the detail when only that it is wrong is said', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.says('my surname is wrong');
    expect(chat.question).toContain('surname');
    await chat.says('Svensson');
    expect(world.latest?.answers.surname).toBe('Svensson');
    expect(chat.question).toContain(ASKS.document_front);
  });

  it('asks which one when nothing is named', async () => {
    const { chat } = await standingAt('document_front');
    await chat.says('I made a mistake');
    expect(said(chat)).toMatch(/Which of your answers[\s\S]*- Surname/);
    await chat.says('my document number is wrong');
    expect(chat.question).toContain('number');
  });

  it('says why a correction cannot be taken', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.says('no, my birth date is 3 April 2090');
    expect(said(chat)).toContain('in the future');
    expect(world.latest?.answers.birthDate).toBe(FORM.birth_date);
  });

  it('does not take talk about a detail for one', async () => {
    const { chat, world } = await standingAt('document_front');
    for (const text of ['my surname is too long for the card', 'why do you need my birth date?']) {
      await chat.says(text);
      expect(world.latest?.answers).toMatchObject({ surname: FORM.surname, birthDate: FORM.birth_date });
    }
  });

  it('changes the document and goes on with its photos', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.says('sorry, I meant ID card');
    expect(world.latest?.answers.documentType).toBe('id_card');
    expect(chat.question).not.toContain(ASKS.document_front);
  });
});

describe('skip', () => {
  it('is refused with the reason where nothing can be skipped', async () => {
    const { chat, world } = await standingAt('country');
    await chat.says('skip');
    expect(said(chat)).toContain('cannot skip');
    expect(chat.question).toContain(ASKS.country);
    expect(world.latest?.answers.country).toBeUndefined();
  });

  it('is never taken for a name', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.says('my surname is wrong');
    await chat.says('skip this');
    expect(said(chat)).toContain('cannot skip');
    expect(world.latest?.answers.surname).toBe(FORM.surname);
  });

  it('has an answer without a question open', async () => {
    const chat = new Chat(new World());
    await chat.says('skip');
    expect(said(chat)).toContain('no question to skip');
  });
});

describe('what?', () => {
  it.each(['what?', 'what do you mean?', "I don't understand", 'huh'])(
    'explains the question that is open: %s',
    async (text) => {
      const { chat } = await standingAt('document_type');
      const asked = chat.question;
      await chat.says(text);
      expect(chat.replies[0]?.text).toContain('the document you have at hand');
      expect(chat.question).toBe(asked);
    },
  );

  it('says the last answer again, and offers more', async () => {
    const chat = new Chat(new World());
    const [answer = ''] = await chat.says('which photo formats are supported?');
    await chat.says('what do you mean?');
    expect(chat.question).toContain(answer.split('\n')[0]);
    expect(chat.buttons).toContain('Talk to a person');
  });
});

describe('somebody who has had enough', () => {
  it('is offered a person, and answered', async () => {
    const chat = new Chat(new World());
    await chat.says('this is ridiculous, I get error 9801 again');
    expect(chat.replies[0]?.text).toContain('annoying');
    expect(chat.question).toContain('Did that help?');
    const other = new Chat(new World());
    await other.says('i am fed up with this');
    expect(said(other)).toContain('annoying');
    expect(other.buttons).toContain('Talk to a person');
  });

  it('is not told the same after each message', async () => {
    const chat = new Chat(new World());
    await chat.says('this is ridiculous, which photo formats do you take?');
    expect(said(chat)).toContain('annoying');
    await chat.says('this is annoying, which documents are accepted?');
    expect(said(chat)).not.toContain('is annoying, and I am sorry');
  });

  it('shouts', async () => {
    const chat = new Chat(new World());
    await chat.says('WHY IS NOTHING EVER WORKING HERE FOR ME!!!');
    expect(said(chat)).toContain('annoying');
  });

  it('stays at the question that is open', async () => {
    const { chat } = await standingAt('document_type');
    const asked = chat.question;
    await chat.says('this is a waste of time');
    expect(said(chat)).toContain('A person of our team can take over');
    expect(chat.question).toBe(asked);
  });
});

describe('insults', () => {
  it.each(['fuck you', 'you stupid bot', 'you are an idiot'])('are answered calmly: %s', async (text) => {
    const chat = new Chat(new World());
    await chat.says(text);
    expect(said(chat)).toContain('stay calm');
    expect(said(chat)).not.toContain(text);
    expect(chat.buttons).toContain('Talk to a person');
  });

  it('are never taken for a name, and names never for insults', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.says('my surname is wrong');
    await chat.says('Moron');
    expect(world.latest?.answers.surname).toBe('Moron');
    expect(said(chat)).not.toContain('calm');
  });
});

describe('small talk', () => {
  it('is short', async () => {
    const chat = new Chat(new World());
    const replies = await chat.says('how are you?');
    expect(replies).toHaveLength(1);
    expect(said(chat)).toContain('I am well');
  });
});

describe('secrets', () => {
  it.each([
    'should I send you my password?',
    'do you need my seed phrase?',
    'I can send you the 2FA code if you want',
  ])('are declined before they are sent: %s', async (text) => {
    const chat = new Chat(new World());
    await chat.says(text);
    expect(said(chat)).toContain('Please do not send it');
  });

  it('include the number of a card', async () => {
    const { chat, world } = await standingAt('document_type');
    const asked = chat.question;
    const replies = await chat.says('my card is 4111 1111 1111 1111');
    expect(replies[0]).toContain('payment card');
    expect(replies.join()).not.toContain('4111');
    expect(chat.question).toBe(asked);
    expect(world.questions.size).toBe(0);
  });
});

describe('did this help', () => {
  it('is offered below each answer and asked by none', async () => {
    const chat = new Chat(new World());
    await chat.says('which photo formats are supported?');
    expect(chat.buttons.slice(0, 2)).toEqual(['That helped', 'That did not help']);
    expect(said(chat)).not.toMatch(/help\w*\?/i);
    await chat.says('That helped');
    expect(said(chat)).toContain('glad');
  });

  it('leads to what else fits, then to a person, and keeps the question', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('which photo formats are supported?');
    await chat.says('no');
    expect(said(chat)).toContain('not what you needed');
    expect(chat.buttons).toEqual(expect.arrayContaining(['None of these helps', 'Talk to a person']));
    await chat.says('None of these helps');
    expect(said(chat)).toContain('I noted it');
    expect(chat.buttons).toContain('Talk to a person');
    const [kept] = [...world.questions.values()];
    expect(kept).toMatchObject({
      why: 'unhelpful',
      text: 'which photo formats are supported?',
      shown: ['article:photo_formats'],
    });
  });

  it('takes a passage that was offered', async () => {
    const chat = new Chat(new World());
    await chat.says('how long does the review take?');
    await chat.says("that's not what I meant");
    const choice = chat.buttons.find((title) => title === 'Expedited review') ?? '';
    await chat.says(choice);
    expect(said(chat)).toContain('Source: guide');
  });

  it('does not stand below an answer in the middle of a verification', async () => {
    const { chat } = await standingAt('document_type');
    await chat.says('which photo formats are supported?');
    expect(chat.buttons).not.toContain('That helped');
  });
});

describe('a question that nobody can answer', () => {
  it('is kept without what says who asked', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('Hi, I am Johanna Lindqvist (johanna@example.com), is my mortgage 482910 insured?');
    const [kept] = [...world.questions.values()];
    expect(kept?.why).toBe('unanswered');
    expect(kept?.text).toContain('mortgage');
    expect(kept?.text).not.toMatch(/Johanna|Lindqvist|example|482910/i);
  });

  it('is offered the passages that come closest', async () => {
    const chat = new Chat(new World());
    await chat.says('something about spotlight token events of promising projects');
    expect(said(chat)).toMatch(/Spotlight/);
  });

  it('comes back to the step it interrupted', async () => {
    const { chat, world } = await standingAt('document_type');
    await chat.says('What is the capital of France?');
    expect(chat.question).toContain(ASKS.document_type);
    await pass('document_type', chat, world);
    expect(chat.question).toContain(ASKS.particulars);
  });
});

describe('the table', () => {
  it('is a card with filters that work at any time', async () => {
    const { chat } = await standingAt('document_type');
    const asked = chat.question;
    await chat.says('Show the whole table');
    expect(chat.question).toBe(asked);
    expect(tableIn(chat)).toContain('Futures trading');
    await chat.says('Passport');
    const action = { token: 'limits-table', group: 'withdrawal', allowed: 'no', column: 'unverified' };
    await chat.receives({ type: 'message', value: action });
    const filtered = tableIn(chat);
    expect(filtered).toContain('Withdraw fiat');
    expect(filtered).not.toContain('Withdraw Crypto');
    expect(filtered).not.toContain('Futures trading');
    expect(filtered).not.toContain('"Verified: ');
    expect(chat.question).toContain(ASKS.particulars);
  });

  it('says so when nothing fits', async () => {
    const chat = new Chat(new World());
    await chat.receives({
      type: 'message',
      value: { token: 'limits-table', group: 'basic', allowed: 'no', column: 'verified' },
    });
    expect(said(chat)).toContain('No action fits');
  });

  it('is a list on channels without cards', async () => {
    const chat = new Chat(new World(), 'sms');
    await chat.says('show the whole table');
    expect(said(chat)).toContain('- Deposit crypto: Not verified: No; Verified: Yes');
  });
});
