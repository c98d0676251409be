import { describe, expect, it } from '@jest/globals';

import { attachment, Chat } from './kit/chat.ts';
import {
  blurredDocument,
  cardFront,
  GERMAN_ANNA,
  licenceBack,
  licenceFront,
  noFace,
  passport,
  selfie,
  textFile,
  unreadableZone,
} from './kit/specimen.ts';
import {
  backOfCard,
  FORM,
  ASKS,
  pass,
  standingAt,
  standingAtBackOfCard,
  STEPS,
  submitted,
} from './kit/steps.ts';
import { NOW, World } from './kit/world.ts';
import { barcodeText } from '../specimen/licence-barcode.ts';

describe('the whole verification', () => {
  it('asks one thing at a time, counts the steps, and ends with a reference number', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('verify me');
    expect(chat.question).toContain('biometric data');
    expect(chat.buttons).toEqual([
      'I agree',
      'I do not agree',
      'Why do you need this?',
      // For who is here for a company; it costs nobody else a step.
      'Verify a company',
    ]);
    await chat.says('I agree');
    expect(chat.question).toBe('**Step 1 of 7**\n\nWhich country or region issued your document?');
    expect(await chat.says('germany')).toEqual([
      'Germany, thank you.',
      '**Step 2 of 7**\n\nWhich document do you want to use?',
    ]);
    await chat.says('my passport');
    expect(chat.question).toContain('Step 3 of 7');
    await chat.submits('Continue', FORM);
    expect(chat.question).toContain('Step 4 of 7');
    expect(await chat.sends(world.upload(passport(GERMAN_ANNA)))).toContain('The photo is good, thank you.');
    expect(chat.question).toContain('Step 5 of 7');
    await chat.submits('All correct');
    expect(chat.question).toContain('Step 6 of 7');
    await chat.sends(world.upload(selfie()));
    expect(chat.question).toContain('Step 7 of 7');
    await pass('liveness', chat, world);
    expect(chat.question).toContain('VG-TEST-0001');
    expect(chat.question).toContain('The result comes by e-mail');
    expect(world.latest).toMatchObject({
      state: 'submitted',
      answers: {
        country: 'DE',
        documentType: 'passport',
        surname: 'Eriksson',
        givenNames: 'Anna Maria',
        birthDate: '1990-04-03',
        documentNumber: 'L898902C3',
        consent: { at: NOW.toISOString(), version: '2026-11-25' },
      },
      photos: { document_front: { verdict: { outcome: 'pass' } }, selfie: { verdict: { outcome: 'pass' } } },
    });
    expect(world.customer.email).toBe('anna@example.com');
  });

  it('works in words alone where a channel has no cards', async () => {
    const world = new World();
    const chat = new Chat(world, 'sms');
    await chat.says('verify me');
    expect(chat.question).toContain('1. I agree\n2. I do not agree');
    await chat.says('1');
    await chat.says('Germany');
    await chat.says('1');
    expect(chat.question).toContain('surname');
    await chat.says('Eriksson');
    await chat.says('Anna Maria');
    expect(await chat.says('04/03/1990')).toEqual([
      'I cannot tell day and month apart. Please write the month as a word, like 3 April 1990.',
      expect.stringContaining('date of birth'),
    ]);
    await chat.says('3 April 1990');
    await chat.says('l898902 c3');
    expect(chat.question).toContain('e-mail address');
    await chat.says('skip');
    await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(chat.question).toContain('5. Date of birth: April 3, 1990');
    await chat.says('3');
    expect(chat.question).toContain('surname');
    await chat.says('Eriksson');
    await chat.says('yes');
    await chat.sends(world.upload(selfie()));
    expect(chat.question).toContain('1. I am ready\n2. I cannot do this');
    await pass('liveness', chat, world);
    expect(world.latest?.state).toBe('submitted');
    expect(chat.question).not.toContain('by e-mail');
  });

  it('needs both sides of a card, and looks at the back when it came along with the front', async () => {
    const { chat, world } = await standingAtBackOfCard();
    expect(chat.question).toContain('**back** of your ID card');
    await chat.sends(world.upload(backOfCard()));
    expect(chat.question).toContain(ASKS.check);

    const both = await standingAt('document_type');
    await both.chat.says('ID card');
    await both.chat.submits('Continue', FORM);
    await both.chat.sends(both.world.upload(cardFront()), both.world.upload(backOfCard()));
    expect(both.chat.question).toContain(ASKS.check);
  });

  it('keeps the back of a card that came before its front', async () => {
    const { chat, world } = await standingAt('document_type');
    await chat.says('ID card');
    await chat.submits('Continue', FORM);
    const replies = await chat.sends(world.upload(backOfCard()));
    expect(replies[0]).toContain('I have kept it as that');
    expect(chat.question).toContain('**front** of your ID card');
    expect(world.latest?.refusals.document_front ?? 0).toBe(0);
    await chat.sends(world.upload(cardFront()));
    expect(chat.question).toContain(ASKS.check);
    expect(world.latest?.photos).toMatchObject({
      document_front: { verdict: { outcome: 'pass' } },
      document_back: { verdict: { outcome: 'pass' } },
    });
  });

  it('passes the front of a licence whose print agrees, and leaves one that does not to a person', async () => {
    const lines = ['1. ERIKSSON', '2. ANNA MARIA', '3. 03.04.1990', '4b. 14.05.2060', '5. L898902C3'];
    for (const [read, outcome] of [
      [lines, 'pass'],
      [lines.slice(1), 'review'],
    ] as const) {
      const { chat, world } = await standingAt('document_type');
      await chat.says("Driver's licence");
      await chat.submits('Continue', FORM);
      await chat.sends(world.upload(licenceFront(read)));
      expect(chat.question).toContain('**back**');
      expect(world.latest?.photos.document_front?.verdict.outcome).toBe(outcome);
    }
  });

  it("settles a licence's front by the barcode on its back, and a wrong number by asking which is right", async () => {
    const holder = {
      surname: FORM.surname,
      givenNames: FORM.given_names,
      birthDate: FORM.birth_date,
      number: FORM.document_number,
      expiry: '2060-05-14',
      country: 'US',
      sex: 'F',
    } as const;
    const { chat, world } = await standingAt('country');
    await chat.says('United States');
    await chat.says("Driver's licence");
    await chat.submits('Continue', FORM);
    await chat.sends(world.upload(licenceFront([])));
    expect(world.latest?.photos.document_front?.verdict.outcome).toBe('review');
    const [differs] = await chat.sends(
      world.upload(licenceBack(barcodeText({ ...holder, number: 'D00000000' }))),
    );
    expect(differs).toContain('document number');
    expect(differs).not.toContain('D00000000');
    await chat.says('Send another photo');
    await chat.sends(world.upload(licenceBack(barcodeText(holder))));
    expect(chat.question).toContain(ASKS.check);
    expect(world.latest?.photos.document_front?.verdict.outcome).toBe('pass');
    expect(world.latest?.photos.document_back?.verdict.outcome).toBe('pass');
  });

  it('takes nothing from somebody who does not agree, and offers a person', async () => {
    const { chat, world } = await standingAt('consent');
    const [refused] = await chat.says('no');
    expect(refused).toContain('I have not taken anything');
    expect(chat.buttons).toContain('Talk to a person');
    expect(world.latest?.answers).toEqual({});
  });
});

