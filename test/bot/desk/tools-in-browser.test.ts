import { readFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';

import { openBrowser, openTab, type Tab } from '../../kit/browser.ts';
import { openDesk, PIXEL, type Desk } from './desk-kit.ts';

/** To look at, after a run. */
const pictures = path.join(os.tmpdir(), 'veriguide-desk');

let desk: Desk;
let browser: Browser;
let axe: string;
let pages: Readonly<Record<string, string>>;
let cookies: { name: string; value: string; url: string }[];

beforeAll(async () => {
  desk = await openDesk();
  const kim = await desk.agent('Kim');
  await desk.agent('Lee');
  browser = await openBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await mkdir(pictures, { recursive: true });

  const uploadId = await desk.keep(PIXEL, 'screen.png');
  const ticket = await desk.ticket({
    uploadIds: [uploadId],
    diagnosis: ['camera_permission'],
    asked: [{ question: 'Which browser is it?', answer: 'Firefox' }],
  });
  await desk.customers.vouch('dl_a', { name: 'Anna Eriksson', residence: 'SE', verified: true });
  await desk.conversations.append('c_dl_a', 'user', { type: 'message', text: 'My camera stays black' });
  await desk.conversations.append('c_dl_a', 'bot', {
    type: 'message',
    text: 'Did you **allow** the camera?',
  });
  await kim.send('/desk/replies', { title: 'Camera', 'text-en': 'Hello {name}' }, '/desk/replies/new');
  await kim.send('/desk/replies', { title: 'Take it', assignee: 'me' }, '/desk/macros');
  await kim.send(`/desk/tickets/${ticket}`, { text: 'Seen this before' }, `/desk/tickets/${ticket}/note`);
  await kim.send('/desk?order=due', { name: 'Due first', shared: 'yes' }, '/desk/views');
  for (let place = 0; place < 30; place += 1) {
    await desk.ticket({ customerId: `dl_more_${place}`, summary: `The upload of photo ${place} fails` });
  }
  const submission = await desk.sentIn('dl_review', { surname: 'Erikson' });
  await desk.keepTickets();
  await kim.send(`/desk/tickets/${ticket}`, { priority: 'urgent' }, `/desk/tickets/${ticket}/priority`);
  await desk.keepTickets();
  pages = {
    queue: '/desk',
    filtered: '/desk?order=due&part=all&priority=urgent',
    ticket: `/desk/tickets/${ticket}`,
    submission: `/desk/submissions/${submission.reference}`,
    replies: '/desk/replies',
    figures: '/desk/figures',
  };
  cookies = [{ name: 'desk', value: kim.cookies.get('desk') ?? '', url: desk.origin }];
}, 300_000);
afterAll(async () => {
  await browser.close();
  await desk.close();
});

async function faultsOn(tab: Tab): Promise<readonly string[]> {
  await tab.page.evaluate(axe);
  const results = await tab.page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
}

const LOOKS = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 390, dark: false },
  { width: 390, dark: true },
];

describe.each(LOOKS)('pages $width px wide, dark: $dark', ({ width, dark }) => {
  it('have no fault that axe knows, and fit the window', async () => {
    const tab = await openTab(browser, { origin: desk.origin, width, dark });
    await tab.context.addCookies(cookies);
    const found: Record<string, readonly string[]> = {};
    for (const [name, address] of Object.entries(pages)) {
      await tab.page.goto(`${desk.origin}${address}`);
      await tab.page.screenshot({
        path: path.join(pictures, `${name}-${width}${dark ? '-dark' : ''}.png`),
        fullPage: true,
      });
      const faults = await faultsOn(tab);
      const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth);
      found[name] = wide > width ? [...faults, `${wide} px wide`] : faults;
    }
    await tab.page.goto(`${desk.origin}/desk`);
    await tab.page.locator('#find').fill('camera');
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForURL('**/desk/find');
    await tab.page.screenshot({ path: path.join(pictures, `search-${width}${dark ? '-dark' : ''}.png`) });
    found['search'] = await faultsOn(tab);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    tab.expectClean();
    await tab.close();
  }, 240_000);
});

describe('the keyboard alone', () => {
  it('reaches everything that can be pressed or written in', async () => {
    const tab = await openTab(browser, { origin: desk.origin });
    await tab.context.addCookies(cookies);
    for (const name of ['queue', 'ticket', 'submission', 'replies', 'figures']) {
      await tab.page.goto(`${desk.origin}${pages[name] ?? ''}`);
      const unreachable = await tab.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary')]
          .filter((element) => element.checkVisibility() && element.tabIndex < 0 && !element.ariaHidden)
          .filter((element) => !(element instanceof HTMLInputElement && element.type === 'hidden'))
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect({ name, unreachable }).toEqual({ name, unreachable: [] });
    }
    await tab.close();
  }, 120_000);

  it('ticks a ticket with x, offers what can be done with it, and keeps the tick when the list is renewed', async () => {
    const tab = await openTab(browser, { origin: desk.origin });
    await tab.context.addCookies(cookies);
    await tab.page.goto(`${desk.origin}/desk?order=newest`);
    await tab.page.locator('.tickable a').first().focus();
    const bar = tab.page.getByLabel('With the ticked ones');
    expect(await bar.isVisible()).toBe(false);
    await tab.page.keyboard.press('x');
    await bar.waitFor();
    const ticked = tab.page.locator('[data-pick]:checked');
    const which = await ticked.getAttribute('data-pick');
    // Newer than the others, which all came at one moment: it is the first of the page for sure.
    desk.now = new Date(desk.now.getTime() + 60_000);
    await desk.ticket({ customerId: 'dl_meanwhile', summary: 'Came meanwhile' });
    await tab.page.getByText('Came meanwhile').waitFor({ timeout: 30_000 });
    expect(await ticked.getAttribute('data-pick')).toBe(which);
    await tab.page.locator(`[data-pick="${which ?? ''}"]`).uncheck();
    await bar.waitFor({ state: 'hidden' });
    await tab.close();
  });

  it('puts a canned reply where the cursor is', async () => {
    const tab = await openTab(browser, { origin: desk.origin });
    await tab.context.addCookies(cookies);
    await tab.page.goto(`${desk.origin}${pages['ticket'] ?? ''}`);
    await tab.page.keyboard.press('a');
    await tab.page.keyboard.type('PS: ');
    await tab.page.keyboard.press('Escape');
    await tab.page.keyboard.press('c');
    await tab.page.getByRole('button', { name: 'Put into the answer' }).click();
    await tab.page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('#answer')?.value.includes('Hello'),
      undefined,
      { timeout: 30_000 },
    );
    expect(await tab.page.locator('#answer').inputValue()).toBe('PS: Hello {name}');
    tab.expectClean();
    await tab.close();
  });
});
