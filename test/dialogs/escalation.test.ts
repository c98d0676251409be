import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { World } from './kit/world.ts';

async function upTo(question: 'summary' | 'files' | 'contact' | 'send', world = new World()) {
  const chat = new Chat(world);
  await chat.says('talk to a person');
  if (question === 'summary') return { chat, world };
  await chat.says('I cannot upload my passport.');
  if (question === 'files') return { chat, world };
  await chat.says('skip');
  if (question === 'contact') return { chat, world };
  await chat.says('me@example.com');
  return { chat, world };
}

/** Asks for a person and gives what is needed, without files and without an address. */
async function getsTicket(chat: Chat, world: World): Promise<void> {
  await chat.says('human please');
  if (chat.question.includes('Is that right')) await chat.says('That is right');
  else await chat.says('I need help with this.');
  await chat.says('skip');
  await chat.says('skip');
  await chat.says('yes');
  expect(world.requests).toHaveLength(1);
}

describe('from every other place', () => {
  it.each([
    ['a question about the account', ['can I trade futures?'], 'When did you register'],
    ['leaving', ['verify me', 'I agree', 'cancel'], 'Do you want to stop'],
  ])('%s: a person is there, and it goes on afterwards', async (_place, way, asked) => {
    const world = new World();
    const chat = new Chat(world);
    for (const text of way) await chat.says(text);
    expect(chat.question).toContain(asked);
    await getsTicket(chat, world);
    expect(chat.question).toContain(asked);
  });

  it.each([
    ['a problem', ['error 9801'], 'Did that help?'],
    ['telling the problem', ['Something went wrong'], 'What exactly happens?'],
  ])('%s: with a ticket it is in their hands, without one it goes on', async (_place, way, asked) => {
    const world = new World();
    const chat = new Chat(world);
    for (const text of way) await chat.says(text);
    expect(chat.question).toContain(asked);
    await chat.says('human please');
    await chat.says('cancel');
    expect(chat.question).toContain(asked);
    await getsTicket(chat, world);
    expect(chat.question).toContain('its number is');
  });

  it('also while a picture waits for its purpose', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.sends(world.upload({ kind: 'image', contentType: 'image/png' }));
    await chat.says('talk to a person');
    expect(chat.question).toContain('What should they know');
  });
});

