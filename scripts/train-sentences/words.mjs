// The words of each line, as the bot reads it: node words.mjs SENTENCES > WORDS, after npm run build.
import { readFileSync } from 'node:fs';

import { wordsOf } from '../../dist/knowledge/recognise/normalise.js';

const lines = readFileSync(process.argv[2], 'utf8').split('\n').slice(0, -1);
process.stdout.write(lines.map((line) => `${wordsOf(line, { shorthand: {} }).join(' ')}\n`).join(''));
