import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openBrowser, openTab, type Tab } from './browser.ts';
import { findChromium, packagedChromium, type Chromium } from './chromium.ts';
import { until } from './until.ts';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((req, res) => {
    const policy = req.url === '/strict' ? "script-src 'none'" : "default-src * 'unsafe-inline'";
    res.setHeader('content-type', 'text/html').setHeader('content-security-policy', policy);
    res.end(`<title>here</title><script>fetch('http://elsewhere.example/x').catch(() => undefined)</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What a page does is reported a moment after it is done. */
const misbehaves = (tab: Tab) =>
  until('a fault', () => {
    try {
      tab.expectClean();
      return undefined;
    } catch (fault) {
      return fault;
    }
  });

const onLinux64 = process.platform === 'linux' && process.arch === 'x64';
const kinds: [string, () => Promise<Chromium>][] = [['found', findChromium]];
if (onLinux64) kinds.push(['inside the npm package', packagedChromium]);

describe.each(kinds)('the browser %s', (_kind, find) => {
  it('opens a page, and reports requests that leave the host and violated policies', async () => {
    const browser = await openBrowser({ chromium: await find() });
    try {
      const tab = await openTab(browser, { origin });
      await tab.page.goto(`${origin}/strict`);
      expect(await tab.page.title()).toBe('here');
      await misbehaves(tab);
      expect(() => tab.expectClean()).toThrow('content policy violated: script-src-elem by inline');

      const other = await openTab(browser, { origin });
      await other.page.goto(origin);
      await misbehaves(other);
      expect(() => other.expectClean()).toThrow('request left the host: http://elsewhere.example');
    } finally {
      await browser.close();
    }
  }, 60_000);
});
