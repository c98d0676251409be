import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { screenshot } from './kit/specimen.ts';
import { standingAt } from './kit/steps.ts';
import { World } from './kit/world.ts';

const CHROME_ON_ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

/** Says of everything that it did not help, and that one cannot tell, until a person is offered. */
async function tryEverything(chat: Chat): Promise<string[]> {
  const tried: string[] = [];
  for (let turns = 0; !chat.question.includes('Shall I pass it on to our team?'); turns += 1) {
    expect([turns, chat.question]).toEqual([expect.any(Number), expect.stringMatching(/\?/)]);
    expect(turns).toBeLessThan(16);
    const isSteps = chat.question.includes('Did that help?');
    if (isSteps) tried.push(chat.question);
    await chat.says(isSteps ? 'No, still the same' : 'I am not sure');
  }
  return tried;
}

const allSaid = (chat: Chat): string => chat.replies.map(({ text }) => text ?? '').join('\n');

describe('a problem', () => {
  it.each([
    ['error 9801', /9801[\s\S]*different browser[\s\S]*different device/],
    ["it can't see my face", /often|browser/i],
    ["camera won't open on my phone", /camera/i],
  ])('%s: says what it may be, what to try, and where that stands', async (problem, expected) => {
    const chat = new Chat(new World());
    await chat.says(problem);
    expect(chat.question).toMatch(expected);
    expect(chat.question).toContain('1. ');
    expect(chat.question).toContain('Did that help?');
    expect(chat.buttons).toEqual(['Yes, it works', 'No, still the same', 'I tried that already']);
  });

  it('rests on the guide where the guide says it', async () => {
    const chat = new Chat(new World());
    await chat.says('error 9810');
    expect(chat.question).toContain('Source: guide, section 2.1');
  });

  it('knows the browser', async () => {
    const world = new World();
    world.userAgent = CHROME_ON_ANDROID;
    const chat = new Chat(world);
    await chat.says("camera won't open on my phone");
    const onChrome = chat.question;
    world.userAgent = undefined;
    const other = new Chat(world);
    await other.says("camera won't open on my phone");
    expect(onChrome).not.toBe(other.question);
  });

  it('says exactly how old the browser is', async () => {
    const world = new World();
    world.userAgent = CHROME_ON_ANDROID;
    const chat = new Chat(world);
    await chat.says('error 9810');
    expect(chat.question).toMatch(
      /You use \*\*Chrome 130\*\*\. The latest version is \d+, of \w+ \d+, 20\d\d: yours is \d+ versions and \d+ months behind\./,
    );
    world.userAgent = CHROME_ON_ANDROID.replace('130', '999');
    const other = new Chat(world);
    await other.says('error 9810');
    expect(other.question).toContain('I know of no newer version');
    expect(other.question).not.toContain('Play Store');
  });

  it('asks what it needs to know, takes an answer in words, and goes on from there', async () => {
    const chat = new Chat(new World());
    await chat.says("camera won't open on my phone");
    await chat.says('no');
    expect(chat.question).toContain('What do you see where the picture of the camera should be?');
    expect(chat.buttons).toContain('That there is no camera');
    expect(chat.buttons.at(-1)).toBe('I am not sure');
    await chat.says('no camera');
    expect(chat.question).toContain('The device has no camera that works');
    await chat.says('back');
    expect(chat.question).toContain('What do you see where');
  });

  it('is glad when it helped', async () => {
    const chat = new Chat(new World());
    await chat.says('error 9801');
    await chat.says('it works now');
    expect(chat.question).toContain('glad');
  });

  it('goes from cause to cause, then to a person who gets all of it', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('Something went wrong');
    expect(chat.question).toContain('What exactly happens?');
    await chat.says('I see error 9801 when I scan my passport');
    const tried = await tryEverything(chat);
    expect(new Set(tried).size).toBe(tried.length);
    await chat.says('yes please');
    expect(chat.question).toContain('I see error 9801 when I scan my passport');
    await chat.says('That is right');
    const screenshot = world.upload({ kind: 'image', contentType: 'image/png' });
    await chat.sends(screenshot);
    await chat.says('done');
    await chat.says('skip');
    expect(chat.question).toMatch(/What you tried: \d+ steps?/);
    await chat.says('yes');
    expect(world.requests).toHaveLength(1);
    expect(world.requests[0]).toMatchObject({
      summary: 'I see error 9801 when I scan my passport',
      category: 'error_9801',
      uploadIds: [screenshot],
    });
    expect(world.requests[0]?.tried.length).toBeGreaterThan(tried.length);
    expect(world.requests[0]?.asked).toEqual([
      { question: 'How does your document look in the picture?', answer: 'I am not sure' },
    ]);
  });

  it('keeps a picture that it can make nothing of, and asks for the words', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('Something went wrong');
    const [kept, words] = await chat.sends(world.upload({ kind: 'image', contentType: 'image/png' }));
    expect(kept).toContain('kept the file');
    expect(words).toContain('do not find a message');
    await chat.says('9801');
    await chat.says('talk to a person');
    await chat.says('that is right');
    await chat.says('done');
    await chat.says('skip');
    await chat.says('yes');
    expect(world.requests[0]?.uploadIds).toEqual(['u1']);
    // With the ticket opened, nobody is sent through the same steps again.
    expect(chat.question).toContain('its number is');
  });

  it('gives general advice for what it does not know, and does not ask for ever', async () => {
    const chat = new Chat(new World());
    await chat.says('Something went wrong');
    await chat.says('the purple thing blinks sideways');
    expect(allSaid(chat)).toContain('Did that help?');
  });

  it('turns to another problem that comes up', async () => {
    const chat = new Chat(new World());
    await chat.says('error 9801');
    await chat.says('now it says error 9810');
    expect(chat.question).toContain('9810');
  });

  it('goes back a cause, and can be declined at the end', async () => {
    const chat = new Chat(new World());
    await chat.says('error 9801');
    const first = chat.question;
    await chat.says('no');
    await chat.says('back');
    expect(chat.question).toBe(first);
    await tryEverything(chat);
    await chat.says('not now');
    expect(chat.question).toContain('ask for a person at any time');
  });
});

