import { beforeEach, describe, expect, it } from '@jest/globals';

import { Chat, words, wordsIn } from './kit/chat.ts';
import { FORM, standingAt } from './kit/steps.ts';
import { GERMAN_ANNA, passport } from './kit/specimen.ts';
import { World } from './kit/world.ts';

const spanish = wordsIn('es');

describe('a customer who changes the language', () => {
  let world: World;
  let chat: Chat;
  beforeEach(() => {
    world = new World();
    chat = new Chat(world);
  });

  it('by asking for it', async () => {
    await chat.says('speak spanish please');
    expect(chat.replies[0]?.text).toContain(spanish.say('language.now', { language: 'Español' }));
    expect(chat.replies[0]?.locale).toBe('es');
    expect(world.language).toBe('es');
    await chat.says('hola');
    expect(chat.question).toContain(spanish.say('welcome.again'));
    await chat.says('in English please');
    expect(chat.question).toContain(words.say('menu.offer'));
    expect(world.language).toBe('en');
  });

  it('by choosing it from the card', async () => {
    await chat.says('Change the language');
    expect(chat.question).toBe(words.say('language.ask'));
    await chat.says('Español');
    expect(chat.question).toContain(spanish.say('menu.offer'));
  });

  it('by writing in it', async () => {
    await chat.says('hola, quiero verificar mi cuenta');
    expect(chat.question).toBe(spanish.say('verification.consent.ask'));
    expect(chat.buttons).toContain(spanish.choice('agree').title);
  });

  it('is asked the same question again in that language', async () => {
    ({ chat, world } = await standingAt('country', world));
    await chat.says('en español por favor');
    expect(chat.question).toContain(spanish.say('verification.country.ask'));
    await chat.says('Alemania');
    expect(chat.replies[0]?.text).toBe(spanish.say('verification.country.chosen', { country: 'Alemania' }));
  });

  it('finds a question that waited below in the new language', async () => {
    ({ chat, world } = await standingAt('document_type', world));
    await chat.says('Talk to a person');
    await chat.says('en español por favor');
    expect(chat.question).toContain(spanish.say('escalation.ask_summary'));
    await chat.says('cancelar');
    expect(chat.question).toContain(spanish.say('verification.document_type.ask'));
  });

  it('reads the answers to check in that language', async () => {
    ({ chat, world } = await standingAt('check', world));
    await chat.says('en español por favor');
    expect(JSON.stringify(chat.card)).toContain('Alemania');
    expect(JSON.stringify(chat.card)).toContain('3 de abril de 1990');
  });
});

describe('a customer who does not change the language', () => {
  it.each(['Paris', 'error 9810', 'José Müller', 'KuCoin Futures', 'ok', 'Deutschland', 'hola'])(
    'says %s',
    async (text) => {
      const world = new World();
      const chat = new Chat(world);
      await chat.says(text);
      expect(chat.replies.at(-1)?.locale).toBe('en');
      expect(world.language).toBeUndefined();
    },
  );

  it('has a name that is a language, or a country as an answer', async () => {
    const { chat, world } = await standingAt('country');
    await chat.says('España');
    expect(world.language).toBeUndefined();
    expect(chat.question).toContain(words.say('verification.document_type.ask'));
  });
});

it('goes through a verification up to the photo in Spanish', async () => {
  const world = new World();
  const chat = new Chat(world);
  await chat.says('quiero verificarme');
  await chat.says('Acepto');
  await chat.says('Alemania');
  await chat.says('pasaporte');
  expect(chat.question).toContain(spanish.say('verification.particulars.ask'));
  await chat.submits(spanish.say('verification.particulars.submit'), FORM);
  expect(chat.question).toContain(spanish.say('verification.photo.ask_passport'));
  await chat.sends(world.upload(passport(GERMAN_ANNA)));
  expect(chat.question).toContain(spanish.say('verification.check.ask'));
});
