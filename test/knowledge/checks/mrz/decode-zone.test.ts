import { describe, expect, it } from '@jest/globals';

import { decodeZone, type ZoneScores } from '../../../../knowledge/checks/mrz/decode-zone.ts';
import { MRZ_ALPHABET, type MrzFormatId } from '../../../../knowledge/checks/mrz/mrz-formats.ts';
import { randomZone } from '../../../specimen/random-zone.ts';
import { createRandom } from '../../../specimen/random.ts';

const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const TD1 = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];

/** A character that was seen as something else: where, what, and how likely; the printed one gets the rest. */
type Doubt = readonly [line: number, at: number, seen: string, probability: number];

/** What a reader would have seen of printed lines, sure of everything but the doubts. */
function scoresOf(lines: readonly string[], doubts: readonly Doubt[] = []): ZoneScores {
  return lines.map((line, l) =>
    Array.from(line, (printed, at) => {
      const scores = new Float32Array(MRZ_ALPHABET.length).fill(Math.log(1e-5));
      scores[MRZ_ALPHABET.indexOf(printed)] = Math.log(0.999);
      for (const [line, place, seen, probability] of doubts) {
        if (line !== l || place !== at) continue;
        scores[MRZ_ALPHABET.indexOf(seen)] = Math.log(probability);
        scores[MRZ_ALPHABET.indexOf(printed)] = Math.log(Math.max(1e-5, 1 - probability));
      }
      return scores;
    }),
  );
}

describe('decoding a zone', () => {
  it('gives what was seen when the check digits agree', () => {
    const zone = decodeZone(scoresOf(TD3), 'TD3');
    expect(zone.lines).toEqual(TD3);
    expect(zone.gap).toBe(0);
    expect(zone.sureness.flat().every((p) => p > 0.99)).toBe(true);
  });

  it.each<[string, Doubt]>([
    ['a digit of the birth date', [1, 14, '9', 0.6]],
    ['a digit of the document number', [1, 3, '3', 0.7]],
    ['a check digit', [1, 9, '5', 0.8]],
    ['the composite check digit', [1, 43, '8', 0.6]],
    ['a letter of the optional field', [1, 36, '8', 0.7]],
  ])('mends %s at the cost that it has', (_, doubt) => {
    const zone = decodeZone(scoresOf(TD3, [doubt]), 'TD3');
    expect(zone.lines).toEqual(TD3);
    expect(zone.seen[1]?.charAt(doubt[1])).toBe(doubt[2]);
    expect(zone.gap).toBeCloseTo(Math.log(doubt[3] / (1 - doubt[3])), 3);
  });

  it('puts a high price on bending what was seen clearly', () => {
    const wrong = [TD3[0] ?? '', (TD3[1] ?? '').replace('7408122', '7408132')];
    const zone = decodeZone(scoresOf(wrong), 'TD3');
    expect(zone.lines).toEqual(wrong);
    expect(zone.gap).toBeGreaterThan(8);
    expect(Math.min(...zone.sureness.flat())).toBeGreaterThan(0.99);
  });

  it('mends nothing that has no check digit', () => {
    const zone = decodeZone(scoresOf(TD3, [[0, 5, 'F', 0.8]]), 'TD3');
    expect(zone.lines[0]).toBe('P<UTOFRIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<');
    expect(zone.gap).toBe(0);
    expect(zone.sureness[0]?.[5]).toBeCloseTo(0.8, 2);
  });

  it.each<[string, Doubt, string]>([
    ['an O among digits is a 0', [1, 15, 'O', 0.9], '0'],
    ['an O in a number is a 0 unless it was seen clearly', [1, 4, 'O', 0.8], '0'],
    ['an 8 among letters is a B', [0, 8, '8', 0.9], 'B'],
    ['a state that there is', [0, 4, 'Q', 0.9], 'O'],
  ])('knows what can stand where: %s', (_, [line, at, seen, probability], expected) => {
    const printed = TD3.map((text, l) =>
      l === line ? text.slice(0, at) + expected + text.slice(at + 1) : text,
    );
    const zone = decodeZone(scoresOf(printed, [[line, at, seen, probability]]), 'TD3');
    expect(zone.seen[line]?.charAt(at)).toBe(expected);
  });

  it('leaves a state alone that nobody knows but that was seen clearly', () => {
    const printed = [(TD3[0] ?? '').replace('UTO', 'QQQ'), TD3[1] ?? ''];
    expect(decodeZone(scoresOf(printed), 'TD3').seen[0]?.slice(2, 5)).toBe('QQQ');
  });

  it('follows a document number into the optional field', () => {
    const long = ['I<UTOD23145890<7349<<<<<<<<<<<', '3407127M9507122UTO<<<<<<<<<<<2', TD1[2] ?? ''];
    expect(decodeZone(scoresOf(long), 'TD1')).toMatchObject({ lines: long, gap: 0 });
    const mended = decodeZone(scoresOf(long, [[0, 16, '8', 0.6]]), 'TD1');
    expect(mended.lines).toEqual(long);
    expect(mended.gap).toBeGreaterThan(0);
  });

  it('mends one doubtful character in each of 120 drawn zones, whatever their format', () => {
    const random = createRandom(20);
    const formats = new Set<MrzFormatId>();
    for (let i = 0; i < 120; i++) {
      const { format, lines } = randomZone(random);
      formats.add(format);
      const birth = format === 'TD1' ? 1 : format === 'FRA-ID' ? 27 : 14;
      const printed = lines[1]?.charAt(birth) ?? '';
      const seen = printed === '3' ? '8' : '3';
      const zone = decodeZone(scoresOf(lines, [[1, birth, seen, 0.7]]), format);
      expect([format, ...zone.lines]).toEqual([format, ...lines]);
    }
    expect(formats.size).toBe(6);
  });
});
