import { loadTrainingKernel } from '../../knowledge/load.ts';
import {
  createTextClassifier,
  type TextClassifier,
} from '../../knowledge/recognise/classifier/text-classifier.ts';
import { trainTextClassifier } from '../../knowledge/recognise/classifier/train-text-classifier.ts';
import type { Model } from '../../knowledge/recognise/classifier/text-classifier.ts';
import type { WordVectors } from '../../knowledge/recognise/classifier/word-vectors.ts';
import { createReader, type Reader } from '../../knowledge/recognise/message.ts';
import { wordsOf } from '../../knowledge/recognise/normalise.ts';
import { createSpelling, type Spelling } from '../../knowledge/recognise/spelling.ts';
import { OUT_OF_SCOPE, type DataSet, type Utterance } from './data-set.ts';

/** The algorithm alone: no shorthand of our own subject, and no concepts. */
const LANGUAGE = { shorthand: {} };
const NO_SIGNS: ReadonlySet<string> = new Set();
const NO_SPELLING: Spelling = { mend: (words) => [...words], knows: () => true };

/** Takes every word as it is written. */
export const literalReader: Reader = createReader(LANGUAGE, NO_SPELLING);

/** Mends words to those of the examples, as the bot does to those of its knowledge. */
export function readerFor(examples: readonly Utterance[], vectors: WordVectors): Reader {
  const texts = examples.map(({ text }) => wordsOf(text, LANGUAGE));
  return createReader(LANGUAGE, createSpelling(texts, vectors.rankOf));
}

export function trainOwn(set: Omit<DataSet, 'test'>, reader: Reader, vectors: WordVectors): Model {
  const read = ({ text, intent }: Utterance) => ({
    label: intent,
    sample: { message: reader.read(text), signs: NO_SIGNS },
  });
  return trainTextClassifier({
    examples: set.train.map(read),
    ...(set.val.length === 0 ? {} : { calibration: set.val.map(read) }),
    outOfScope: OUT_OF_SCOPE,
    vectors,
    kernel: loadTrainingKernel(),
  });
}

/** What a text means: the surest intent in scope, and how sure it is that it is in scope at all. */
export type Classify = (text: string) => { readonly guess: string; readonly acceptance: number };

/** From the text to the intent, as the bot does it. */
function classifyWith(classifier: TextClassifier, reader: Reader): Classify {
  const { labels } = classifier;
  return (text) => {
    const { probabilities, acceptance } = classifier.classify({
      message: reader.read(text),
      signs: NO_SIGNS,
    });
    let guess = '';
    let highest = -1;
    for (let n = 0; n < labels.length; n += 1) {
      const [label, probability] = [labels[n] ?? '', probabilities[n] ?? 0];
      if (label !== OUT_OF_SCOPE && probability > highest) [guess, highest] = [label, probability];
    }
    return { guess, acceptance };
  };
}

export const openOwn = (model: Model, reader: Reader, vectors: WordVectors): Classify =>
  classifyWith(createTextClassifier(model, vectors), reader);
