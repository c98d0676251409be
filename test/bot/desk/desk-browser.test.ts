import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { openBrowser, openTab, type Tab } from '../../kit/browser.ts';
import { until } from '../../kit/until.ts';
import { openDesk, PASSWORD, PIXEL, type Desk } from './desk-kit.ts';

let desk: Desk;
let browser: Browser;
let tab: Tab;
let number: string;

beforeAll(async () => {
  desk = await openDesk();
  await desk.agent('Kim');
  browser = await openBrowser();
  tab = await openTab(browser, { origin: desk.origin });
  await tab.page.goto(`${desk.origin}/desk/sign-in`);
  await tab.page.getByLabel('Login').fill('kim');
  await tab.page.getByLabel('Password').fill(PASSWORD);
  await tab.page.getByRole('button', { name: 'Sign in' }).click();
  await tab.page.waitForURL('**/desk');
});
afterAll(async () => {
  // No script outside of the policy, no request that leaves the host, no error on any of the pages.
  tab.expectClean();
  await browser.close();
  await desk.close();
});

beforeEach(async () => {
  number = await desk.ticket({ customerId: `dl_${Math.random()}` });
});

const conversationOf = async () => (await desk.tickets.byNumber(number))?.conversationId ?? '';

describe('the queue in a browser', () => {
  it('shows a new ticket by itself', async () => {
    await tab.page.goto(`${desk.origin}/desk`);
    const added = await desk.ticket({ customerId: 'dl_new', summary: 'Just arrived' });
    await tab.page.getByText('Just arrived').waitFor();
    expect(await tab.page.title()).toMatch(/^\(\d+\) Queue/);
    expect(added).toMatch(/^VG-/);
  });

  it('is walked through with j, k and Enter, found with /, explained with ?, and left alone while typing', async () => {
    const { page } = tab;
    await page.goto(`${desk.origin}/desk`);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
    await page.keyboard.press('j');
    const first = await focused();
    await page.keyboard.press('j');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focused()).toBe(first);

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('/');
    await page.keyboard.type('jk?');
    expect(await page.locator('#find').inputValue()).toBe('jk?');
    await page.locator('#find').fill(number);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/desk/tickets/${number}`);
    await page.keyboard.press('q');
    await page.waitForURL('**/desk');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${first ?? ''}`);
  });
});

