import type { ScriptTable } from '../spelling-graph.ts';

/**
 * ICAO Doc 9303, part 3, section 6.A: how letters beyond A-Z are written in the machine-readable zone. Where states
 * may choose, every choice is listed. Letters with marks that are not listed lose the mark.
 */
export const LATIN: ScriptTable = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ð: ['D', 'DH'],
  Đ: ['D', 'DJ'],
  Ħ: ['H'],
  Ĳ: ['IJ'],
  ĸ: ['Q'],
  Ł: ['L'],
  Ŋ: ['N'],
  Ñ: ['N', 'NXX'],
  // People without the key type the bare vowel, and the zone has two letters.
  O: ['O', 'OE'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Ő: ['OE', 'O'],
  Œ: ['OE'],
  ẞ: ['SS'],
  Þ: ['TH'],
  Ŧ: ['T'],
  U: ['U', 'UE'],
  // YU and V: how China writes it in passports and how keyboards do.
  Ü: ['UE', 'UXX', 'U', 'YU', 'V'],
  Ű: ['UE', 'UXX', 'U'],
  Ǖ: ['YU', 'U', 'V', 'UE'],
  Ǘ: ['YU', 'U', 'V', 'UE'],
  Ǚ: ['YU', 'U', 'V', 'UE'],
  Ǜ: ['YU', 'U', 'V', 'UE'],
  Ə: ['E', 'A'],
  Ɵ: ['O'],
  İ: ['I'],
  Ŀ: ['L'],
  Ǆ: ['DZ'],
  Ǉ: ['LJ'],
  Ǌ: ['NJ'],
  Ơ: ['O'],
  Ư: ['U'],
};
