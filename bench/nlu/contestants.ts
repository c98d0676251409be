import { createRequire } from 'node:module';

import type {
  BayesClassifier as BayesClassifierClass,
  LogisticRegressionClassifier as LogisticRegressionClassifierClass,
} from 'natural/lib/natural/classifiers/index.js';

import type { WordVectors } from '../../knowledge/recognise/classifier/word-vectors.ts';
import { PorterStemmer } from '../../knowledge/recognise/natural.ts';
import { OUT_OF_SCOPE, type DataSet } from './data-set.ts';
import { openOwn, readerFor, trainOwn, type Classify } from './own-classifier.ts';

type Verdict = ReturnType<Classify>;

/** nlp.js makes one wait for it. */
export type Judge = (text: string) => Verdict | Promise<Verdict>;

export interface Contestant {
  readonly name: string;
  readonly train: (set: DataSet) => Judge | Promise<Judge>;
}

const require = createRequire(import.meta.url);

/** natural's logistic regression takes hours from some twenty intents on; its maximum entropy takes longer. */
const MAX_INTENTS_OF_REGRESSION = 12;

/** Ours first. All learn from the same utterances, those out of scope among them. */
export function contestants({ train }: DataSet, vectors: WordVectors): readonly Contestant[] {
  const few = new Set(train.map(({ intent }) => intent)).size <= MAX_INTENTS_OF_REGRESSION;
  return [
    { name: 'veriguide', train: (set) => trainOurs(set, vectors) },
    { name: 'nlp.js (neural)', train: trainNlpJs },
    { name: 'natural (Bayes)', train: (set) => trainNatural(naturalBayes(false), set) },
    {
      name: 'natural (Bayes, stop words kept, α 0.1)',
      train: (set) => trainNatural(naturalBayes(true), set),
    },
    ...(few
      ? [
          {
            name: 'natural (logistic regression)',
            train: (set: DataSet) => trainNatural(naturalRegression(), set),
          },
        ]
      : []),
  ];
}

function trainOurs(set: DataSet, vectors: WordVectors): Judge {
  const reader = readerFor(set.train, vectors);
  return openOwn(trainOwn(set, reader, vectors), reader, vectors);
}

interface NlpJs {
  train(corpus: readonly { utterance: string; intent: string }[], settings: object): Promise<unknown>;
  process(text: string): Promise<{ classifications: readonly { intent: string; score: number }[] }>;
}

async function trainNlpJs({ train }: DataSet): Promise<Judge> {
  const { containerBootstrap } = require('@nlpjs/core') as {
    containerBootstrap: () => Promise<{ use(plugin: unknown): void }>;
  };
  const { NluNeural } = require('@nlpjs/nlu') as { NluNeural: new (settings: object) => NlpJs };
  const { LangEn } = require('@nlpjs/lang-en') as { LangEn: unknown };
  const container = await containerBootstrap();
  container.use(LangEn);
  const nlu = new NluNeural({ locale: 'en', container, settings: { useNoneFeature: false } });
  await nlu.train(
    train.map(({ text, intent }) => ({ utterance: text, intent })),
    { log: false },
  );
  return async (text: string) => surest((await nlu.process(text)).classifications);
}

type NaturalClassifier = BayesClassifierClass | LogisticRegressionClassifierClass;

function naturalBayes(tuned: boolean): NaturalClassifier {
  const Bayes = require('natural/lib/natural/classifiers/bayes_classifier') as typeof BayesClassifierClass;
  if (!tuned) return new Bayes();
  const classifier = new Bayes(PorterStemmer, 0.1);
  classifier.setOptions({ keepStops: true });
  return classifier;
}

function naturalRegression(): NaturalClassifier {
  const Regression =
    require('natural/lib/natural/classifiers/logistic_regression_classifier') as typeof LogisticRegressionClassifierClass;
  return new Regression();
}

function trainNatural(classifier: NaturalClassifier, { train }: DataSet): Classify {
  for (const { text, intent } of train) classifier.addDocument(text, intent);
  classifier.train();
  return (text) => {
    const ranked = classifier.getClassifications(text);
    // Bayes gives products of probabilities, regression one probability for each intent
    const sum = ranked.reduce((total, { value }) => total + value, 0);
    return surest(ranked.map(({ label, value }) => ({ intent: label, score: sum === 0 ? 0 : value / sum })));
  };
}

function surest(ranked: readonly { readonly intent: string; readonly score: number }[]): Verdict {
  let best = { guess: '', acceptance: -1 };
  for (const { intent, score } of ranked) {
    if (intent !== OUT_OF_SCOPE && score > best.acceptance) best = { guess: intent, acceptance: score };
  }
  return best;
}