describe('countries', () => {
  it('asks which one was meant where two are close, and takes none of them', async () => {
    const { chat, world } = await standingAt('country');
    await chat.says('Slovania');
    expect(chat.question).toContain('Which of these do you mean?');
    expect(chat.buttons).toEqual(['Slovakia', 'Slovenia', 'None of these']);
    await chat.says('Slovenia');
    expect(world.latest?.answers.country).toBe('SI');

    const other = await standingAt('country');
    await other.chat.says('Congo');
    expect(other.chat.buttons.length).toBeGreaterThan(2);
    await other.chat.says('None of these');
    expect(other.chat.question).toContain(ASKS.country);
  });

  it('says honestly that it does not know a country, and asks again', async () => {
    const { chat } = await standingAt('country');
    const replies = await chat.says('Wakanda');
    expect(replies[0]).toContain('I do not know a country');
    expect(chat.question).toContain(ASKS.country);
  });
});

describe('particulars', () => {
  it('names every fault in the form that comes back, and keeps what was entered', async () => {
    const { chat, world } = await standingAt('particulars');
    await chat.submits('Continue', {
      surname: 'Er1ksson',
      birth_date: '2031-01-01',
      document_number: 'L898902C3',
    });
    expect(chat.question).toContain('look at the marked fields');
    const body = chat.card.body;
    expect(body.filter(({ type }) => type === 'TextBlock').map(({ text }) => text)).toEqual([
      '⚠ A name has letters only, no digits or symbols.',
      '⚠ This date is in the future.',
    ]);
    expect(body.find(({ id }) => id === 'document_number')).toMatchObject({ value: 'L898902C3' });
    expect(body.find(({ id }) => id === 'birth_date')).toMatchObject({ value: '2031-01-01' });
    expect(world.latest?.answers.surname).toBeUndefined();
    await chat.submits('Continue', FORM);
    expect(chat.question).toContain(ASKS.document_front);
  });

  it('takes a document that shows one name only', async () => {
    const { chat, world } = await standingAt('particulars');
    await chat.submits('Continue', { ...FORM, given_names: '' });
    expect(world.latest?.answers.givenNames).toBe('');
    expect(chat.question).toContain(ASKS.document_front);
  });

  it('asks for an e-mail address only when the account has none', async () => {
    const world = new World();
    world.customer = { ...world.customer, email: 'known@example.com' };
    const { chat } = await standingAt('particulars', world);
    expect(chat.card.body.map(({ id }) => id)).not.toContain('email');
  });

  it.each(['Will Back', 'Cancel', 'Helpman', 'Hi'])(
    'takes "%s" as a surname when it is put like one',
    async (name) => {
      const world = new World();
      const chat = new Chat(world, 'sms');
      for (const text of ['verify me', 'I agree', 'Germany', 'Passport']) await chat.says(text);
      await chat.says(name.includes(' ') || name === 'Helpman' ? name : `"${name}"`);
      expect(world.latest?.answers.surname).toBe(name);
    },
  );

  it('keeps a document number that looks like a code', async () => {
    const world = new World();
    const chat = new Chat(world, 'sms');
    for (const text of ['verify me', 'I agree', 'Germany', 'Passport', 'Eriksson', 'Anna', '3 April 1990']) {
      await chat.says(text);
    }
    await chat.says('123456');
    expect(world.latest?.answers.documentNumber).toBe('123456');
  });
});

