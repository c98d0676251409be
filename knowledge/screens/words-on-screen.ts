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

/**
 * Lower case, without accents, apostrophes and the letter that French drops before them: readers of print get those
 * wrong most.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/(?<!\p{L})(?:[cdjlmnst]|qu)['’‘`´](?=\p{L}{2})/gu, '')
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
    // Readers of print swallow narrow spaces, most often before a number: "exceeds4MB".
    for (const part of raw.split(
      /[-/|:;,_()[\]{}"“”«»!?…•·<>=]+|\.(?=\D|$)|(?<=\D)\.|(?<=\p{L}{2})(?=\d+(?:[kmg]b)?$)/iu,
    )) {
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

/** The place of the phrase's last word when it stands here. */
export function endOf(words: readonly ScreenWord[], at: number, phrase: Phrase): number | undefined {
  const block = words[at]?.block;
  let next = at;
  for (let index = 0; index < phrase.words.length; next += 1) {
    const [wanted, following] = phrase.words.slice(index, index + 2);
    const word = words[next];
    if (!word || !wanted || word.block !== block) return undefined;
    if (isAlike(word, wanted.text, wanted.open)) index += 1;
    else if (following && isBoth(word.text, wanted.text, following)) index += 2;
    else return undefined;
  }
  return next - 1;
}

/** Readers of print swallow narrow spaces. */
function isBoth(read: string, one: string, { text, open }: Phrase['words'][number]): boolean {
  const both = one + text;
  return read === both || (open && read.startsWith(both));
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
  // Where an ending is open, only a slip inside of the stem is forgiven, which may have made it longer or shorter.
  return (
    wanted.length >= 6 &&
    [0, 1, -1].some((more) => editDistance(read.slice(0, wanted.length + more), wanted, 1) <= 1)
  );
}
