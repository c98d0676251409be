import { beforeEach, describe, expect, it } from '@jest/globals';

import { checkCodeOf } from '../../knowledge/codes/check-code.ts';
import { Chat, words, wordsIn } from './kit/chat.ts';
import { standingAt } from './kit/steps.ts';
import { World } from './kit/world.ts';

const OURS = checkCodeOf('4F017K2') ?? '';
/** With a right check character, and in no mail to this customer. */
const UNKNOWN = checkCodeOf('9ZZ99ZZ') ?? '';

const about = (kind: 'result' | 'ticket_opened' | 'ticket_answered') =>
  ({ kind: 'ours', about: kind, sentAt: '2026-11-22T23:59:59Z' }) as const;

let world: World;
let chat: Chat;
beforeEach(() => {
  world = new World();
  world.mailCodes.set(OURS, about('result'));
  chat = new Chat(world);
});

describe('the check code of a mail', () => {
  it.each([
    ['result', 'result of your verification'],
    ['ticket_opened', 'your request is with our team'],
    ['ticket_answered', 'our team answered your request'],
  ] as const)('is confirmed with what the mail is about and its day, %s', async (kind, said) => {
    world.mailCodes.set(OURS, about(kind));
    const [reply] = await chat.says(OURS);
    expect(reply).toContain(said);
    expect(reply).toContain('November 22, 2026');
    expect(reply).toContain(words.say('mail_code.compare'));
    expect(chat.buttons).toContain('Talk to a person');
  });

  it.each([
    ['is this mail really from you? it has the code $', OURS],
    ['$', OURS.toLowerCase().replace('-', ' ')],
    ['$', OURS.replace('0', 'O').replace('1', 'l')],
  ])('is understood in "%s"', async (sentence, typed) => {
    const [reply] = await chat.says(sentence.replace('$', typed));
    expect(reply).toContain('this code is from us');
    expect(world.codesChecked).toEqual([OURS]);
  });

  it('that is none of theirs cannot be confirmed, with what to do', async () => {
    expect(await chat.says(UNKNOWN)).toEqual([words.say('mail_code.unknown')]);
    expect(chat.buttons).toEqual(['Talk to a person', 'Check the code of an e-mail']);
  });

  it('is not looked for when too many were tried', async () => {
    world.mailCodes.set(OURS, { kind: 'too_many' });
    expect(await chat.says(OURS)).toEqual([words.say('mail_code.too_many')]);
  });

  it('is offered after "is this mail really from you?", and then taken in whatever form', async () => {
    const replies = await chat.says('is this e-mail really from you?');
    expect(replies.at(-1)).toBe(words.say('mail_code.offer'));
    expect(chat.buttons).toContain('Check the code of an e-mail');
    expect(await chat.says('AB-1234')).toEqual([words.say('mail_code.other_form')]);
    expect(world.codesChecked).toEqual([]);
    expect((await chat.says(OURS))[0]).toContain('this code is from us');
  });

  it('is asked for by a button; a code of six digits is none of ours then, not a secret', async () => {
    expect(await chat.says('Check the code of an e-mail')).toEqual([words.say('mail_code.ask')]);
    expect(await chat.says('123456')).toEqual([words.say('mail_code.other_form')]);
    // That was for one message.
    expect((await chat.says('123456'))[0]).toContain(words.say('secret.code'));
  });

  it('that is asked for does not keep a secret or a question from being seen', async () => {
    await chat.says('Check the code of an e-mail');
    expect((await chat.says('my password is hunter22'))[0]).toContain(words.say('secret.password'));
    await chat.says('Check the code of an e-mail');
    await chat.says('what is kyc?');
    expect(chat.replies[0]?.text).toContain('Source: guide');
  });

  it.each(['document_type', 'document_front', 'check'] as const)(
    'is answered in between at %s, and the question asked again',
    async (step) => {
      ({ chat } = await standingAt(step, world));
      const asked = chat.question;
      const replies = await chat.says(OURS);
      expect(replies[0]).toContain('this code is from us');
      expect(chat.question).toBe(asked);
      expect((await chat.says(UNKNOWN))[0]).toBe(words.say('mail_code.unknown'));
      expect(chat.question).toBe(asked);
    },
  );

  it('is told from the answer where any words may be one: only a code that is ours is none', async () => {
    await chat.says('talk to a person');
    const asked = chat.question;
    expect((await chat.says(OURS))[0]).toContain('this code is from us');
    expect(chat.question).toBe(asked);
    await chat.says(UNKNOWN);
    await chat.says('skip');
    await chat.says('skip');
    await chat.says('Yes, send it');
    expect(world.requests).toMatchObject([{ summary: UNKNOWN }]);
  });

  it('in what a person should know stays in it', async () => {
    await chat.says('talk to a person');
    await chat.says(`A mail with the code ${OURS} asks for my password`);
    expect(world.codesChecked).toEqual([]);
    expect(chat.question).toContain('screenshots');
  });

  it.each(['es', 'pt', 'fr', 'de', 'tr', 'ru', 'vi', 'id', 'zh'])(
    'is confirmed, refused and asked for in the language of the conversation, %s',
    async (language) => {
      chat = new Chat(world, 'webchat', language);
      const local = wordsIn(language);
      const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date('2026-11-22T12:00:00Z'),
      );
      const [confirmed] = await chat.says(OURS);
      expect(confirmed).toContain(local.say('mail_code.confirmed_result', { day }));
      expect(await chat.says(UNKNOWN)).toEqual([local.say('mail_code.unknown')]);
      expect(await chat.says(local.choice('mail_code').title)).toEqual([local.say('mail_code.ask')]);
      expect(world.language).toBeUndefined();
    },
  );
});
