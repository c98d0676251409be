/** A small part of `npm run fuzz:photos`, through the real pool. Runs on dist/: build first. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from '@jest/globals';

const script = fileURLToPath(new URL('../../dist/bench/fuzz-photos.js', import.meta.url));

it('damaged and hostile pictures get a reason each, and nothing breaks', async () => {
  // Rejects, with what was printed, when the command does not end with 0.
  const { stdout } = await promisify(execFile)(process.execPath, [script, '100'], { encoding: 'utf8' });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  const figures = JSON.parse(line) as { pictures: number; faults: number; verdicts: Record<string, number> };
  expect(figures).toMatchObject({ pictures: 100, faults: 0 });
  // Not all of them are turned away at the door: some go all the way through the nets.
  expect(Object.keys(figures.verdicts).length).toBeGreaterThan(4);
}, 240_000);
