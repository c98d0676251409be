import Bowser from 'bowser';

import type { App, Browser, System } from '../problems/problem.ts';

/** The browser and the system of a customer, as far as steps differ between them. */
export interface Surroundings {
  readonly browser: Browser;
  readonly system: System;
  /** As the browser says it, such as 131.0.0.0. */
  readonly version?: string;
  /** The app whose view shows the page, where it says so. */
  readonly app?: App;
}

/** Apps that open links in a view of their own and say so. Their views often have no camera. */
const IN_APP =
  /\b(FBAN|FBAV|FB_IAB|Instagram|Line\/|MicroMessenger|Twitter|Snapchat|Pinterest|TikTok|musical_ly|BytedanceWebview|Telegram|Discord|WhatsApp|KAKAOTALK|LinkedInApp)|; wv\)/i;

const APP_MARKS: readonly (readonly [App, RegExp])[] = [
  ['instagram', /Instagram/i],
  ['facebook', /FBAN|FBAV|FB_IAB/],
  ['line', /\bLine\//i],
  ['wechat', /MicroMessenger/i],
  ['x', /Twitter/i],
  ['tiktok', /TikTok|musical_ly|BytedanceWebview/i],
  ['telegram', /Telegram/i],
  ['discord', /Discord/i],
  ['whatsapp', /WhatsApp/i],
];

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
  const app = APP_MARKS.find(([, mark]) => mark.test(userAgent))?.[0];
  return {
    browser: IN_APP.test(userAgent) ? 'in_app' : (BROWSERS[browser.name ?? ''] ?? 'other'),
    system: SYSTEMS[os.name ?? ''] ?? 'other',
    ...(browser.version && { version: browser.version }),
    ...(app && { app }),
  };
}
