import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { GERMAN_ANNA, passport } from './kit/specimen.ts';
import { ASKS, pass, standingAt, STEPS, submitted } from './kit/steps.ts';
import { World } from './kit/world.ts';

/** What people say in between, and words that only the reply to it has. */
const ASIDES = [
  ['help', 'At any time you can say'],
  ['Help please', 'At any time you can say'],
  ['repeat', undefined],
  ['hello', 'Hello!'],
  ['thanks', 'You are welcome'],
  ['why do you need this?', /Source: guide|already|face/],
  ['can I withdraw meanwhile?', 'Source: guide'],
  ['how long does it take?', /how long/],
  ['where is my verification?', /step|begun/],
  ['What can my account do?', 'Source: guide'],
  ['What is the weather like today?', 'guide does not say'],
] as const;

const oldAccount = (): World => {
  const world = new World();
  world.customer = { ...world.customer, registeredAt: '2022-01-01T00:00:00Z' };
  return world;
};

describe.each(STEPS)('at %s', (step) => {
  it.each(ASIDES)('answers "%s" and asks the same question again', async (aside, expected) => {
    const { chat, world } = await standingAt(step, oldAccount());
    const asked = chat.question;
    const given = structuredClone(world.latest);
    const replies = await chat.says(aside);
    if (expected !== undefined) expect(replies.slice(0, -1).join('\n')).toMatch(expected);
    expect(chat.question).toBe(asked);
    expect(world.latest).toEqual(given);
    await pass(step, chat, world);
    const next = STEPS[STEPS.indexOf(step) + 1];
    expect(chat.question).toContain(next ? ASKS[next] : 'VG-TEST-0001');
  });

  it('brings in a person and comes back to where it was', async () => {
    const { chat, world } = await standingAt(step);
    const asked = chat.question;
    await chat.says('talk to a person');
    await chat.says('My camera shows a black picture.');
    await chat.says('skip');
    if (!world.customer.email) await chat.says('skip');
    const replies = await chat.says('Yes, send it');
    expect(replies.join('\n')).toContain('**VG-1001**');
    expect(world.requests).toMatchObject([
      { summary: 'My camera shows a black picture.', category: 'person_wanted' },
    ]);
    expect(replies.at(-2)).toContain('back to your verification');
    expect(chat.question).toBe(asked);
  });

  it('looks at a problem in between and comes back', async () => {
    const { chat } = await standingAt(step);
    const asked = chat.question;
    await chat.says('I get error 9801');
    // Where any words may be the answer, a problem has to be told in words that leave no doubt.
    expect(chat.question).toContain('Did that help?');
    await chat.says('yes, it works');
    expect(chat.question).toBe(asked);
  });

  it('cancels after a confirmation, keeps everything, and goes on later', async () => {
    const { chat, world } = await standingAt(step);
    const given = structuredClone(world.latest?.answers);
    await chat.says('cancel');
    if (step !== 'consent') {
      expect(chat.question).toContain('Do you want to stop your verification?');
      await chat.says('stop');
    }
    expect(chat.question).toContain('I have stopped');
    expect(world.latest?.answers).toEqual(given);
    await chat.says('continue');
    expect(chat.question).toContain(ASKS[step]);
  });

  it('goes on when the customer does not want to stop after all', async () => {
    if (step === 'consent') return;
    const { chat } = await standingAt(step);
    const asked = chat.question;
    await chat.says('cancel');
    await chat.says('go on');
    expect(chat.question).toBe(asked);
  });

  it('starts over after a confirmation', async () => {
    const { chat, world } = await standingAt(step);
    await chat.says('start over');
    if (step !== 'consent') {
      expect(chat.question).toContain('Do you want to start over?');
      await chat.says('yes');
      expect(world.submissions[0]?.state).toBe('withdrawn');
    }
    expect(chat.question).toContain(ASKS.consent);
    expect(world.latest?.answers).toEqual({});
  });

  it.each([
    ['legal winner thank year wave sausage worth useful legal winner thank yellow', 'recovery phrase'],
    ['my password is hunter2!', 'password'],
    ['5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF', 'key'],
  ])('warns of a secret without using or repeating it', async (text, named) => {
    const { chat, world } = await standingAt(step);
    const asked = chat.question;
    const given = structuredClone(world.latest);
    const replies = await chat.says(text);
    expect(replies[0]).toContain(named);
    expect(replies.join('\n')).not.toContain(text);
    expect(chat.question).toBe(asked);
    expect(world.latest).toEqual(given);
  });
});

