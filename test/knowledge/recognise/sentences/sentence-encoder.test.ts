import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { loadWordVectors } from '../../../../knowledge/load.ts';
import { readSentenceWeights } from '../../../../knowledge/recognise/sentences/sentence-weights.ts';

const folder = path.resolve(import.meta.dirname, '../../../../knowledge/recognise/sentences');
const { sentences: encoder } = loadWordVectors();
if (!encoder) throw new Error('The sentence encoder was not loaded.');
const encode = (text: string) => Float32Array.from(encoder.encode(text.split(' ').filter(Boolean)));
const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, n) => sum + value * (other[n] ?? 0), 0);

interface Example {
  readonly words: string;
  readonly vector: readonly number[];
}
/** What the net says in PyTorch; written by scripts/train-sentences/example.py. */
const examples = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'sentence-encoder.example.json'), 'utf8'),
) as readonly Example[];

describe('the sentence encoder', () => {
  it('says what the net says that was trained, but for the rounding of its weights to bytes', () => {
    for (const { words, vector } of examples) {
      expect({ words, likeness: dot(encode(words), Float32Array.from(vector)) }).toEqual({
        words,
        likeness: expect.closeTo(1, 2),
      });
    }
  });

  it.each([
    ['how do i change my password', 'i want a new password', 'where is the train station'],
    ['my card was stolen', 'someone took my card', 'the soup was cold'],
    ['how long does it take', 'when will it be finished', 'who wrote this book'],
  ])('puts "%s" nearer to "%s" than to "%s"', (one, same, other) => {
    expect(dot(encode(one), encode(same))).toBeGreaterThan(dot(encode(one), encode(other)) + 0.1);
  });

  it('minds the order of words', () => {
    expect(dot(encode('the dog bit the man'), encode('the man bit the dog'))).toBeLessThan(0.9999);
  });

  it('gives a length of 1 to any words, and nothing where there are none', () => {
    for (const text of ['a', 'qqxz', '12345', 'qqxz 7 the', 'word '.repeat(24), 'soup '.repeat(500)]) {
      expect(dot(encode(text), encode(text))).toBeCloseTo(1, 4);
    }
    expect(encode('').every((value) => value === 0)).toBe(true);
  });

  it('says the same of a text however often and after whatever it is asked', () => {
    const first = encode('where is my money');
    encode('a much longer text that fills the places behind the first one with other numbers');
    encode('short');
    expect(encode('where is my money')).toEqual(first);
  });
});

describe('the file of the sentence encoder', () => {
  const bytes = readFileSync(path.join(folder, 'sentence-encoder.bin'));

  it('that is cut off is an error', () => {
    expect(() => readSentenceWeights(bytes.subarray(0, bytes.length - 1))).toThrow('cut off');
  });

  it('can be read from any place in memory', () => {
    const moved = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    expect(readSentenceWeights(moved).say).toEqual(readSentenceWeights(bytes).say);
  });
});