describe('photos', () => {
  it('says what is wrong with this photo and what to do, and asks again', async () => {
    const { chat, world } = await standingAt('document_front');
    const [why] = await chat.sends(world.upload(blurredDocument()));
    expect(why).toMatch(/^\*\*.*(sharp|blur).*\*\* /);
    expect(chat.question).toContain(ASKS.document_front);
    expect(world.latest?.refused[0]?.reasons).toEqual(['document_blurred']);
  });

  it('gives every kind of bad file its own reason', async () => {
    const { chat, world } = await standingAt('document_front');
    const exactly4MB = passport(GERMAN_ANNA, {
      file: { ...passport(GERMAN_ANNA).file, bytes: 4 * 1024 * 1024 },
    });
    await chat.sends(world.upload(exactly4MB));
    await chat.sends(world.upload(textFile()));
    expect(world.latest?.refused.map(({ reasons }) => reasons[0])).toEqual([
      'photo_too_large',
      'photo_format_unsupported',
    ]);
    const [video] = await chat.sends(world.upload({ kind: 'video', contentType: 'video/mp4' }));
    expect(video).toContain('That is a video');
    const [words] = await chat.says('here it is');
    expect(words).toContain('I need a photo here');
    const [gone] = await chat.sends('no-such-upload');
    expect(gone).toContain('could not find that file');
    const [tooLarge] = await chat.sendsTooLarge('film.mp4');
    expect(tooLarge).toContain('too large');
    expect(chat.question).toContain(ASKS.document_front);
  });

  it('takes the first good one of several photos', async () => {
    const { chat, world } = await standingAt('selfie');
    const replies = await chat.sends(world.upload(noFace()), world.upload(selfie()), world.upload(selfie()));
    expect(replies[0]).toMatch(/^\*\*Photo 1:\*\* /);
    expect(replies).toContain('**Photo 2:** The photo is good, thank you.');
    expect(replies).toContain('I did not need the other photo and left it aside.');
    expect(chat.question).toContain(ASKS.liveness);
  });

  it('keeps a photo that came before it was asked for, and looks at it when its time has come', async () => {
    const { chat, world } = await standingAt('country');
    const [held] = await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(held).toContain('I keep it for later');
    expect(chat.question).toContain(ASKS.country);
    for (const step of ['country', 'document_type', 'particulars'] as const) await pass(step, chat, world);
    expect(chat.question).toContain(ASKS.check);
    expect(world.latest?.photos.document_front?.uploadId).toBe('u1');
  });

  it('offers other ways after three refusals, and a person when a person could settle it', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.sends(world.upload(unreadableZone()));
    await chat.sends(world.upload(unreadableZone()));
    await chat.sends(world.upload(unreadableZone()));
    expect(chat.question).toContain('This has not worked 3 times now');
    expect(chat.buttons).toEqual([
      'What makes a good photo?',
      'Let a person check this photo',
      'Use another document',
      'Use another device',
      'Talk to a person',
    ]);
    const [device] = await chat.says('Use another device');
    expect(device).toContain('another phone or computer');
    await chat.says('Let a person check this photo');
    expect(chat.question).toContain(ASKS.check);
    expect(world.latest?.photos.document_front?.verdict).toEqual({
      outcome: 'review',
      reasons: [{ code: 'document_mrz_unreadable' }],
    });
    expect(world.latest?.answers.surname).toBe('Eriksson');
  });

  it('does not offer a person for what nobody could accept, and lets the customer change the document', async () => {
    const { chat, world } = await standingAt('document_front');
    await chat.sends(world.upload(blurredDocument()));
    await chat.sends(world.upload(blurredDocument()));
    await chat.sends(world.upload(blurredDocument()));
    expect(chat.buttons).not.toContain('Let a person check this photo');
    await chat.says('Use another document');
    expect(chat.question).toContain(ASKS.country);
    await chat.says('Germany');
    await chat.says('ID card');
    await chat.says('L898902C3');
    expect(chat.question).toContain('**front** of your ID card');
    expect(chat.question).not.toContain('times now');
  });

  it('sends a document that serves another account to review without a word about it', async () => {
    const world = new World();
    world.documentUsedElsewhere = true;
    const { chat } = await standingAt('document_front', world);
    const replies = await pass('document_front', chat, world);
    expect(replies[0]).toBe('The photo is good, thank you.');
    expect(world.latest?.photos.document_front?.verdict).toEqual({
      outcome: 'review',
      reasons: [{ code: 'document_already_used' }],
    });
  });
});

