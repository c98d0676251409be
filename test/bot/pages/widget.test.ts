import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';

import { selfieOf } from '../../specimen/portraits.ts';
import { openBrowser, openTab, writeCameraFile, type Tab, type TabOptions } from '../../kit/browser.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { Widget } from '../../kit/widget.ts';
import { startSite, type Site } from './site.ts';

/** What the camera showed, for people to look at. */
const pictures = path.join(tmpdir(), 'veriguide-screens');

const MEBIBYTE = 1024 * 1024;

let fresh: FreshDatabase;
let site: Site;
let browser: Browser;
const tabs: Tab[] = [];

/** The bot of these tests: what it says is data. */
function answers(said: string, files: number) {
  if (said === '' && files === 0) {
    const actions = ['Verify me', 'Talk to a person'].map((title) => ({
      type: 'imBack',
      title,
      value: title,
    }));
    return [{ type: 'message', text: 'Welcome!', suggestedActions: { to: [], actions } }];
  }
  if (files > 0) return [{ type: 'message', text: `Got ${files}` }];
  if (said === 'photo please') {
    return [{ type: 'message', text: 'Send your passport', channelData: { expects: 'document_photo' } }];
  }
  if (said === 'move please' || said === 'move late') {
    const until = new Date(Date.now() + (said === 'move late' ? 1_500 : 60_000)).toISOString();
    const liveness = { instruction: 'Look up', until, renew: 'Ask for something else' };
    return [{ type: 'message', text: 'Movement 1', channelData: { expects: 'liveness', liveness } }];
  }
  return [{ type: 'message', text: `You said ${said}` }];
}

beforeAll(async () => {
  fresh = await freshDatabase();
  site = await startSite(fresh, { answers });
  browser = await openBrowser();
}, 60_000);
afterEach(async () => {
  for (const tab of tabs.splice(0)) {
    tab.expectClean();
    await tab.close();
  }
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await fresh.drop();
});

/** Waits until it is so. */
const eventually = (what: string, isSo: () => Promise<boolean>) =>
  until(what, async () => ((await isSo()) ? true : undefined));

async function visit(
  options: Partial<TabOptions> = {},
  inBrowser = browser,
): Promise<{ tab: Tab; widget: Widget }> {
  const tab = await openTab(inBrowser, { origin: site.origin, ...options });
  tabs.push(tab);
  await tab.page.goto(options.origin ?? site.origin);
  return { tab, widget: new Widget(tab.page) };
}

