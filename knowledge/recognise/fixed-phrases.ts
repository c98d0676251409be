import type { Intent } from '../intents/intent.ts';
import type { Message, Reader } from './message.ts';

/** Said along with something else: "hi, help", "yes, cancel", "start over please, thanks". */
const SOCIAL: ReadonlySet<string> = new Set(['greeting', 'thanks', 'goodbye', 'yes', 'no']);

export interface FixedPhrases {
  /** The intent that a whole message means when it consists of known phrases and filler only. */
  match(message: Message): string | undefined;
  /** The words of a message without a greeting before it and thanks after it, when something is left. */
  core(message: Pick<Message, 'words'>): readonly string[];
}

/**
 * Words that work at every step ("go back", "nvm cancel it", "can i talk to a human pls"). They count
 * only as whole messages, so that "can I cancel an order" is a question and not a wish to cancel.
 */
export function createFixedPhrases(
  reader: Reader,
  intents: Iterable<Intent>,
  fillers: readonly string[],
): FixedPhrases {
  const intentByPhrase = new Map<string, string>();
  let longest = 0;
  for (const intent of intents) {
    for (const phrase of intent.phrases ?? []) {
      const { words } = reader.read(phrase);
      if (words.length === 0) continue;
      intentByPhrase.set(words.join(' '), intent.id);
      longest = Math.max(longest, words.length);
    }
  }
  const filler = new Set(fillers.map((phrase) => reader.read(phrase).words.join(' ')));
  const longestFiller = Math.max(...[...filler].map((phrase) => phrase.split(' ').length));

  /** The phrase or filler at this place that is longest. */
  const pieceAt = (
    words: readonly string[],
    start: number,
  ): { intent?: string; length: number } | undefined => {
    for (
      let length = Math.min(Math.max(longest, longestFiller), words.length - start);
      length > 0;
      length -= 1
    ) {
      const piece = words.slice(start, start + length).join(' ');
      const intent = intentByPhrase.get(piece);
      if (intent !== undefined) return { intent, length };
      if (filler.has(piece)) return { length };
    }
    return undefined;
  };

  return {
    match({ raw, words }) {
      if (/^\s*\?+\s*$/.test(raw)) return 'help';
      const meant: string[] = [];
      for (let start = 0; start < words.length;) {
        const piece = pieceAt(words, start);
        if (!piece) return undefined;
        if (piece.intent !== undefined) meant.push(piece.intent);
        start += piece.length;
      }
      const weighty = [...new Set(meant.filter((intent) => !SOCIAL.has(intent)))];
      if (weighty.length === 1) return weighty[0];
      if (weighty.length > 1) return undefined;
      const social = new Set(meant);
      if (social.has('yes') && social.has('no')) return undefined;
      return ['goodbye', 'no', 'yes', 'thanks', 'greeting'].find((intent) => social.has(intent));
    },
    core({ words }) {
      const isPhrase = (start: number, end: number, intent: string) =>
        intentByPhrase.get(words.slice(start, end).join(' ')) === intent;
      const lengths = [...Array(Math.min(longest, words.length) + 1).keys()].reverse();
      const start = lengths.find((length) => isPhrase(0, length, 'greeting')) ?? 0;
      const thanks = lengths.find((length) => isPhrase(words.length - length, words.length, 'thanks')) ?? 0;
      const end = words.length - thanks;
      return end - start >= 2 ? words.slice(start, end) : words;
    },
  };
}
