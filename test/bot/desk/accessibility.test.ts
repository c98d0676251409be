import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser as Chromium } from 'playwright-core';
import type { AxeResults } from 'axe-core';

import { openBrowser, openTab, type Tab } from '../../kit/browser.ts';
import { openDesk, PASSWORD, PIXEL, type Desk } from './desk-kit.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let desk: Desk;
let chromium: Chromium;
/** By name, the address of every kind of page that the desk has. */
let pages: Readonly<Record<string, string>>;
let session: string;

beforeAll(async () => {
  desk = await openDesk();
  const kim = await desk.agent('Kim');
  session = kim.cookies.get('desk') ?? '';
  await desk.agent('Lee', 'reviewer');
  const [admin] = await desk.people.agents.all();
  const link = await desk.people.invitations.invite(admin?.id ?? '', 'supervisor');
  const upload = await desk.keep(PIXEL, 'screen.png');
  const recording = await desk.keep(MP4, 'video.mp4');
  await desk.customers.vouch('dl_a', { name: 'Anna Eriksson', email: 'anna@example.org' });
  const masked = await desk.ticket({ uploadIds: [upload, recording] });
  const shown = await desk.ticket({ uploadIds: [upload, recording] });
  const say = { type: 'message', text: 'It stays **black**, see screen.png' };
  await desk.conversations.append('c_dl_a', 'user', say);
  const review = await desk.sentIn('dl_a');
  const gone = await desk.sentIn('dl_b');
  await desk.submissions.withdraw(gone.id);
  const company = await desk.companySentIn('dl_a');
  const withdrawn = await desk.companySentIn('dl_b');
  await desk.institutions.withdraw(withdrawn.id);
  const thing = { what: 'ticket', subject: shown } as const;
  await desk.people.openings.open(admin?.id ?? '', thing, { reason: 'customer_asks' });
  const question = { text: 'is there a loan', why: 'unhelpful', shown: [], locale: 'en' } as const;
  await desk.questions.collect({ ...question, key: 'q' });
  pages = {
    'sign-in': '/desk/sign-in',
    welcome: `/desk/welcome/${link}`,
    'dead link': '/desk/welcome/none',
    queue: '/desk',
    'masked ticket': `/desk/tickets/${masked}`,
    'opened ticket': `/desk/tickets/${shown}`,
    'verification to review': `/desk/submissions/${review.reference}`,
    'masked verification': `/desk/submissions/${gone.reference}`,
    companies: '/desk/institutions',
    'company to review': `/desk/institutions/${company.reference}`,
    'masked company': `/desk/institutions/${withdrawn.reference}`,
    questions: '/desk/questions',
    deliveries: '/desk/deliveries',
    people: '/desk/people',
    account: '/desk/account',
    'nothing there': '/desk/nowhere',
  };
  chromium = await openBrowser();
});
afterAll(async () => {
  await chromium.close();
  await desk.close();
});

const NAMES = [
  'sign-in',
  'welcome',
  'dead link',
  'queue',
  'masked ticket',
  'opened ticket',
  'verification to review',
  'masked verification',
  'companies',
  'company to review',
  'masked company',
  'questions',
  'deliveries',
  'people',
  'account',
  'nothing there',
];
const WITHOUT_SESSION = ['sign-in', 'welcome', 'dead link'];

async function open(name: string, how: { width: number; dark: boolean }): Promise<Tab> {
  const tab = await openTab(chromium, { origin: desk.origin, ...how });
  if (!WITHOUT_SESSION.includes(name)) {
    await tab.context.addCookies([{ name: 'desk', value: session, url: desk.origin }]);
  }
  await tab.page.goto(`${desk.origin}${pages[name] ?? ''}`);
  return tab;
}

/** What axe finds, in words that say where. The page's own policy lets no script in, so it comes by the debugger. */
async function faultsOf({ page }: Tab): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

/** Everything that can be used and is on the page. */
const USABLE = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';

/** Goes through the page with the tab key alone. Gives what it never came to. */
async function unreached({ page }: Tab): Promise<string[]> {
  await page.evaluate((usable) => {
    for (const element of document.querySelectorAll<HTMLElement>(usable)) {
      const isThere = element.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true });
      if (isThere && element.tabIndex >= 0) element.dataset['unreached'] = '';
    }
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) delete target.dataset['unreached'];
    });
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, USABLE);
  const left = () => page.locator('[data-unreached]').count();
  // Twice round at most: a page that holds the focus somewhere never comes to the rest.
  for (let presses = 2 * (await left()) + 10; presses > 0 && (await left()) > 0; presses--) {
    await page.keyboard.press('Tab');
  }
  return page.locator('[data-unreached]').evaluateAll((elements) => elements.map((one) => one.outerHTML));
}

describe('every page of the desk', () => {
  it.each(NAMES)('%s has no fault that axe knows, wide or narrow, light or dark', async (name) => {
    for (const width of [1280, 390]) {
      for (const dark of [false, true]) {
        const tab = await open(name, { width, dark });
        const faults = await faultsOf(tab);
        expect({ width, dark, faults }).toEqual({ width, dark, faults: [] });
        const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth);
        expect({ width, wide }).toEqual({ width, wide: width });
        tab.expectClean();
        await tab.close();
      }
    }
  });

  it.each(NAMES)('%s can be used with the keyboard alone', async (name) => {
    const tab = await open(name, { width: 1280, dark: false });
    expect(await unreached(tab)).toEqual([]);
    await tab.close();
  });
});

describe('the second factor in a browser', () => {
  it('is added with a picture that stands out in the dark as well', async () => {
    const tab = await open('account', { width: 390, dark: true });
    const { page } = tab;
    await page.getByLabel('Your password').first().fill(PASSWORD);
    await page.getByRole('button', { name: 'Add a second factor' }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    expect(await faultsOf(tab)).toEqual([]);
    tab.expectClean();
    await tab.close();
  });
});

/** The first box of an MP4 file is enough to be known as one. */
const MP4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom\0\0\x02\0isomiso2'),
  Buffer.alloc(4096, 7),
]);
