/**
 * Korean names are written as their holders like: the Revised Romanization, McCune-Reischauer without its marks,
 * and English-looking spellings (Lee, Park, Choi, Woo). Per part of a syllable, every way that is common.
 */
const INITIALS: readonly (readonly string[])[] = [
  ['G', 'K'], // ㄱ
  ['KK', 'GG', 'K'], // ㄲ
  ['N', ''], // ㄴ
  ['D', 'T'], // ㄷ
  ['TT', 'DD'], // ㄸ
  ['R', 'L', 'N', ''], // ㄹ
  ['M'], // ㅁ
  ['B', 'P', 'V'], // ㅂ
  ['PP', 'BB'], // ㅃ
  ['S', 'SH'], // ㅅ
  ['SS', 'S'], // ㅆ
  ['', 'Y', 'L', 'R', 'W'], // ㅇ, with L and R for old initials: Lee, Lim, Ryu
  ['J', 'CH', 'Z'], // ㅈ
  ['JJ', 'TCH'], // ㅉ
  ['CH'], // ㅊ
  ['K'], // ㅋ
  ['T'], // ㅌ
  ['P'], // ㅍ
  ['H'], // ㅎ
];
const VOWELS: readonly (readonly string[])[] = [
  ['A', 'AR', 'AH'], // ㅏ
  ['AE', 'AI', 'E', 'EA'], // ㅐ
  ['YA', 'IA'], // ㅑ
  ['YAE', 'YE'], // ㅒ
  ['EO', 'U', 'O', 'OU', 'UH'], // ㅓ
  ['E', 'EY', 'AE'], // ㅔ
  ['YEO', 'YU', 'YO', 'YOU', 'YOUNG'], // ㅕ
  ['YE', 'E', 'YEA'], // ㅖ
  ['O', 'OH', 'OO'], // ㅗ
  ['WA', 'OA', 'HWA'], // ㅘ
  ['WAE', 'WE'], // ㅙ
  ['OE', 'OI', 'OY', 'WE', 'WOE'], // ㅚ
  ['YO', 'YEO'], // ㅛ
  ['U', 'OO', 'WOO', 'OU'], // ㅜ
  ['WO', 'WEO', 'O', 'WU'], // ㅝ
  ['WE'], // ㅞ
  ['WI', 'WEE', 'UI'], // ㅟ
  ['YU', 'YOO', 'YOU', 'U', 'OO'], // ㅠ
  ['EU', 'U', 'OO', 'E'], // ㅡ
  ['UI', 'EUI', 'EE', 'I', 'YI'], // ㅢ
  ['I', 'EE', 'Y', 'YI'], // ㅣ
];
const FINALS: readonly (readonly string[])[] = [
  [''],
  ['K', 'G', 'C'], // ㄱ
  ['K', 'KK'],
  ['K', 'KS'],
  ['N'], // ㄴ
  ['N', 'NJ'],
  ['N', 'NH'],
  ['T', 'D'], // ㄷ
  ['L', 'R'], // ㄹ
  ['K', 'LG'],
  ['M', 'LM'],
  ['L', 'LB', 'P'],
  ['L', 'LS'],
  ['L', 'LT'],
  ['P', 'LP'],
  ['L', 'LH'],
  ['M'], // ㅁ
  ['P', 'B'], // ㅂ
  ['P', 'PS'],
  ['T', 'S'], // ㅅ
  ['T', 'SS'],
  ['NG'], // ㅇ
  ['T', 'J'],
  ['T', 'CH'],
  ['K'],
  ['T'],
  ['P'],
  ['T', 'H', ''],
];

const FIRST = 0xac00;
const LAST = 0xd7a3;

/** The choices for initial, vowel and final of one syllable; undefined for anything else. */
export function hangulParts(letter: string): readonly (readonly string[])[] | undefined {
  const code = letter.codePointAt(0) ?? 0;
  if (code < FIRST || code > LAST) return undefined;
  const at = code - FIRST;
  const parts = [INITIALS[Math.floor(at / (21 * 28))], VOWELS[Math.floor(at / 28) % 21], FINALS[at % 28]];
  return parts.map((choices) => choices ?? ['']);
}
