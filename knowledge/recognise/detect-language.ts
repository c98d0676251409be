import type { Knowledge } from '../knowledge.ts';
import { textsIn } from './texts-in.ts';
import { withoutAccents } from './without-accents.ts';

/** Tells the language of what people write. */
export interface LanguageDetector {
  /** The language (ISO 639-1) of a text; `current` unless another one is beyond doubt. */
  languageOf(text: string, current: string): string;
}

/** The letters of a language by threes and fewer, and its words, as its own texts have them. */
interface Profile {
  readonly code: string;
  readonly logs: ReadonlyMap<string, number>;
  readonly unseen: number;
  readonly words: ReadonlySet<string>;
}

/** How much likelier, per text, another language must be than the one that is spoken: a natural logarithm. */
const BEYOND_DOUBT = 8;
/** Texts of fewer letters say nothing in a script that languages share. */
const FEWEST_LETTERS = 8;
/** The share of the words that the other language must know, and how many of them this one must not know. */
const KNOWN_SHARE = 0.6;
const FEWEST_FOREIGN = 2;
const LONGEST_PIECE = 3;
const MAX_CHARS = 400;

/**
 * Learns the languages from what the bot itself knows and says in them, so that it tells those it speaks, in
 * words of its subject. A text in none of them, a name, a code or a single foreign word changes nothing.
 */
export function createLanguageDetector(languages: ReadonlyMap<string, Knowledge>): LanguageDetector {
  const profiles = [...languages].map(([code, knowledge]) => profileOf(code, textsIn(knowledge)));
  const byScript = scriptsOf(profiles);
  return {
    languageOf(text, current) {
      const words = wordsOf(text.slice(0, MAX_CHARS));
      const letters = words.join('');
      const own = byScript(letters);
      if (own !== undefined) return own;
      if (isNames(text)) return current;
      if (words.length < 2 || letters.length < FEWEST_LETTERS) return current;
      const now = profiles.find(({ code }) => code === current);
      const [best] = profiles
        .map((profile) => ({ profile, score: scoreOf(profile, words) }))
        .sort((one, other) => other.score - one.score);
      if (!best || !now || best.profile === now) return current;
      const known = words.filter((word) => best.profile.words.has(word));
      const foreign = known.filter((word) => !now.words.has(word));
      const isBeyondDoubt =
        best.score - scoreOf(now, words) >= BEYOND_DOUBT &&
        known.length >= words.length * KNOWN_SHARE &&
        foreign.length >= FEWEST_FOREIGN;
      return isBeyondDoubt ? best.profile.code : current;
    },
  };
}

/** "São Paulo, Brasil": names are in nobody's language. */
function isNames(text: string): boolean {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.every((word) => /^\p{Lu}/u.test(word));
}

/** A script that only one of the languages has gives it away, when most of a text is in it. */
function scriptsOf(profiles: readonly Profile[]): (letters: string) => string | undefined {
  const scripts = [/\p{Script=Han}/gu, /\p{Script=Cyrillic}/gu];
  const owners = scripts.map((script) =>
    profiles.filter(({ words }) => [...words].filter((word) => word.match(script)).length > words.size / 2),
  );
  return (letters) => {
    const place = scripts.findIndex((script) => (letters.match(script)?.length ?? 0) > letters.length / 2);
    const [only, ...others] = owners[place] ?? [];
    return others.length === 0 && letters.length >= 2 ? only?.code : undefined;
  };
}

function profileOf(code: string, texts: readonly string[]): Profile {
  const counts = new Map<string, number>();
  const words = new Set<string>();
  let total = 0;
  for (const text of texts) {
    // Accents are often left out.
    for (const word of new Set([...wordsOf(text), ...wordsOf(withoutAccents(text))])) {
      words.add(word);
      for (const piece of piecesOf(word)) {
        counts.set(piece, (counts.get(piece) ?? 0) + 1);
        total += 1;
      }
    }
  }
  const smoothed = total + SMOOTHING * (counts.size + 1);
  const logs = new Map(
    [...counts].map(([piece, count]) => [piece, Math.log((count + SMOOTHING) / smoothed)]),
  );
  return { code, logs, unseen: Math.log(SMOOTHING / smoothed), words };
}

const SMOOTHING = 0.5;

function scoreOf({ logs, unseen }: Profile, words: readonly string[]): number {
  let score = 0;
  let count = 0;
  for (const word of words) {
    for (const piece of piecesOf(word)) {
      score += logs.get(piece) ?? unseen;
      count += 1;
    }
  }
  // Pieces overlap: what three of them say is said once.
  return count === 0 ? 0 : score / LONGEST_PIECE;
}

function* piecesOf(word: string): Generator<string> {
  const edged = ` ${word} `;
  for (let length = 1; length <= LONGEST_PIECE; length += 1) {
    for (let start = 0; start + length <= edged.length; start += 1) yield edged.slice(start, start + length);
  }
}

/** Without addresses, codes, numbers and words in capitals, which are nobody's. */
function wordsOf(text: string): string[] {
  const bare = text
    .replace(/\S+@\S+|https?:\S+/gu, ' ')
    .replace(/(?<![\p{Script=Latin}\p{N}])\p{Script=Latin}*\p{N}[\p{Script=Latin}\p{N}]*/gu, ' ');
  return (bare.match(/[\p{L}\p{M}]+/gu) ?? []).map((word) => word.normalize('NFC').toLowerCase());
}
