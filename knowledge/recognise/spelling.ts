import { createCandidateFinder } from './spelling-candidates.ts';
import { createWordModel, SENTENCE_END, SENTENCE_START } from './word-model.ts';

export interface Spelling {
  /** The words that were probably meant, one for each. */
  mend(words: readonly string[]): string[];
  /** Whether it is a word that we know: of the domain or of English. */
  knows(word: string): boolean;
}

/** Of so many words of a message, one has a slip in it. */
const SLIP = 0.05;
/** Where a word is known as it stands, another needs this much better reasons. */
const KNOWN_BONUS = 3;
/** How probable a word is that neither the domain nor English has. */
const UNKNOWN = 1e-12;
const MAX_LETTERS = 24;
/**
 * The so many commonest words of English, and words that are so probable in the domain, stand as they are typed: a
 * message hangs on its "not" and "never", whatever stands beside them oftener.
 */
const COMMONEST = 250;
const COMMON = 2e-4;
/** Candidates of a word that are weighed against each other in the light of the words around it. */
const MAX_CANDIDATES = 10;
/** Words whose candidates are kept, so that a flood of nonsense cannot fill the memory. */
const MAX_REMEMBERED = 5_000;

interface Candidate {
  readonly word: string;
  /** How probable it is that this one is typed when that one is meant, and how probable the word is. */
  readonly slip: number;
  readonly alone: number;
}

/**
 * Finds the words that were probably meant: of all words one slip of the finger away from those that
 * were typed, the likeliest row, by how often the domain's texts have a word and a word after another
 * (a noisy channel over a bigram model). Words of the domain and of English may stand as they are, but
 * "hat is my balance" reads "what is my balance".
 *
 * @param texts The words of the domain's texts.
 * @param rankOf Where a word stands among English words by frequency, from 0.
 */
export function createSpelling(
  texts: readonly (readonly string[])[],
  rankOf: (word: string) => number | undefined,
): Spelling {
  const model = createWordModel(texts, rankOf);
  const finder = createCandidateFinder(model.domainWords, (word) => rankOf(word) !== undefined);
  const remembered = new Map<string, readonly Candidate[]>();
  const knows = (word: string) =>
    model.isOfDomain(word) || rankOf(word) !== undefined || !/^[a-z]+$/.test(word);

  const candidatesOf = (typed: string): readonly Candidate[] => {
    const itself = {
      word: typed,
      slip: (1 - SLIP) * (knows(typed) ? KNOWN_BONUS : 1),
      // a number that nobody has written yet is possible, too
      alone: Math.max(UNKNOWN, knows(typed) ? model.alone(typed) : 0),
    };
    if (!/^[a-z]+$/.test(typed) || typed.length > MAX_LETTERS) return [itself];
    if ((rankOf(typed) ?? COMMONEST) < COMMONEST || itself.alone >= COMMON) return [itself];
    const others = finder.near(typed, !knows(typed)).map((word) => ({
      word,
      slip: SLIP * slipProbability(word, typed),
      alone: model.alone(word),
    }));
    const best = others.sort((one, other) => other.slip * other.alone - one.slip * one.alone);
    return [itself, ...best.slice(0, MAX_CANDIDATES)];
  };

  const remember = (typed: string): readonly Candidate[] => {
    const before = remembered.get(typed);
    if (before) return before;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const candidates = candidatesOf(typed);
    remembered.set(typed, candidates);
    return candidates;
  };

  return {
    knows,
    mend(words) {
      const rows = words.map(remember);
      if (rows.every((row) => row.length === 1)) return [...words];
      const choices: number[][] = [];
      let before: readonly { readonly word: string; readonly probability: number }[] = [
        { word: SENTENCE_START, probability: 1 },
      ];
      for (const row of rows) {
        const chosen: number[] = [];
        const afters = before.map(({ word }) => model.after(word));
        const next = row.map(({ word, slip, alone }) => {
          let best = 0;
          let from = 0;
          for (let place = 0; place < before.length; place += 1) {
            const probability = (before[place]?.probability ?? 0) * (afters[place]?.(word, alone) ?? 0);
            if (probability <= best) continue;
            best = probability;
            from = place;
          }
          chosen.push(from);
          return { word, probability: best * slip };
        });
        // only their proportions matter, and long messages would end at 0
        const largest = Math.max(...next.map(({ probability }) => probability));
        before = next.map(({ word, probability }) => ({ word, probability: probability / largest }));
        choices.push(chosen);
      }
      let [best, at] = [-1, 0];
      before.forEach(({ word, probability }, place) => {
        const ended = probability * model.after(word)(SENTENCE_END, model.alone(SENTENCE_END));
        if (ended > best) [best, at] = [ended, place];
      });
      const meant: string[] = [];
      for (let place = rows.length - 1; place >= 0; place -= 1) {
        meant.unshift(rows[place]?.[at]?.word ?? words[place] ?? '');
        at = choices[place]?.[at] ?? 0;
      }
      return meant;
    },
  };
}

/**
 * How probable just this slip is, once there is one: letters too many, left out, changed and swapped are
 * equally common, but there are 26 ways to add or change a letter for one way to leave it out.
 */
function slipProbability(meant: string, typed: string): number {
  const kind = 1 / 4;
  if (typed.length > meant.length) return kind / (26 * (meant.length + 1));
  if (typed.length < meant.length) return kind / meant.length;
  let first = 0;
  while (meant[first] === typed[first]) first += 1;
  const swapped = meant[first] === typed[first + 1] && meant[first + 1] === typed[first];
  return swapped ? kind / (meant.length - 1) : kind / (26 * meant.length);
}
