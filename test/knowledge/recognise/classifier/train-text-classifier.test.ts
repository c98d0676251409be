import { describe, expect, it } from '@jest/globals';

import type { Sample } from '../../../../knowledge/recognise/classifier/features.ts';
import { readModel, writeModel } from '../../../../knowledge/recognise/classifier/model-file.ts';
import {
  createTextClassifier,
  type TextClassifier,
} from '../../../../knowledge/recognise/classifier/text-classifier.ts';
import { trainTextClassifier } from '../../../../knowledge/recognise/classifier/train-text-classifier.ts';
import { loadTrainingKernel, loadWordVectors } from '../../../../knowledge/load.ts';
import { createReader } from '../../../../knowledge/recognise/message.ts';

const reader = createReader({ shorthand: {} }, { mend: (words) => [...words], knows: () => true });
const vectors = loadWordVectors();
const kernel = loadTrainingKernel();
const sampleOf = (text: string): Sample => ({ message: reader.read(text), signs: new Set() });

const TEXTS = {
  food: ['is the soup hot', 'a bowl of soup please', 'bring me bread and butter', 'i want to eat lunch'],
  travel: ['when does the train leave', 'a ticket to paris', 'book me a flight', 'where is the airport'],
  oos: ['who painted this', 'sing me a song', 'how tall is the tower', 'tell me a joke'],
};
const examples = Object.entries(TEXTS).flatMap(([label, texts]) =>
  texts.map((text) => ({ label, sample: sampleOf(text) })),
);
const train = () =>
  trainTextClassifier({ examples, calibration: examples, outOfScope: 'oos', vectors, kernel });
const model = train();

function surest(classifier: TextClassifier, text: string): string | undefined {
  const { probabilities } = classifier.classify(sampleOf(text));
  return classifier.labels[probabilities.indexOf(Math.max(...probabilities))];
}

describe('the text classifier', () => {
  const classifier = createTextClassifier(model, vectors);

  it('knows what it was taught', () => {
    for (const [label, texts] of Object.entries(TEXTS)) {
      for (const text of texts) expect({ text, label: surest(classifier, text) }).toEqual({ text, label });
    }
  });

  it('understands a word that no example has by the words that it is used like', () => {
    expect(surest(classifier, 'supper')).toBe('food');
    expect(surest(classifier, 'railway')).toBe('travel');
  });

  it('understands a word with a slip in it by its letters', () => {
    expect(surest(classifier, 'bwl of soupp')).toBe('food');
    expect(surest(classifier, 'tickket to pariss')).toBe('travel');
  });

  it('gives probabilities that are 1 together, also for nothing and for nonsense', () => {
    for (const text of ['', '...', 'soup', 'zzzz qqqq', 'soup '.repeat(300)]) {
      const { probabilities, acceptance } = classifier.classify(sampleOf(text));
      expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
      expect(acceptance).toBeGreaterThanOrEqual(0);
      expect(acceptance).toBeLessThanOrEqual(1);
    }
  });

  it('comes to the same bytes each time it is trained', () => {
    expect(Buffer.from(writeModel(train(), 'x')).equals(writeModel(model, 'x'))).toBe(true);
  });
});

describe('the file of a model', () => {
  const bytes = writeModel(model, 'these examples');

  it('says the same as the model itself', () => {
    const read = readModel(bytes, 'these examples');
    if (!read) throw new Error('not read');
    const [one, other] = [createTextClassifier(read, vectors), createTextClassifier(model, vectors)];
    for (const text of ['soup', 'a flight', 'paint me a song', '']) {
      expect(one.classify(sampleOf(text))).toEqual(other.classify(sampleOf(text)));
    }
  });

  it('can be read from any place in memory', () => {
    for (const shift of [1, 2, 3]) {
      const moved = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
      expect(readModel(moved, 'these examples')?.labels).toEqual(model.labels);
    }
  });

  it('is not read when it was made from other examples', () => {
    expect(readModel(bytes, 'other examples')).toBeUndefined();
  });

  it('that is cut off is an error', () => {
    expect(() => readModel(bytes.subarray(0, bytes.length - 1), 'these examples')).toThrow('cut off');
  });
});
