import { z } from 'zod';

import type { Surroundings } from './browser-of.ts';

const day = z.iso.date();

/** Which versions of each browser there are, oldest first: from caniuse-lite, by scripts/browser-versions.mjs. */
export const BrowserVersions = z.strictObject({
  /** The version of caniuse-lite. */
  from: z.string(),
  /** The day of the newest release in it. */
  asOf: day,
  browsers: z.record(z.string(), z.array(z.tuple([z.string().regex(/^\d+(\.\d+)?$/), day])).min(1)),
});
export type BrowserVersions = z.infer<typeof BrowserVersions>;

export type BrowserAge =
  /** A browser, or a version, that cannot be told from the header. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'newest'; readonly name: string; readonly version: string }
  | {
      readonly kind: 'old';
      readonly name: string;
      readonly version: string;
      readonly newest: string;
      /** The day on which the newest one came out. */
      readonly newestSince: string;
      /** How many came out after theirs. */
      readonly behind: number;
      /** Days between the two releases; undefined for versions from before our list. */
      readonly days?: number;
    };

/** The list that a browser's versions stand in. Chrome and Edge have one numbering on every system but iOS. */
function listOf({ browser, system }: Surroundings): string | undefined {
  switch (browser) {
    case 'safari':
      return system === 'ios' ? 'safari_ios' : 'safari';
    case 'firefox':
      return system === 'android' ? 'firefox_android' : 'firefox';
    case 'chrome':
    case 'edge':
    case 'samsung':
    case 'opera':
      // Opera on phones has a numbering of its own, which no list keeps.
      return browser === 'opera' && (system === 'android' || system === 'ios') ? undefined : browser;
    case 'in_app':
    case 'other':
      return undefined;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  chrome: 'Chrome',
  safari: 'Safari',
  safari_ios: 'Safari',
  firefox: 'Firefox',
  firefox_android: 'Firefox',
  edge: 'Edge',
  samsung: 'Samsung Internet',
  opera: 'Opera',
};

/** Whether a browser is the newest of its kind, and if not, how old it is. Pure: the versions are data. */
export function browserAge({ browsers }: BrowserVersions, surroundings: Surroundings): BrowserAge {
  const list = listOf(surroundings);
  const versions = list === undefined ? undefined : browsers[list];
  const newest = versions?.at(-1);
  const theirs = readVersion(surroundings.version);
  if (list === undefined || !versions || !newest || !theirs) return { kind: 'unknown' };
  const name = NAMES[list] ?? list;
  const version = versionWords(surroundings.version ?? '', newest[0]);
  const after = versions.filter(([other]) => isNewer(other, theirs, newest[0].includes('.')));
  if (after.length === 0) return { kind: 'newest', name, version };
  const own = versions.at(-after.length - 1);
  const days = own && Math.round((Date.parse(newest[1]) - Date.parse(own[1])) / DAY_MS);
  return {
    kind: 'old',
    ...{ name, version, newest: newest[0], newestSince: newest[1], behind: after.length },
    ...(days !== undefined && { days }),
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

interface Version {
  readonly major: number;
  readonly minor: number;
}

function readVersion(text = ''): Version | undefined {
  const match = /^(\d{1,4})(?:\.(\d{1,4}))?/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2] ?? 0) } : undefined;
}

/** Only where the list counts minor versions do they make one browser older than another. */
function isNewer(other: string, than: Version, withMinor: boolean): boolean {
  const { major, minor } = readVersion(other) ?? { major: 0, minor: 0 };
  return major > than.major || (withMinor && major === than.major && minor > than.minor);
}

/** As its list writes versions: Chrome 157, Safari 27.1. */
function versionWords(text: string, like: string): string {
  const [major = '', minor] = text.split('.');
  return like.includes('.') && minor !== undefined ? `${major}.${minor}` : major;
}