describe('details and photo that disagree', () => {
  it('lets the customer correct the details, and judges the same photo again', async () => {
    const { chat, world } = await standingAt('particulars');
    await chat.submits('Continue', { ...FORM, birth_date: '1990-03-04' });
    const photo = world.upload(passport(GERMAN_ANNA));
    const [why] = await chat.sends(photo);
    expect(why).toMatch(/date of birth/i);
    expect(world.latest?.refused[0]?.reasons).toEqual(['document_birth_date_differs']);
    expect(chat.buttons).toEqual(['Correct my details', 'Send another photo']);
    await chat.says('Correct my details');
    expect(chat.card.body.find(({ id }) => id === 'surname')).toMatchObject({ value: 'Eriksson' });
    await chat.submits('Continue', FORM);
    expect(chat.question).toContain(ASKS.check);
    expect(world.latest?.photos.document_front?.uploadId).toBe(photo);
  });

  it('takes another photo instead, also right away', async () => {
    const wrong = passport({ ...GERMAN_ANNA, number: 'X11111111' });
    const { chat, world } = await standingAt('document_front');
    await chat.sends(world.upload(wrong));
    await chat.says('Send another photo');
    expect(chat.question).toContain(ASKS.document_front);
    await chat.sends(world.upload(wrong));
    await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(chat.question).toContain(ASKS.check);
  });
});

