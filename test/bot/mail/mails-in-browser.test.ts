import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

import { openBrowser, openTab } from '../../kit/browser.ts';
import { CODE, mailsIn } from './samples.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What the browser showed, for people to look at. */
const pictures = path.join(tmpdir(), 'veriguide-screens');
/** A finger needs that much. */
const SHORTEST_BUTTON_PX = 44;

/** The longest words, and together every kind of part that mails have. */
const MAILS = [
  ['de', 'rejected'],
  ['en', 'answered'],
] as const;

let browser: Browser;
beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

describe.each([
  [390, false],
  [390, true],
  [700, false],
  [700, true],
])('a mail that is %i pixels wide, dark: %s', (width, dark) => {
  it.each(MAILS)('in %s, %s, can be read by everybody', async (language, name) => {
    const tab = await openTab(browser, { origin: 'http://127.0.0.1', width, dark });
    const { page } = tab;
    await page.setContent(mailsIn(language)[name]?.html ?? '');
    expect(await faultsOf(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBe(width);
    await page.getByText(CODE).waitFor();
    const button = await page.getByRole('link').boundingBox();
    expect(button?.height).toBeGreaterThanOrEqual(SHORTEST_BUTTON_PX);
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(back).toBe(dark ? 'rgb(16, 22, 20)' : 'rgb(238, 242, 240)');
    const file = `mail-${language}-${name}-${width}-${dark ? 'dark' : 'light'}.png`;
    await page.screenshot({ path: path.join(pictures, file), fullPage: true });
    // Nothing is loaded from anywhere.
    expect(tab.requests).toEqual([]);
    tab.expectClean();
    await tab.close();
  });
});