describe('a ticket in a browser', () => {
  it('shows what the customer writes at once, and keeps what the agent is writing', async () => {
    const { page } = tab;
    await page.goto(`${desk.origin}/desk/tickets/${number}`);
    await page.getByLabel('Your answer').fill('I am just');
    await desk.conversations.append(await conversationOf(), 'user', {
      type: 'message',
      text: 'Are you there?',
    });
    await page.getByText('Are you there?').waitFor();
    expect(await page.getByLabel('Your answer').inputValue()).toBe('I am just');
  });

  it('sends an answer with Ctrl+Enter, also after the ticket changed under the eyes of the agent', async () => {
    const { page } = tab;
    await page.goto(`${desk.origin}/desk/tickets/${number}`);
    const kim = (await desk.people.agents.all())[0];
    await desk.tickets.take(number, { id: kim?.id ?? '', name: 'Kim' }, { key: 'elsewhere', version: 1 });
    await page.getByText('You look after it.').waitFor();
    await page.getByLabel('Your answer').fill('Please allow the camera.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Your answer is in the customer’s chat.').waitFor();
    await page.locator('.said.agent', { hasText: 'Please allow the camera.' }).waitFor();
    expect((await desk.saidByAgents(await conversationOf())).at(-1)?.text).toBe('Please allow the camera.');
  });

  it('opens a screenshot large over the page, turns it, and comes back to where it was', async () => {
    const { page } = tab;
    const withPicture = await desk.ticket({ uploadIds: [await desk.keep(PIXEL, 'screen.png')] });
    await page.goto(`${desk.origin}/desk/tickets/${withPicture}`);
    const link = page.getByRole('link', { name: /screen\.png/ });
    await link.click();
    const large = page.getByRole('dialog', { name: /screen\.png/ });
    await large.getByRole('button', { name: 'Turn (r)' }).click();
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

/** A second of a moving picture, as a browser records it. */
async function recordFilm(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const pen = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    let hue = 0;
    const moving = setInterval(() => {
      if (!pen) return;
      pen.fillStyle = `hsl(${(hue += 10)} 80% 50%)`;
      pen.fillRect(0, 0, 64, 48);
    }, 40);
    recorder.start(200);
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (parts.length < 8) return;
        clearInterval(look);
        recorder.onstop = () => resolve();
        recorder.stop();
      }, 50);
    });
    clearInterval(moving);
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

describe('a recording in a browser', () => {
  it('plays and stops by the keyboard, picture by picture and faster, and goes on when the page renews itself', async () => {
    const { page } = tab;
    await page.goto(`${desk.origin}/desk`);
    const film = await desk.keep(await recordFilm(page), 'screen.webm');
    const withFilm = await desk.ticket({ uploadIds: [film] });
    await page.goto(`${desk.origin}/desk/tickets/${withFilm}`);
    await page.getByText('screen.webm: masked.').waitFor();
    await page.getByLabel('Why you need it').selectOption('customer_asks');
    await page.getByRole('button', { name: 'Show' }).click();
    const player = page.locator('video[data-recording]');
    const state = (): Promise<{ at: number; stopped: boolean; speed: number }> =>
      player.evaluate((video: HTMLVideoElement) => ({
        ...{ at: video.currentTime, stopped: video.paused, speed: video.playbackRate },
      }));
    const plays = (wanted: (now: Awaited<ReturnType<typeof state>>) => boolean) =>
      until('the recording', async () => {
        const now = await state();
        return wanted(now) ? now : undefined;
      });

    await player.focus();
    await page.keyboard.press('<');
    await page.keyboard.press('<');
    expect((await state()).speed).toBe(0.25);
    await page.keyboard.press('Space');
    await plays(({ at, stopped }) => at > 0 && !stopped);
    const before = await player.elementHandle();
    const lee = { id: (await desk.people.agents.all())[0]?.id ?? '', name: 'Lee' };
    const version = (await desk.tickets.byNumber(withFilm))?.version ?? 0;
    await desk.ticketDesk.setPriority(withFilm, 'urgent', lee, { key: 'elsewhere', version });
    await page.locator('aside .badge', { hasText: 'Urgent' }).waitFor();
    expect(await player.evaluate((video, known) => video === known, before)).toBe(true);

    await page.keyboard.press('Space');
    const { at } = await plays(({ stopped }) => stopped);
    await page.keyboard.press(',');
    await plays((now) => now.at < at);
    await page.keyboard.press('>');
    expect((await state()).speed).toBe(0.5);
    await page.getByLabel('Speed').selectOption('2');
    expect((await state()).speed).toBe(2);
  });
});

describe('a verification in a browser', () => {
  it('keeps the ticks of a reviewer when it changes meanwhile, and says so', async () => {
    const { page } = tab;
    const submission = await desk.sentIn('dl_withdraws');
    await page.goto(`${desk.origin}/desk/submissions/${submission.reference}`);
    await page.getByText('Reject …').click();
    await page.getByLabel(/^Your photo could not be compared/).check();
    await desk.submissions.withdraw(submission.id);
    await page.getByText('This page has changed. Reload it before you decide.').waitFor();
    expect(await page.getByLabel(/^Your photo could not be compared/).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByText('The customer withdrew it meanwhile').waitFor();
  });

  it('is not decided by Enter in a checkbox', async () => {
    const { page } = tab;
    const submission = await desk.sentIn('dl_enter');
    await page.goto(`${desk.origin}/desk/submissions/${submission.reference}`);
    await page.getByText('Reject …').click();
    await page.getByLabel(/^Your photo could not be compared/).check();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(500);
    expect((await desk.submissions.byReference(submission.reference))?.state).toBe('submitted');
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByText('Rejected. The customer is told what to mend').waitFor();
  });
});

describe('every page', () => {
  it.each([390, 1280])('fits a window %i pixels wide', async (width) => {
    const submission = await desk.sentIn(`dl_wide_${width}`, {
      surname: 'Wolfeschlegelsteinhausenbergerdorff',
    });
    const narrow = await openTab(browser, { origin: desk.origin, width });
    await narrow.context.addCookies(await tab.context.cookies());
    for (const path of [
      '/desk',
      `/desk/tickets/${number}`,
      `/desk/submissions/${submission.reference}`,
      '/desk/people',
    ]) {
      await narrow.page.goto(`${desk.origin}${path}`);
      const wide = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
      expect({ path, wide: Math.max(wide, width) }).toEqual({ path, wide: width });
    }
    narrow.expectClean();
    await narrow.close();
  });
});
