import Bowser from 'bowser';

import type { Browser, System } from '../problems/problem.ts';

/** The browser and the system of a customer, as far as steps differ between them. */
export interface Surroundings {
  readonly browser: Browser;
  readonly system: System;
}

/** Apps that open links in a view of their own and say so. Their views often have no camera. */
const IN_APP =
  /\b(FBAN|FBAV|FB_IAB|Instagram|Line\/|MicroMessenger|Twitter|Snapchat|Pinterest|TikTok|musical_ly|BytedanceWebview|Telegram|Discord|WhatsApp|KAKAOTALK|LinkedInApp)|; wv\)/i;

const BROWSERS: Readonly<Record<string, Browser>> = {
  Chrome: 'chrome',
  Chromium: 'chrome',
  Safari: 'safari',
  Firefox: 'firefox',
  'Microsoft Edge': 'edge',
  'Samsung Internet for Android': 'samsung',
  Opera: 'opera',
  'Opera Touch': 'opera',
};

const SYSTEMS: Readonly<Record<string, System>> = {
  Android: 'android',
  iOS: 'ios',
  Windows: 'windows',
  macOS: 'macos',
  Linux: 'linux',
  'Chrome OS': 'other',
};

/** Takes a user-agent header; anything unreadable is `other`. */
export function surroundingsOf(userAgent: string | undefined): Surroundings {
  if (!userAgent) return { browser: 'other', system: 'other' };
  const { browser, os } = Bowser.parse(userAgent);
  return {
    browser: IN_APP.test(userAgent) ? 'in_app' : (BROWSERS[browser.name ?? ''] ?? 'other'),
    system: SYSTEMS[os.name ?? ''] ?? 'other',
  };
}
