import { editDistance } from '../recognise/edit-distance.ts';

/** A word as it is compared, and where it stands. */
export interface ScreenWord {
  readonly text: string;
  /** As it was read. */
  readonly raw: string;
  /** Words of one message have the same. */
  readonly block: number;
  readonly line: number;
  /** It stands in concepts.yaml as it was read: then it is not taken for a misreading of another one. */
  readonly known: boolean;
}

const IDEOGRAPH = /\p{Script=Han}/u;

/** Lower case, without accents and apostrophes: readers of print get those wrong most. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/đ/g, 'd')
    .replace(/ł/g, 'l')
    .replace(/[ß]/g, 'ss')
    .replace(/['’‘`´]/g, '');
}

/** The words of a text; each ideograph is a word of its own. */
export function wordsIn(text: string): { text: string; raw: string }[] {
  const found: { text: string; raw: string }[] = [];
  for (const [raw] of text.matchAll(/\p{Script=Han}|[^\s\p{Script=Han}]+/gu)) {
    if (IDEOGRAPH.test(raw)) {
      found.push({ text: raw, raw });
      continue;
    }
    // "identity/passport" and "network-error" are two words; "in-app" stands in phrases as it is.
    for (const part of raw.split(/[-/|:;,_()[\]{}"“”«»!?…•·<>=]+|\.(?=\D|$)|(?<=\D)\./)) {
      const folded = fold(part).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
      if (folded !== '') found.push({ text: folded, raw: part });
    }
  }
  return found;
}

/** A phrase of concepts.yaml: each word, and whether any ending may follow. */
export interface Phrase {
  readonly words: readonly { readonly text: string; readonly open: boolean }[];
}

export function phraseOf(text: string): Phrase {
  const words = text.split(/\s+/).flatMap((word) => {
    const open = word.endsWith('*');
    return wordsIn(word.replace(/\*$/, '')).map((part) => ({ text: part.text, open }));
  });
  return { words };
}

/** Whether the phrase stands at this place. */
export function standsAt(words: readonly ScreenWord[], at: number, phrase: Phrase): boolean {
  const block = words[at]?.block;
  return phrase.words.every(({ text, open }, index) => {
    const word = words[at + index];
    return word !== undefined && word.block === block && isAlike(word, text, open);
  });
}

/** The words of all phrases, as they are written. */
export function createVocabulary(phrases: Iterable<Phrase>): (word: string) => boolean {
  const whole = new Set<string>();
  const stems = new Set<string>();
  for (const { words } of phrases) {
    for (const { text, open } of words) (open ? stems : whole).add(text);
  }
  return (word) => {
    if (whole.has(word) || stems.has(word)) return true;
    for (let length = 4; length < word.length; length += 1) {
      if (stems.has(word.slice(0, length))) return true;
    }
    return false;
  };
}

/** Print is misread: longer words may have an error or two. */
function isAlike({ text: read, known }: ScreenWord, wanted: string, open: boolean): boolean {
  if (read === wanted || (open && read.startsWith(wanted))) return true;
  const limit = wanted.length >= 9 ? 2 : wanted.length >= 5 ? 1 : 0;
  if (known || limit === 0) return false;
  if (!open) return editDistance(read, wanted, limit) <= limit;
  // Where an ending is open, only a slip inside of the stem is forgiven.
  return wanted.length >= 6 && editDistance(read.slice(0, wanted.length), wanted, 1) <= 1;
}