describe('check your answers', () => {
  it.each([
    ['Country or region', 'Germany'],
    ['Document', 'Passport'],
    ['Surname', 'Eriksson'],
    ['Given names', 'Anna Maria'],
    ['Date of birth', '3 April 1990'],
    ['Document number', 'L898902C3'],
    ['E-mail address', 'anna@example.com'],
  ])('changes %s and returns to the check without a new photo', async (label, value) => {
    const { chat, world } = await standingAt('check');
    const { measured } = world;
    await chat.submits(`Change: ${label}`);
    expect(chat.question).not.toContain(ASKS.check);
    await chat.says(value);
    expect(chat.question).toContain(ASKS.check);
    expect(world.measured).toBe(measured);
  });

  it('judges the kept photo again: a change that it contradicts is settled first', async () => {
    const { chat, world } = await standingAt('check');
    await chat.submits('Change: Date of birth');
    const replies = await chat.says('4 March 1990');
    expect(replies[0]).toContain('no longer agree');
    expect(world.latest?.answers.birthDate).toBe('1990-04-03');
    await chat.says('Send another photo');
    expect(world.latest?.answers.birthDate).toBe('1990-03-04');
    expect(chat.question).toContain(ASKS.document_front);
    await chat.sends(world.upload(passport({ ...GERMAN_ANNA, birthDate: '900304' })));
    expect(chat.question).toContain(ASKS.check);
  });

  it('replaces the photo, or keeps the one it has', async () => {
    const { chat, world } = await standingAt('check');
    await chat.says('photo of the document');
    expect(chat.buttons).toContain('Keep the photo I sent');
    await chat.says('Keep the photo I sent');
    expect(chat.question).toContain(ASKS.check);
    await chat.says('photo of the document');
    await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(world.latest?.photos.document_front?.uploadId).toBe('u2');
  });

  it('asks for the back when the document becomes a card', async () => {
    const { chat } = await standingAt('check');
    await chat.says('document');
    await chat.says("Driver's licence");
    expect(chat.question).toMatch(/Correct my details|\*\*back\*\*|You can correct/);
  });
});

describe('going back', () => {
  it('asks the question before, with everything else kept', async () => {
    const { chat, world } = await standingAt('particulars');
    await chat.says('back');
    expect(chat.question).toContain(ASKS.document_type);
    await chat.says('back');
    expect(chat.question).toContain(ASKS.country);
    await chat.says('Austria');
    expect(chat.question).toContain(ASKS.particulars);
    expect(world.latest?.answers).toMatchObject({ country: 'AT', documentType: 'passport' });
  });

  it('says so at the first question', async () => {
    const { chat } = await standingAt('consent');
    const [first] = await chat.says('back');
    expect(first).toContain('first question');
    expect(chat.question).toContain(ASKS.consent);
  });
});

describe('coming back', () => {
  it.each(STEPS.slice(1))(
    'goes on at %s when the dialog state is lost, with everything already given',
    async (step) => {
      const { chat, world } = await standingAt(step);
      const given = structuredClone(world.latest?.answers);
      chat.losesItsState();
      const [welcome] = await chat.says('verify me');
      expect(welcome).toContain(`Welcome back! We were at step ${STEPS.indexOf(step)} of 7`);
      expect(chat.question).toContain(ASKS[step]);
      expect(world.latest?.answers).toEqual(given);
      for (const rest of STEPS.slice(STEPS.indexOf(step))) await pass(rest, chat, world);
      expect(world.latest?.state).toBe('submitted');
    },
  );

  it.each(STEPS)('goes on at %s in the middle of the conversation after a restart', async (step) => {
    const { chat, world } = await standingAt(step);
    chat.restarts();
    await pass(step, chat, world);
    const next = STEPS[STEPS.indexOf(step) + 1];
    expect(chat.question).toContain(next ? ASKS[next] : 'VG-TEST-0001');
  });

  it('takes an answer that nobody expects any more as a reason to ask again', async () => {
    const { chat } = await standingAt('country');
    chat.losesItsState();
    const [welcome] = await chat.says('Germany');
    expect(welcome).toContain('Welcome back');
    expect(chat.question).toContain(ASKS.country);
  });

  it('judges a photo that comes after the dialog state was lost', async () => {
    const { chat, world } = await standingAt('document_front');
    chat.losesItsState();
    const replies = await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(replies).toContain('The photo is good, thank you.');
    expect(chat.question).toContain(ASKS.check);
  });
});

