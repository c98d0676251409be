import { createRequire } from 'node:module';

import { describe, expect, it } from '@jest/globals';

import { editDistance } from '../../../knowledge/recognise/edit-distance.ts';

const { DamerauLevenshteinDistance } = createRequire(import.meta.url)(
  'natural/lib/natural/distance/levenshtein_distance',
) as { DamerauLevenshteinDistance: (one: string, other: string, options: { restricted: boolean }) => number };

describe('the distance between two words', () => {
  const words = [
    '',
    'a',
    'cancel',
    'cancle',
    'germany',
    'germny',
    'gremany',
    'verification',
    'verfication',
    'abcdef',
    'badcfe',
  ];

  it("is natural's restricted Damerau-Levenshtein distance", () => {
    for (const one of words) {
      for (const other of words) {
        expect(editDistance(one, other, 99)).toBe(
          DamerauLevenshteinDistance(one, other, { restricted: true }),
        );
      }
    }
  });

  it('is given up above the limit', () => {
    expect(editDistance('germany', 'verification', 2)).toBe(3);
    expect(editDistance('cancel', 'cancle', 1)).toBe(1);
  });
});
