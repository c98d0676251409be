// The order of the test files: what takes minutes begins first, so that no core idles at the end beside the last
// of them. Jest knows how long a file took from earlier runs only; on a clean clone it goes by the files' sizes.
import path from 'node:path';

import TestSequencer from '@jest/test-sequencer';

/** How their paths begin, below test/; the longest first. */
const LONG = [
  'journeys/movements',
  'journeys/browser',
  'bot/workers/screens',
  'journeys/',
  'bot/pages/widget',
  'bot/workers/',
  'bot/turn/turns',
  'bot/storage/embedded-postgres',
];

export default class LongestFirst extends TestSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ path: file, context }) {
  const below = path.relative(path.join(context.config.rootDir, 'test'), file).replaceAll(path.sep, '/');
  const place = LONG.findIndex((beginning) => below.startsWith(beginning));
  return place === -1 ? LONG.length : place;
}