describe('a turn that is run twice', () => {
  it.each([
    ['consent', () => ({ text: 'I agree' })],
    ['country', () => ({ text: 'Germany' })],
    ['document_type', () => ({ text: 'Passport' })],
    [
      'document_front',
      (world: World) => ({ attachments: [attachment(world.upload(passport(GERMAN_ANNA)))] }),
    ],
    ['document_front', (world: World) => ({ attachments: [attachment(world.upload(blurredDocument()))] })],
    ['selfie', (world: World) => ({ attachments: [attachment(world.upload(selfie()))] })],
  ] as const)('says and does the same at %s', async (step, message) => {
    const { chat, world } = await standingAt(step);
    const { first, second } = await chat.crashesAfter({ type: 'message', ...message(world) });
    expect(second).toEqual(first);
    expect(world.submissions).toHaveLength(1);
    expect(world.latest?.refused.length ?? 0).toBeLessThanOrEqual(1);
  });
});

describe('cards from earlier', () => {
  it('leaves everything as it is when a form is sent again, and asks what is open', async () => {
    const { chat, world } = await standingAt('particulars');
    const old = chat.card;
    await pass('particulars', chat, world);
    const [polite] = await chat.submits('Continue', { ...FORM, surname: 'Somebody Else' }, old);
    expect(polite).toContain('card is from earlier');
    expect(chat.question).toContain(ASKS.document_front);
    expect(world.latest?.answers.surname).toBe('Eriksson');
  });

  it('is as polite when nothing is open any more', async () => {
    const { chat, world } = await standingAt('check');
    const old = chat.card;
    for (const step of ['check', 'selfie', 'liveness'] as const) await pass(step, chat, world);
    await chat.submits('All correct', {}, old);
    expect(chat.question).toContain('Nothing is waiting');
  });
});

describe('after it was sent in', () => {
  it('has the right words for each state', async () => {
    const { chat, world } = await submitted();
    await chat.says('verify me');
    expect(chat.question).toContain('You have already submitted');
    world.decide('approved');
    await chat.says('verify me');
    expect(chat.question).toContain('Your identity is verified');
  });

  it('asks for nothing but what the rejection named, and says that it is expedited', async () => {
    const { chat, world } = await submitted();
    world.decide('rejected', ['selfie_blurred']);
    const [named] = await chat.says('Re-Verify');
    expect(named).toContain('expedited');
    expect(named).toMatch(/sharp|blur/);
    expect(chat.question).toContain(ASKS.selfie);
    for (const step of ['selfie', 'liveness'] as const) await pass(step, chat, world);
    expect(chat.question).toContain('expedited for review');
    expect(world.latest).toMatchObject({ state: 'submitted', expedited: true, toMend: ['selfie_blurred'] });
    expect(world.submissions).toHaveLength(2);
  });

  it('asks for corrected details and their photo when those were named', async () => {
    const { chat, world } = await submitted();
    world.decide('rejected', ['document_birth_date_differs']);
    await chat.says('re-verify');
    expect(chat.question).toContain(ASKS.particulars);
    expect(chat.card.body.find(({ id }) => id === 'surname')).toMatchObject({ value: 'Eriksson' });
    for (const step of ['particulars', 'document_front', 'check'] as const) await pass(step, chat, world);
    expect(world.latest?.state).toBe('submitted');
  });
});
