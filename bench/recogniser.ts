/**
 * `npm run bench:recogniser -- [FILE...]`: what a message costs the bot's whole English recogniser (spelling, entities,
 * each sentence), and what loading it takes. FILEs hold a message a line (# and == begin other lines); without one, the
 * project's own utterances are read. Times are the best of some rounds: a machine does other things as well.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { loadKnowledge, loadRecogniser } from '../knowledge/load.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { percentile } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { usedBytes } from './nlu/used-bytes.ts';

const ROUNDS = 5;
const OWN = ['en-development.txt', 'en-held-out.txt'].map((name) =>
  path.join('test', 'knowledge', 'recognise', 'utterances', name),
);

const args = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run bench:recogniser -- [FILE...]',
  needs: 0,
});
const files = args.positionals.length > 0 ? args.positionals : OWN;
const messages = files
  .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  .filter((line) => line.trim() !== '' && !/^(#|==)/.test(line))
  .slice(0, args.limit);

const knowledge = loadKnowledge();
const before = await usedBytes();
const began = performance.now();
const recogniser = loadRecogniser(knowledge);
const loadMs = performance.now() - began;
recogniser.recognise('hello');
const memoryMb = ((await usedBytes()) - before) / 1e6;

const rounds = Array.from({ length: ROUNDS }, () =>
  messages.map((message) => {
    const start = performance.now();
    recogniser.recognise(message);
    return performance.now() - start;
  }),
);
const best = (share: number) => Math.min(...rounds.map((times) => percentile(times, share)));
const result = { messages: messages.length, p50Ms: best(0.5), p99Ms: best(0.99), loadMs, memoryMb };
report(args, [Object.fromEntries(Object.entries(result).map(([name, value]) => [name, value.toFixed(2)]))], {
  bench: 'recogniser',
  ...result,
});