describe('without a question open', () => {
  it('greets, and offers what fits: to begin, to go on, to see the status, to re-verify', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('hi');
    expect(chat.buttons).toEqual([
      'Verify me',
      'Something went wrong',
      'What can my account do?',
      'Talk to a person',
    ]);
    const drafting = await standingAt('particulars');
    await drafting.chat.says('cancel');
    await drafting.chat.says('stop');
    await drafting.chat.says('hi');
    expect(drafting.chat.question).toContain('at step 3 of 7');
    expect(drafting.chat.buttons[0]).toBe('Continue my verification');
    const sent = await submitted();
    await sent.chat.says('hi');
    expect(sent.chat.buttons[0]).toBe('Where is my verification?');
    sent.world.decide('rejected', ['selfie_dark']);
    await sent.chat.says('hi');
    expect(sent.chat.buttons[0]).toBe('Re-Verify');
  });

  it('admits that it did not understand, and offers a person the second time', async () => {
    const chat = new Chat(new World());
    const [first] = await chat.says('flurb gnarx');
    expect(first).toMatch(/did not understand|not sure what you mean/);
    await chat.says('zzz qqq');
    expect(chat.question).toContain('talking past each other');
    expect(chat.replies.at(-1)?.attachments?.[0]?.content).toMatchObject({
      buttons: expect.arrayContaining([expect.objectContaining({ title: 'Talk to a person' })]),
    });
  });

  it('says what the guide does not say', async () => {
    const chat = new Chat(new World());
    await chat.says('What is the price of bitcoin tomorrow?');
    expect(chat.question).toContain('guide does not say');
  });

  it('answers with the part of the guide that it rests on, and repeats it', async () => {
    const chat = new Chat(new World());
    const [answer] = await chat.says('what photo formats are supported?');
    expect(answer).toContain('PNG');
    expect(answer).toContain('Source: guide, section 2.2');
    const [again] = await chat.says('repeat');
    expect(again).toContain(answer);
  });

  it('asks what a picture out of the blue is, and uses it for that', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.sends(world.upload(passport(GERMAN_ANNA)));
    expect(chat.buttons).toEqual(['My document or selfie', 'A screenshot of a problem']);
    await chat.says('My document or selfie');
    for (const step of ['consent', 'country', 'document_type', 'particulars'] as const)
      await pass(step, chat, world);
    expect(chat.question).toContain(ASKS.check);

    const other = new Chat(world);
    await other.sends(world.upload({ kind: 'image', contentType: 'image/png' }));
    await other.says('a screenshot');
    expect(other.question).toContain('What exactly happens?');
  });

  it.each(['back', 'cancel', 'start over', 'yes', 'repeat'])('has an answer to "%s"', async (text) => {
    const chat = new Chat(new World());
    const replies = await chat.says(text);
    expect(replies.length).toBeGreaterThan(0);
    expect(chat.buttons).toContain('Talk to a person');
  });

  it('starts over from a draft after asking', async () => {
    const { chat, world } = await standingAt('check');
    chat.losesItsState();
    await chat.says('start over');
    expect(chat.question).toContain('Do you want to start over?');
    await chat.says('start over');
    expect(chat.question).toContain(ASKS.consent);
    expect(world.submissions.map(({ state }) => state)).toEqual(['withdrawn', 'draft']);
  });
});

describe('misunderstandings at a question', () => {
  it('offers a person after the second one, and keeps asking', async () => {
    const { chat } = await standingAt('document_type');
    const [first] = await chat.says('blorp');
    expect(first).toContain('Please choose one of the three');
    const [second] = await chat.says('blorp');
    expect(second).toContain('talking past each other');
    expect(chat.question).toContain(ASKS.document_type);
  });
});

describe('status', () => {
  it('tells each state, the reasons of a failure, and offers to re-verify', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('where is my verification?');
    expect(chat.question).toContain('not started');
    const sent = await submitted();
    await sent.chat.says('status');
    expect(sent.chat.question).toContain('with our reviewers');
    sent.world.decide('rejected', ['document_glare', 'selfie_dark']);
    for (const asked of ['status', 'why did my verification fail?']) {
      await sent.chat.says(asked);
      expect(sent.chat.question.match(/^- \*\*/gm)).toHaveLength(2);
      expect(sent.chat.buttons).toContain('Re-Verify');
    }
  });
});

describe('what a release or a channel may do', () => {
  it('forgets a dialog that no longer exists, without losing what was given', async () => {
    const { chat, world } = await standingAt('particulars');
    chat.renamesDialogsInItsState('particulars', 'particulars-of-long-ago');
    const [welcome] = await chat.says('go on');
    expect(welcome).toContain('Welcome back');
    expect(chat.question).toContain(ASKS.particulars);
    expect(world.latest?.answers.documentType).toBe('passport');
  });

  it('leaves activities that are no messages alone', async () => {
    const { chat } = await standingAt('country');
    expect(await chat.receives({ type: 'event', name: 'webchat/join' })).toEqual([]);
    await chat.says('Germany');
    expect(chat.question).toContain(ASKS.document_type);
  });
});
