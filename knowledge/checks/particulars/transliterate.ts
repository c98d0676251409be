/**
 * ICAO Doc 9303, part 3, section 6: how letters beyond A-Z are written in the machine-readable zone. Where
 * states may choose, every choice is listed.
 */
const LATIN: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ð: ['D'],
  Đ: ['D', 'DJ'],
  Ħ: ['H'],
  Ĳ: ['IJ'],
  ĸ: ['Q'],
  Ł: ['L'],
  Ŋ: ['N'],
  Ñ: ['N', 'NXX'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Œ: ['OE'],
  ẞ: ['SS'],
  Þ: ['TH'],
  Ŧ: ['T'],
  Ü: ['UE', 'UXX', 'U'],
  Ə: ['E'],
  Ɵ: ['O'],
  İ: ['I'],
  Ŀ: ['L'],
  Ǆ: ['DZ'],
  Ǉ: ['LJ'],
  Ǌ: ['NJ'],
};

const CYRILLIC: Readonly<Record<string, readonly string[]>> = {
  А: ['A'],
  Б: ['B'],
  В: ['V'],
  Г: ['G', 'H'],
  Д: ['D'],
  Е: ['E', 'IE', 'YE'],
  Ё: ['E', 'IO', 'YO'],
  Ж: ['ZH', 'Z'],
  З: ['Z'],
  И: ['I', 'Y'],
  Й: ['I', 'Y'],
  К: ['K'],
  Л: ['L'],
  М: ['M'],
  Н: ['N'],
  О: ['O'],
  П: ['P'],
  Р: ['R'],
  С: ['S'],
  Т: ['T'],
  У: ['U'],
  Ф: ['F'],
  Х: ['KH', 'H'],
  Ц: ['TS', 'C'],
  Ч: ['CH', 'C'],
  Ш: ['SH', 'S'],
  Щ: ['SHCH', 'SHT'],
  Ъ: ['IE', '', 'A'],
  Ы: ['Y'],
  Ь: [''],
  Э: ['E'],
  Ю: ['IU', 'YU'],
  Я: ['IA', 'YA'],
  І: ['I'],
  Ї: ['I', 'YI'],
  Є: ['IE', 'YE', 'E'],
  Ґ: ['G'],
  Ў: ['U'],
  Ђ: ['D', 'DJ'],
  Ј: ['J'],
  Љ: ['LJ'],
  Њ: ['NJ'],
  Ћ: ['C'],
  Џ: ['DZ'],
  Ѓ: ['G'],
  Ѕ: ['DZ'],
  Ќ: ['K'],
};

/** Enough for a name with a dozen such letters; the rest would only cost time. */
const MAX_SPELLINGS = 64;

/**
 * Every way in which one word of a name may stand in the zone, in A-Z. Apostrophes vanish as ICAO wants it.
 * Empty when the word has letters of a script that this table does not know: then nothing can be said.
 */
export function spellings(word: string): readonly string[] {
  let found = [''];
  for (const letter of word.normalize('NFC').toUpperCase().normalize('NFC')) {
    const choices = choicesFor(letter);
    if (choices.length === 0) return [];
    found = [...new Set(found.flatMap((head) => choices.map((choice) => head + choice)))].slice(
      0,
      MAX_SPELLINGS,
    );
  }
  return found.filter((spelling) => spelling !== '');
}

function choicesFor(letter: string): readonly string[] {
  if (/[A-Z]/.test(letter)) return [letter];
  if (/['’‘`´ʼʻ.,]/.test(letter)) return [''];
  const listed = LATIN[letter] ?? CYRILLIC[letter];
  if (listed) return listed;
  const bare = letter.normalize('NFD').replace(/\p{Mark}/gu, '');
  if (bare === '') return [''];
  return /^[A-Z]$/.test(bare) ? [bare] : (LATIN[bare] ?? CYRILLIC[bare] ?? []);
}
