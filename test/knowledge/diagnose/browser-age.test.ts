import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { browserAge, type BrowserVersions } from '../../../knowledge/diagnose/browser-age.ts';
import type { Browser, System } from '../../../knowledge/problems/problem.ts';
import { browserVersions } from '../../../scripts/browser-versions.mjs';
import { knowledge } from '../asking.ts';

const VERSIONS: BrowserVersions = {
  from: 'a table',
  asOf: '2026-11-17',
  browsers: {
    chrome: [
      ['156', '2026-10-20'],
      ['157', '2026-11-03'],
      ['158', '2026-11-17'],
    ],
    safari_ios: [
      ['26.6', '2026-07-27'],
      ['27.0', '2026-09-14'],
    ],
  },
};

const ageOf = (browser: Browser, system: System, version?: string) =>
  browserAge(VERSIONS, { browser, system, ...(version !== undefined && { version }) });

describe('the age of a browser', () => {
  it.each([
    ['158.0.6000.1', { kind: 'newest', version: '158' }],
    ['159.0.0.0', { kind: 'newest', version: '159' }],
    ['157.0.0.0', { kind: 'old', version: '157', newest: '158', behind: 1, days: 14 }],
    ['156.0.0.0', { kind: 'old', behind: 2, days: 28 }],
    ['90.0', { kind: 'old', version: '90', behind: 3 }],
  ])('Chrome %s', (version, expected) => {
    expect(ageOf('chrome', 'windows', version)).toMatchObject({ name: 'Chrome', ...expected });
  });

  it('of a version from before the list is not counted in days', () => {
    expect(ageOf('chrome', 'windows', '90.0')).not.toHaveProperty('days');
  });

  it('counts minor versions where the list has them', () => {
    expect(ageOf('safari', 'ios', '26.5')).toMatchObject({ kind: 'old', version: '26.5', behind: 2 });
    expect(ageOf('safari', 'ios', '27.0')).toMatchObject({ kind: 'newest' });
    expect(ageOf('safari', 'ios', '27')).toMatchObject({ kind: 'newest' });
    expect(ageOf('safari', 'ios', '27.1')).toMatchObject({ kind: 'newest', version: '27.1' });
  });

  it.each([
    ['in_app', 'ios', '17.0'],
    ['other', 'linux', '1.0'],
    ['opera', 'android', '80.0'],
    ['chrome', 'windows', undefined],
    ['chrome', 'windows', 'soon'],
    ['edge', 'windows', '120.0'],
  ] as const)('is not known for %s on %s in version %s', (browser, system, version) => {
    expect(ageOf(browser, system, version)).toEqual({ kind: 'unknown' });
  });
});

describe('the list of versions', () => {
  it('is what the pinned caniuse-lite says', () => {
    const file = path.resolve('knowledge/diagnose/browser-versions.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(browserVersions());
  });

  it('goes up, without gaps in what is dated', () => {
    for (const [name, versions] of Object.entries(knowledge.browserVersions.browsers)) {
      const numbers = versions.map(([version]) => version.split('.').map(Number));
      const ordered = [...numbers].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d);
      expect([name, numbers]).toEqual([name, ordered]);
      expect(versions.length).toBeGreaterThan(10);
    }
  });
});
