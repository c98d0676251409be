import { beforeEach, describe, expect, it } from '@jest/globals';

import { countryName } from '../../knowledge/countries/countries.ts';
import { Chat, knowledgeIn, words, wordsIn } from './kit/chat.ts';
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

/** What somebody asks who speaks a language: a row of the table by its id, a problem, and for another language. */
const ASKED = [
  [
    'es',
    'hola',
    'L15',
    '¿puedo depositar criptomonedas sin verificarme?',
    'la cámara no se abre',
    'speak English please',
  ],
  [
    'pt',
    'oi',
    'L15',
    'posso depositar cripto sem verificação?',
    'a câmera não abre',
    'fale em inglês por favor',
  ],
  [
    'fr',
    'bonjour',
    'L15',
    'puis-je déposer des cryptos sans vérification ?',
    "la caméra ne s'ouvre pas",
    'en anglais svp',
  ],
  [
    'de',
    'hallo',
    'L15',
    'kann ich Krypto einzahlen ohne Verifizierung?',
    'die Kamera geht nicht auf',
    'auf Englisch bitte',
  ],
  [
    'tr',
    'merhaba',
    'L15',
    'doğrulama yapmadan kripto yatırabilir miyim?',
    'kamera açılmıyor',
    'İngilizce konuşalım',
  ],
  [
    'ru',
    'здравствуйте',
    'L15',
    'можно ли внести криптовалюту без верификации?',
    'камера не открывается',
    'на английском пожалуйста',
  ],
  [
    'vi',
    'xin chào',
    'L15',
    'tôi có thể nạp crypto khi chưa xác minh không?',
    'camera không mở được',
    'nói tiếng Anh',
  ],
  [
    'id',
    'halo',
    'L15',
    'apakah bisa deposit kripto tanpa verifikasi?',
    'kamera tidak terbuka',
    'pakai bahasa Inggris',
  ],
  ['zh', '你好', 'L15', '没有认证可以充值加密货币吗？', '摄像头打不开', '请说英文'],
] as const;

describe.each(ASKED)('a customer who speaks %s', (language, greeting, limitId, question, problem, wish) => {
  const own = wordsIn(language);
  const known = knowledgeIn(language);

  it('is greeted, answered about limits and helped with a problem', async () => {
    const chat = new Chat(new World(), 'webchat', language);
    await chat.says(greeting);
    expect(chat.question).toContain(own.say('menu.offer'));
    await chat.says(question);
    await chat.says(own.choice('before_rule').title);
    const action = known.limits.get(limitId)?.action ?? '';
    expect(chat.replies.map(({ text }) => text).join('\n')).toContain(action);
    await chat.says(problem);
    expect(chat.question).toContain(known.problems.get('camera_blocked')?.title);
    expect(chat.replies.map(({ locale }) => locale)).toContain(language);
  });

  it('gets to the photo, and changes the language there', async () => {
    const world = new World();
    const chat = new Chat(world, 'webchat', language);
    await chat.says(own.choice('verify').title);
    await chat.says(own.choice('agree').title);
    await chat.says(countryName('DE', language));
    await chat.says(own.choice('passport').title);
    await chat.submits(own.say('verification.particulars.submit'), FORM);
    expect(chat.question).toContain(own.say('verification.photo.ask_passport'));
    await chat.says(wish);
    expect(world.language).toBe('en');
    expect(chat.question).toContain(words.say('verification.photo.ask_passport'));
    await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(chat.question).toContain(words.say('verification.check.ask'));
  });
});

it('hears a corrected country by its name in their own language', async () => {
  const chat = new Chat(new World(), 'webchat', 'es');
  await chat.says(spanish.choice('verify').title);
  await chat.says(spanish.choice('agree').title);
  await chat.says('Alemania');
  await chat.says('no, quise decir Francia');
  const said = chat.replies.map(({ text }) => text).join('\n');
  expect(said).toContain('Francia');
  expect(said).not.toContain('France');
});

it('is helped on with a problem in the language that was changed to', async () => {
  const chat = new Chat(new World());
  await chat.says('the camera does not open');
  await chat.says('en español por favor');
  expect(chat.question).toContain(knowledgeIn('es').problems.get('camera_blocked')?.title);
  expect(chat.question).toContain(spanish.say('diagnosis.try'));
  await chat.says('speak English please');
  expect(chat.question).toContain(words.say('diagnosis.try'));
  expect(chat.question).toContain(words.say('diagnosis.helped'));
});