describe('a screenshot', () => {
  const ERROR = screenshot(['Identity Verification', 'Error 9801']);

  it('out of the blue is read, answered with the steps, and kept for our team', async () => {
    const world = new World();
    const chat = new Chat(world);
    const [seen] = await chat.sends(world.upload(ERROR));
    expect(seen).toContain('On your screenshot I can read **error 9801**');
    expect(chat.question).toContain('different browser');
    await tryEverything(chat);
    await chat.says('yes please');
    await chat.says('That is right');
    for (const answer of ['done', 'skip', 'yes']) await chat.says(answer);
    expect(world.requests[0]).toMatchObject({ category: 'error_9801', uploadIds: ['u1'] });
  });

  it('says what is covered before people see it, and warns of a secret', async () => {
    const world = new World();
    const chat = new Chat(world);
    const said = await chat.sends(world.upload({ ...ERROR, covered: 2, secrets: ['seed_phrase'] }));
    expect(said.join(' ')).toMatch(/recovery phrase.*error 9801.*I cover what is personal/);
  });

  it('that is not sure is asked about, never named', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.sends(world.upload(screenshot(['My drive', 'This file is too large'])));
    expect(chat.question).toContain('not sure what your screenshot shows');
    expect(chat.buttons).toEqual(['The image is too large', 'None of these']);
    await chat.says('None of these');
    expect(chat.question).toContain('What exactly happens?');
    const other = new Chat(world);
    await other.sends('u1');
    await other.says('The image is too large');
    expect(other.question).toContain('under 4 MB');
  });

  it('without a known message is kept, and the words are asked for', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.sends(
      world.upload(screenshot(['The weather of today', 'Sunny, and a light wind from the west'])),
    );
    expect(allSaid(chat)).toContain('do not find a message on it');
    expect(chat.question).toContain('What exactly happens?');
  });

  it('in place of a document is explained, and the photo is asked for again afterwards', async () => {
    const { chat, world } = await standingAt('document_front');
    const said = await chat.sends(world.upload(ERROR));
    expect(said.join(' ')).toContain('error 9801');
    expect(chat.question).toContain('Did that help?');
    expect(world.measured).toBe(0);
    await chat.says('it works now');
    expect(chat.question).toContain('photo page');
  });

  it('of another error during a diagnosis turns to that one', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('error 9801');
    await chat.sends(world.upload(screenshot(['Error 9810'])));
    expect(allSaid(chat)).toContain('error 9810');
    expect(chat.question).toContain('9810');
  });
});
