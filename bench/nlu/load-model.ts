// Loads a model and the word vectors, as a bot does when it starts, and prints what that cost as JSON.
import { readFileSync } from 'node:fs';

import { loadWordVectors } from '../../knowledge/load.ts';
import { readModel } from '../../knowledge/recognise/classifier/model-file.ts';
import { createTextClassifier } from '../../knowledge/recognise/classifier/text-classifier.ts';
import { usedBytes } from './used-bytes.ts';

const before = await usedBytes();
const began = performance.now();
const vectors = loadWordVectors();
const model = readModel(readFileSync(process.argv[2] ?? ''), process.argv[3] ?? '');
if (!model) throw new Error('The model cannot be read back.');
const classifier = createTextClassifier(model, vectors);
const ms = performance.now() - began;
const bytes = (await usedBytes()) - before;
classifier.classify({ message: { words: ['hello'], stems: ['hello'] }, signs: new Set() });
console.log(JSON.stringify({ ms, bytes }));