describe('talking to a person', () => {
  it('collects a summary, files, an address and consent, then gives a number and what happens next', async () => {
    const { chat, world } = await upTo('files');
    const image = world.upload({ kind: 'image', contentType: 'image/webp' });
    const film = world.upload({ kind: 'video', contentType: 'video/mp4' });
    const [both] = await chat.sends(image, film);
    expect(both).toContain('I have kept 2 files.');
    await chat.says('done');
    expect(chat.question).toContain('e-mail address');
    await chat.says('me@example.com');
    expect(chat.question).toContain('- What you told me: I cannot upload my passport.');
    expect(chat.question).toContain('- 2 files');
    expect(chat.question).toContain('me@example.com');
    expect(world.requests).toHaveLength(0);
    await chat.says('Yes, send it');
    expect(chat.question).toContain('**VG-1001**');
    expect(chat.question).toContain('24/7');
    expect(world.requests).toMatchObject([
      {
        summary: 'I cannot upload my passport.',
        category: 'person_wanted',
        uploadIds: [image, film],
        email: 'me@example.com',
        customerId: 'user1',
      },
    ]);
  });

  it('refuses other kinds of file with words, and keeps the rest', async () => {
    const { chat, world } = await upTo('files');
    const pdf = world.upload({ kind: 'other', contentType: 'application/pdf' });
    const png = world.upload({ kind: 'image', contentType: 'image/png' });
    const replies = await chat.sends(pdf, png);
    expect(replies[0]).toContain(`I cannot take "${pdf}.jpg"`);
    expect(replies[1]).toContain('kept the file');
    const [large] = await chat.sendsTooLarge('long film.mp4');
    expect(large).toContain('"long film.mp4" is too large');
    expect(chat.question).toContain('screenshots or a recording');
  });

  it('does not ask for an address that is known', async () => {
    const world = new World();
    world.customer = { ...world.customer, email: 'known@example.com' };
    const { chat } = await upTo('contact', world);
    expect(chat.question).toContain('known@example.com');
    expect(chat.question).toContain('Do you agree');
  });

  it('asks again for an address that is none', async () => {
    const { chat } = await upTo('contact');
    const [fault] = await chat.says('me at example');
    expect(fault).toContain('does not look like an e-mail address');
  });

  it('sends nothing without consent', async () => {
    const { chat, world } = await upTo('send');
    await chat.says('no');
    expect(chat.question).toContain('I did not send anything');
    expect(world.requests).toHaveLength(0);
  });

  it('opens one ticket however often the turn is run', async () => {
    const { chat, world } = await upTo('send');
    const { first, second } = await chat.crashesAfter({ type: 'message', text: 'Yes, send it' });
    expect(second).toEqual(first);
    expect(world.requests).toHaveLength(1);
  });

  it('offers to add to a request that is still open', async () => {
    const { chat, world } = await upTo('send');
    await chat.says('yes');
    await chat.says('talk to a person');
    expect(chat.question).toContain('VG-1001');
    expect(chat.buttons).toEqual(['Add to it', 'Open a new one']);
    await chat.says('Add to it');
    await chat.says('It is an Android phone.');
    await chat.sends(world.upload({ kind: 'image', contentType: 'image/png' }));
    await chat.says('done');
    expect(chat.question).toContain('added it to your request **VG-1001**');
    expect(world.added).toEqual([{ number: 'VG-1001', uploadIds: ['u1'], text: 'It is an Android phone.' }]);
    expect(world.requests).toHaveLength(1);

    await chat.says('talk to a person');
    await chat.says('Open a new one');
    await chat.says('Something else.');
    await chat.says('skip');
    await chat.says('skip');
    await chat.says('yes');
    expect(world.requests).toHaveLength(2);
    expect(world.requests[1]?.key).not.toBe(world.requests[0]?.key);
  });

  it('offers to open a solved request again', async () => {
    const { chat, world } = await upTo('send');
    await chat.says('yes');
    world.solve('VG-1001');
    await chat.says('talk to a person');
    expect(chat.question).toContain('Your request **VG-1001** was solved.');
    expect(chat.buttons).toEqual(['Open it again', 'Open a new one']);
    await chat.says('Open it again');
    await chat.says('It is back.');
    await chat.says('skip');
    expect(world.added).toEqual([{ number: 'VG-1001', uploadIds: [], text: 'It is back.' }]);
    expect(world.requests).toHaveLength(1);
  });

  it('tells the desk when it is another matter, and the customer when it went to the open request', async () => {
    const { chat, world } = await upTo('send');
    await chat.says('yes');
    expect(world.requests[0]).not.toHaveProperty('separate');
    await chat.says('talk to a person');
    await chat.says('Open a new one');
    for (const text of ['Something else.', 'skip', 'skip', 'yes']) await chat.says(text);
    expect(world.requests[1]).toMatchObject({ separate: true });
    const merging = await upTo('send');
    merging.world.merges = true;
    await merging.chat.says('yes');
    expect(merging.chat.question).toContain('I have added it to your request **VG-1001**');
  });

  it.each([
    ['with an address', 'me@example.com', 'and to your e-mail address as well.'],
    ['without one', 'skip', 'come back to this page to read it.'],
  ])('is honest when nobody is at the desk, %s', async (_what, address, where) => {
    const world = new World();
    world.staffing = {
      isStaffed: false,
      isAlwaysOpen: false,
      timeZone: 'Europe/Berlin',
      opensAt: '2026-11-30T08:00:00Z',
    };
    const { chat } = await upTo('contact', world);
    await chat.says(address);
    await chat.says('yes');
    expect(chat.question).toContain('its number is **VG-1001**');
    expect(chat.question).toContain('Nobody from our team is at the desk just now');
    expect(chat.question).toMatch(/back from Monday.*30.*09:00/);
    expect(chat.question).toContain(where);
    expect(chat.question).not.toContain('24/7');
  });

  it('claims no hours that the desk does not have', async () => {
    const world = new World();
    world.staffing = { isStaffed: true, isAlwaysOpen: false, timeZone: 'UTC' };
    const { chat } = await upTo('send', world);
    await chat.says('yes');
    expect(chat.question).toContain('You can go on talking with me meanwhile.');
    expect(chat.question).not.toContain('24/7');
    expect(chat.question).not.toContain('Nobody from our team');
  });

  it('uses what was said along with the wish', async () => {
    const { chat, world } = { chat: new Chat(new World()), world: new World() };
    await chat.says('I want to talk to a human about my card that nobody accepts');
    expect(chat.question).toContain('I want to talk to a human about my card that nobody accepts');
    expect(world.requests).toHaveLength(0);
  });

  it.each([
    ['files', 'What should they know'],
    ['contact', 'screenshots or a recording'],
    ['send', 'e-mail address'],
  ] as const)('goes back from %s', async (from, before) => {
    const { chat } = await upTo(from);
    await chat.says('back');
    expect(chat.question).toContain(before);
  });

  it.each(['summary', 'files', 'contact', 'send'] as const)(
    'survives every interruption at %s',
    async (question) => {
      const { chat } = await upTo(question);
      const asked = chat.question;
      for (const aside of [
        'help',
        'repeat',
        'hello',
        'thanks',
        'talk to a person',
        'How long does it take?',
      ]) {
        await chat.says(aside);
        expect(chat.question).toBe(asked);
      }
      await chat.says('cancel');
      if (question !== 'summary') {
        expect(chat.question).toContain('would be lost');
        await chat.says('go on');
        expect(chat.question).toBe(asked);
        await chat.says('start over');
        await chat.says('start over');
        expect(chat.question).toContain('What should they know');
        return;
      }
      expect(chat.question).toContain('Nothing was sent');
    },
  );

  it.each([
    'My help page is broken, please cancel nothing',
    'Why was I rejected and who decides',
    'It said go back',
  ])('takes "%s" as what to tell the team', async (summary) => {
    const { chat } = await upTo('summary');
    await chat.says(summary);
    expect(chat.question).toContain('screenshots or a recording');
  });

  it('works in words alone', async () => {
    const world = new World();
    const chat = new Chat(world, 'sms');
    for (const text of ['talk to a person', 'It broke.', 'skip', 'skip', '1']) await chat.says(text);
    expect(world.requests).toHaveLength(1);
  });
});
