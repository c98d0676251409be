import { createHash } from 'node:crypto';

import type { Knowledge } from '../knowledge.ts';
import type { Sample } from './classifier/features.ts';
import { createTextClassifier, type Model } from './classifier/text-classifier.ts';
import { trainTextClassifier, type LabelledSample } from './classifier/train-text-classifier.ts';
import type { WordVectors } from './classifier/word-vectors.ts';
import { examplesOf } from './examples.ts';
import { createSampler, textsToSpellBy, type Sampler } from './sampler.ts';

/** A label and how probable it is, 0..1. */
export interface Guess {
  readonly label: string;
  readonly probability: number;
}

/**
 * Tells what a message is about. Labels are intent ids, `none` among them, and `problem:<id>`.
 * This is the seam behind which a stronger model can take over.
 */
export interface IntentModel {
  judge(sample: Sample): Judgement;
}

export interface Judgement {
  /** All labels, surest first. */
  readonly guesses: readonly Guess[];
  /** How sure it is that the message is of our subject at all, 0..1. */
  readonly acceptance: number;
}

const NOT_OURS = 'none';

export function createIntentModel(model: Model, vectors?: WordVectors): IntentModel {
  const classifier = createTextClassifier(model, vectors);
  return {
    judge(sample) {
      const { probabilities, acceptance } = classifier.classify(sample);
      const guesses = classifier.labels
        .map((label, number) => ({ label, probability: probabilities[number] ?? 0 }))
        .sort((one, other) => other.probability - one.probability);
      return { guesses, acceptance };
    },
  };
}

/** Takes a minute or two, which is why it is done when the bot is built; always to the same result. */
export function trainIntents(knowledge: Knowledge, vectors: WordVectors, kernel: WebAssembly.Module): Model {
  const texts = textsToSpellBy(knowledge, vectors.rankOf);
  const model = trainTextClassifier({
    examples: labelled(knowledge, createSampler(knowledge, vectors, texts)),
    outOfScope: NOT_OURS,
    vectors,
    kernel,
  });
  return { ...model, texts };
}

/** Two of the English model's three networks and a quarter of its units: some ten seconds of training, 2 MB a language. */
const LOCAL_SIZE = { networks: 2, hidden: 64 };

/** The same for any language but English, of which there are word vectors; takes some seconds. */
export function trainLocalIntents(knowledge: Knowledge, sampler: Sampler, kernel: WebAssembly.Module): Model {
  return trainTextClassifier({
    examples: labelled(knowledge, sampler),
    outOfScope: NOT_OURS,
    vectors: undefined,
    kernel,
    size: LOCAL_SIZE,
  });
}

function labelled(knowledge: Knowledge, { reader, sampleOf }: Sampler): LabelledSample[] {
  return examplesOf(knowledge).map(({ label, text }) => ({ label, sample: sampleOf(reader.read(text)) }));
}

const UNREAD: ReadonlySet<string> = new Set(['units', 'stopWords', 'languageWish', 'languageNames']);

/** Says of what data a model was made: it changes with everything that training reads. */
export function fingerprintOf(knowledge: Knowledge, vectors?: WordVectors): string {
  const { locale, concepts } = knowledge;
  // Amounts and searching are nothing that the model learns from, nor are the answers of the table.
  const language = Object.entries(knowledge.language).filter(([name]) => !UNREAD.has(name));
  const rows = [...knowledge.limits.values()].map(({ id, when }) => ({ id, when }));
  const words = Object.entries(concepts).map(([name, { words, weight }]) => ({ name, words, weight }));
  const hash = createHash('sha256');
  hash.update(JSON.stringify([locale, examplesOf(knowledge), language, words, rows]));
  if (vectors) hash.update(vectors.values);
  if (vectors?.sentences) hash.update(vectors.sentences.fingerprint);
  return hash.digest('hex');
}