/** A photo of noise: it cannot be compressed away. */
async function noisePhoto(widthPx: number): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  return sharp({ create: { width: widthPx, height: widthPx, channels: 3, background: '#808080', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

const photo = (name: string, buffer: Buffer, mimeType = 'image/jpeg') => ({ name, mimeType, buffer });

describe('opening and closing', () => {
  it('loads the chat only when it is wanted, from this host only', async () => {
    const { tab, widget } = await visit();
    await tab.page.waitForLoadState('networkidle');
    expect(
      tab.requests.filter((address) => address.includes('webchat') || address.includes('/chat')),
    ).toEqual([]);
    await widget.open();
    await widget.hears('Welcome!');
    expect(tab.requests.some((address) => address.includes('webchat'))).toBe(true);
    tab.expectClean();
  }, 60_000);

  it('is used with the keyboard: focus goes in, Escape closes, focus comes back', async () => {
    const { tab, widget } = await visit();
    await widget.launcher.focus();
    await tab.page.keyboard.press('Enter');
    await widget.isReady();
    await widget.hears('Welcome!');
    await eventually('the focus in the text box', () =>
      widget.sendBox.evaluate((box) => box === box.ownerDocument.activeElement),
    );
    await tab.page.keyboard.type('hello');
    await tab.page.keyboard.press('Enter');
    await widget.hears('You said hello');
    await tab.page.keyboard.press('Escape');
    await eventually('the focus on the launcher', () =>
      widget.launcher.evaluate((button) => button.matches(':focus')),
    );
    expect(await widget.launcher.getAttribute('aria-expanded')).toBe('false');
    expect(await widget.launcher.getAttribute('aria-label')).toBe('Open the verification help chat');
  }, 60_000);

  it('fills the screen of a phone, and nothing zooms or scrolls sideways', async () => {
    const { tab, widget } = await visit({ width: 390, phone: true });
    await widget.open();
    await widget.hears('Welcome!');
    const frame = await tab.page.locator('#veriguide iframe').boundingBox();
    expect(frame).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    expect(await widget.sendBox.evaluate((box) => getComputedStyle(box).fontSize)).toBe('16px');
    for (const place of [tab.page.locator('html'), widget.frame.locator('html')]) {
      expect(await place.evaluate((html) => html.scrollWidth)).toBe(390);
    }
  }, 60_000);

  it('asks in the name of the user when a page wants it to', async () => {
    const { tab, widget } = await visit();
    await tab.page.getByRole('button', { name: 'Ask about this: When something goes wrong' }).click();
    await widget.hears('You said I see error 9801');
  }, 60_000);
});

describe('a conversation', () => {
  it('goes on after a reload, with the chat open as it was', async () => {
    const { tab, widget } = await visit();
    await widget.open();
    await widget.choose('Verify me');
    await widget.hears('You said Verify me');
    await tab.page.reload();
    await widget.isReady();
    await widget.hears('You said Verify me');
    expect((await widget.messages()).map(({ text }) => text)).toEqual([
      'Welcome!',
      'Verify me',
      'You said Verify me',
    ]);
  }, 60_000);

  it('survives a restart of the server: says that it reconnects, and sends what was written meanwhile', async () => {
    let second = await startSite(fresh, { answers });
    const port = Number(new URL(second.origin).port);
    const { widget } = await visit({ origin: second.origin });
    await widget.open();
    await widget.say('before');
    await widget.hears('You said before');
    await second.stop();
    await widget.connectionLine.getByText('Reconnecting').waitFor();
    await widget.say('meanwhile');
    second = await startSite(fresh, { answers, port });
    await widget.hears('You said meanwhile', { timeoutMs: 30_000 });
    await widget.connectionLine.waitFor({ state: 'hidden' });
    const said = (await widget.messages()).filter(({ from }) => from === 'user').map(({ text }) => text);
    expect(said).toEqual(['before', 'meanwhile']);
    await second.stop();
  }, 90_000);

  it('goes on when the token is refused, with a new one and the same conversation', async () => {
    const { tab, widget } = await visit();
    await widget.open();
    await widget.hears('Welcome!');
    let refused = 0;
    await tab.context.route('**/activities', (route) => {
      if (refused++ === 0) return route.fulfill({ status: 403, body: '{}' });
      return route.continue();
    });
    await widget.say('still here?');
    await widget.hears('You said still here?');
    expect(refused).toBe(2);
    expect((await widget.messages()).map(({ text }) => text)).toEqual([
      'Welcome!',
      'still here?',
      'You said still here?',
    ]);
  }, 60_000);

  it('is put away for a new one after a question', async () => {
    const { widget } = await visit();
    await widget.open();
    await widget.say('old');
    await widget.hears('You said old');
    await widget.newConversation();
    await eventually(
      'an empty conversation',
      async () => (await widget.messages()).map(({ text }) => text).join() === 'Welcome!',
    );
  }, 60_000);

  it('shows who is talking, and counts what came while it was closed', async () => {
    const { tab, widget } = await visit();
    await widget.open();
    await widget.say('help');
    await widget.hears('You said help');
    const cookie = (await tab.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${site.origin}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { cookie },
    });
    const { conversationId } = (await answer.json()) as { conversationId: string };
    const tell = (text: string) =>
      site.conversations.append(conversationId, 'agent', {
        type: 'message',
        text,
        from: { id: 'agent', name: 'Alex' },
      });
    await tell('I looked at it.');
    expect(await widget.hears('I looked at it.')).toMatchObject({ sender: 'Alex' });
    expect(await widget.header.innerText()).toContain('Alex · support team');
    await widget.close();
    await tell('Still there?');
    await tell('I mailed you.');
    await eventually('a badge of 2', async () => (await widget.unread.innerText()) === '2');
    expect(await widget.launcher.getAttribute('aria-label')).toContain('2 unread');
    await tab.page.reload();
    await eventually('a badge of 2 after the reload', async () => (await widget.unread.innerText()) === '2');
    await widget.open();
    expect(await widget.unread.innerText()).toBe('');
    expect(await widget.hears('I mailed you.')).toMatchObject({ sender: undefined });
  }, 60_000);
});

describe('files', () => {
  it('go out as soon as they are chosen, and are shown', async () => {
    const { widget } = await visit();
    await widget.open();
    await widget.hears('Welcome!');
    await widget.upload(
      photo('a.jpg', await noisePhoto(200)),
      photo('b.png', await noisePhoto(100), 'image/png'),
    );
    await widget.hears('Got 2');
    const picture = widget.frame.locator('.webchat__bubble--from-user img').first();
    await eventually('the picture', () =>
      picture.evaluate((image) => (image as HTMLImageElement).naturalWidth === 200),
    );
    expect((await picture.boundingBox())?.height).toBe(200);
  }, 60_000);

  it('that are too large for a photo are not sent: the limit is named, and a smaller one is made on request', async () => {
    const { widget } = await visit();
    await widget.open();
    await widget.say('photo please');
    await widget.hears('Send your passport');
    const large = await noisePhoto(2_400);
    expect(large.length).toBeGreaterThan(4 * MEBIBYTE);
    await widget.upload(photo('passport.jpg', large));
    await widget.problems.getByText('must be smaller than 4 MB').waitFor();
    expect(await widget.problems.innerText()).toContain('passport.jpg');
    expect((await widget.messages()).at(-1)).toMatchObject({ text: 'Send your passport' });
    await widget.problems.getByRole('button', { name: 'Make it smaller and send' }).click();
    await widget.hears('Got 1');
    expect(await widget.problems.count()).toBe(0);
  }, 90_000);

  it.each([
    [
      'exactly at the limit',
      'passport.jpg',
      'image/jpeg',
      4 * MEBIBYTE,
      'has 4 MB. A photo for your verification must be smaller than 4 MB',
    ],
    ['one byte over', 'passport.jpg', 'image/jpeg', 4 * MEBIBYTE + 1, 'has 4.1 MB'],
    ['empty', 'passport.jpg', 'image/jpeg', 0, 'is empty'],
    ['from an iPhone', 'IMG_1.heic', 'image/heic', 1_000, 'HEIC'],
    ['of another format', 'scan.pdf', 'application/pdf', 1_000, 'format that cannot be used'],
  ])(
    '%s are refused with the reason',
    async (_how, name, type, bytes, reason) => {
      const { widget } = await visit();
      await widget.open();
      await widget.say('photo please');
      await widget.hears('Send your passport');
      await widget.upload(photo(name, Buffer.alloc(bytes, 1), type));
      await widget.problems.getByText(reason).waitFor();
      await widget.problems.getByRole('button', { name: 'Choose a file' }).waitFor();
    },
    60_000,
  );

  it('just below the limit are sent', async () => {
    const { widget } = await visit();
    await widget.open();
    await widget.say('photo please');
    await widget.hears('Send your passport');
    await widget.upload(photo('passport.jpg', Buffer.alloc(4 * MEBIBYTE - 1, 1)));
    await widget.hears('Got 1');
  }, 60_000);

  it('survive an interruption while they are sent', async () => {
    const { tab, widget } = await visit();
    await widget.open();
    await widget.hears('Welcome!');
    let tries = 0;
    await tab.context.route('**/upload?*', (route) => (tries++ === 0 ? route.abort() : route.continue()));
    await widget.upload(photo('a.jpg', await noisePhoto(100)));
    await widget.hears('Got 1');
    expect(tries).toBe(2);
  }, 60_000);
});

describe('the camera', () => {
  it('takes a photo of what it sees, which is looked at before it is sent', async () => {
    const file = path.join(fresh.folder, 'red.y4m');
    const red = { create: { width: 640, height: 480, channels: 3 as const, background: '#e01010' } };
    await writeCameraFile(file, await sharp(red).jpeg().toBuffer());
    const seeing = await openBrowser({ camera: file });
    const { tab, widget } = await visit({}, seeing);
    await widget.open();
    await widget.say('photo please');
    await widget.hears('Send your passport');
    await widget.photograph();
    await widget.hears('Got 1');
    const picture = widget.frame.locator('.webchat__bubble--from-user img').first();
    await eventually('the picture', () => picture.evaluate((image) => (image as HTMLImageElement).complete));
    const { dominant } = await sharp(await picture.screenshot()).stats();
    expect(dominant).toMatchObject({ r: expect.closeTo(0xe0, -1.5), g: expect.closeTo(0x10, -1.5) });
    tab.expectClean();
    tabs.pop();
    await seeing.close();
  }, 60_000);

  it.each([
    { width: 1280, dark: false, phone: false },
    { width: 390, dark: true, phone: true },
  ])(
    'opens for a movement with its time, counts down and shoots by itself: %o',
    async (size) => {
      const file = path.join(fresh.folder, `face-${size.width}.y4m`);
      await writeCameraFile(file, await selfieOf('anna'));
      const seeing = await openBrowser({ camera: file });
      const { tab, widget } = await visit(size, seeing);
      const shoot = (name: string) =>
        tab.page.screenshot({ path: path.join(pictures, `camera-${size.width}-${name}.png`) });
      await widget.open();
      await widget.say('move please');
      const shutter = widget.frame.getByRole('button', { name: 'Take the photo in 3 seconds' });
      await shutter.waitFor();
      await widget.frame.locator('#camera .hint').getByText('Look up').waitFor();
      expect(await widget.frame.getByRole('timer').innerText()).toMatch(/^(60|[1-5]?\d) s left$/);
      await shoot('live');
      const counted = await widget.frame.locator('#camera .countdown').evaluateHandle((countdown) => {
        const shown: string[] = [];
        new MutationObserver(() => shown.push(countdown.textContent)).observe(countdown, { childList: true });
        return shown;
      });
      // The shutter has the focus: the keyboard is enough.
      await tab.page.keyboard.press('Enter');
      await shoot('countdown');
      await widget.frame.getByRole('button', { name: 'Use this photo' }).waitFor();
      expect(await counted.jsonValue()).toEqual(['3', '2', '1', '']);
      await shoot('shot');
      await tab.page.keyboard.press('Enter');
      await widget.hears('Got 1');

      // After a reload it is history: nothing opens by itself.
      await widget.say('move please');
      await shutter.waitFor();
      await tab.page.reload();
      await widget.isReady();
      await widget.hears('Movement 1');
      expect(
        await widget.frame.locator('#camera').evaluate((dialog) => (dialog as HTMLDialogElement).open),
      ).toBe(false);
      await widget.say('move late');
      await widget.frame.getByText('The time for this movement is over').waitFor();
      await shoot('late');
      await tab.page.keyboard.press('Enter');
      await widget.hears('You said Ask for something else');
      tab.expectClean();
      tabs.pop();
      await seeing.close();
    },
    90_000,
  );

  it('says what to do when it is not allowed', async () => {
    const refusing = await openBrowser({ cameraAllowed: false });
    const { tab, widget } = await visit({}, refusing);
    await widget.open();
    await widget.hears('Welcome!');
    await widget.frame.getByRole('button', { name: 'Take a photo' }).click();
    await widget.frame.getByText('The camera is not allowed').waitFor();
    await widget.frame.getByRole('button', { name: 'Choose a file' }).waitFor();
    await widget.frame.getByRole('button', { name: 'Cancel' }).click();
    await widget.say('no camera');
    await widget.hears('You said no camera');
    tab.expectClean();
    tabs.pop();
    await refusing.close();
  }, 60_000);
});

describe('on the page of an exchange', () => {
  const secret = 'a secret of at least thirty-two characters';

  async function startExchange(token: () => Promise<string | undefined>) {
    let html = '';
    const exchange = createServer((req, res) => {
      if (req.url !== '/token') {
        res.setHeader('content-type', 'text/html').end(html);
        return;
      }
      void token().then((signed) => {
        res.statusCode = signed === undefined ? 401 : 200;
        res.end(JSON.stringify({ token: signed }));
      });
    });
    await new Promise<void>((resolve) => exchange.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(exchange.address() as AddressInfo).port}`;
    const strict = await startSite(fresh, {
      answers,
      customers: { mode: 'jwt', secret, issuer: undefined },
      widgetOrigins: [origin],
    });
    html = `<!doctype html><title>Exchange</title><script src="${strict.origin}/widget/veriguide.js" data-token-url="/token"></script>`;
    const tab = await openTab(browser, { origin: strict.origin });
    await tab.page.goto(origin);
    return {
      strict,
      widget: new Widget(tab.page),
      stop: async () => {
        await tab.close();
        await strict.stop();
        exchange.close();
      },
    };
  }

  it('the chat knows whom the exchange vouches for', async () => {
    const page = await startExchange(() =>
      new SignJWT({ name: 'Erika', email: 'erika@example.org', registered_at: '2021-05-14T00:00:00Z' })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('customer-17')
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(secret)),
    );
    await page.widget.open();
    await page.widget.say('hello');
    await page.widget.hears('You said hello');
    await page.stop();
  }, 60_000);

  it('asks a user who is not signed in to sign in, and goes on when they have', async () => {
    let signedIn = false;
    const page = await startExchange(async () =>
      signedIn
        ? new SignJWT()
            .setProtectedHeader({ alg: 'HS256' })
            .setSubject('customer-18')
            .setExpirationTime('5m')
            .sign(new TextEncoder().encode(secret))
        : undefined,
    );
    await page.widget.launcher.click();
    await page.widget.connectionLine.getByText('Please sign in').waitFor();
    signedIn = true;
    await page.widget.connectionLine.getByRole('button', { name: 'Try again' }).click();
    await page.widget.hears('Welcome!');
    await page.stop();
  }, 60_000);
});

describe('the demo account', () => {
  it('is what the assistant is told about the customer, and is shown again', async () => {
    const { tab } = await visit();
    const account = tab.page.locator('#account');
    await account.getByLabel('E-mail').fill('visitor@example.org');
    await account.getByRole('button', { name: 'Before the rule' }).click();
    await account.getByLabel('Country of residence').selectOption('Kenya');
    await account.getByRole('button', { name: 'Save account' }).click();
    await account.getByText('Saved.').waitFor();
    const known = await tab.page.evaluate(() =>
      fetch('/demo/account').then((answer) => answer.json() as Promise<unknown>),
    );
    expect(known).toMatchObject({
      email: 'visitor@example.org',
      registeredAt: '2021-05-14T00:00:00.000Z',
      residence: 'KE',
    });
    await tab.page.reload();
    await eventually(
      'the saved e-mail',
      async () => (await account.getByLabel('E-mail').inputValue()) === 'visitor@example.org',
    );
  }, 60_000);
});
