import type { Knowledge } from '../knowledge.ts';
import { SCREENSHOT_FLATNESS, type ScreenLine, type ScreenReading } from './screen-reading.ts';
import type { ScreenSign } from './sign.ts';
import {
  createVocabulary,
  endOf,
  phraseOf,
  wordsIn,
  type Phrase,
  type ScreenWord,
} from './words-on-screen.ts';

/** What a picture shows, as far as errors are concerned. */
export type ScreenVerdict =
  | {
      readonly kind: 'known';
      readonly problemId: string;
      readonly certainty: number;
      /** As it was read, where the problem has one. */
      readonly code?: string;
    }
  /** Something like it was read, but not surely: surest first, three at most. */
  | { readonly kind: 'likely'; readonly problemIds: readonly string[] }
  /** A screen, without a message that is known. */
  | { readonly kind: 'unknown_screen' }
  /** No screen, as far as can be told, or nothing that can be read. */
  | { readonly kind: 'no_screen' };

export interface ScreenRecogniser {
  /** Whoever reads in several passes can ask after each, and stop when it is known. */
  recognise(reading: Pick<ScreenReading, 'passes' | 'flatness'>): ScreenVerdict;
}

/** Below it a person is asked rather than told. Set so that unrelated screens of the evaluation are never named. */
const SURE = 0.8;
const WORTH_OFFERING = 0.35;
const CODE_CERTAINTY = 0.99;
/** What a sign is worth on a screen that says nothing about verification. */
const WITHOUT_KYC = 0.5;
/** Two problems so near each other cannot be told apart. */
const SAME = 0.004;
const MOST_OFFERED = 3;
/** A screenshot with so many words is a screen. */
const SCREEN_WORDS = 8;

interface Finding {
  readonly problemId: string;
  readonly certainty: number;
  readonly code?: string;
}

type Known = Pick<Knowledge, 'problems' | 'screenConcepts' | 'screenSigns'>;

export function createScreenRecogniser(knowledge: Known): ScreenRecogniser {
  const concepts = new Map<string, readonly Phrase[]>(
    Object.entries(knowledge.screenConcepts).map(([name, texts]) => [name, texts.map(phraseOf)]),
  );
  const isKnownWord = createVocabulary([...concepts.values()].flat());
  const problemOfCode = new Map(
    [...knowledge.problems.values()].flatMap(({ id, code }) => (code ? [[code, id] as const] : [])),
  );

  /** Where each concept stands: the first word of each of its phrases that is found. */
  function placesOf(words: readonly ScreenWord[]): Map<string, Place[]> {
    const places = new Map<string, Place[]>();
    for (const [name, phrases] of concepts) {
      const found = words.flatMap((_, at) => {
        for (const phrase of phrases) {
          const to = endOf(words, at, phrase);
          if (to !== undefined) return [{ from: at, to }];
        }
        return [];
      });
      places.set(name, found);
    }
    return places;
  }

  const known = new WeakMap<readonly ScreenLine[], Pass>();
  function passOf(lines: readonly ScreenLine[]): Pass {
    const before = known.get(lines);
    if (before) return before;
    const words = wordsOf(lines, isKnownWord);
    const pass = { words, places: placesOf(words) };
    known.set(lines, pass);
    return pass;
  }

  function findingsIn({ words, places }: Pass, about: About): Finding[] {
    const found = knowledge.screenSigns.flatMap((sign): Finding[] => {
      if (!stands(words, places, sign)) return [];
      const share = about === 'ours' ? 1 : sign.needsKyc || about === 'others' ? WITHOUT_KYC : 0.95;
      return [{ problemId: sign.problem, certainty: sign.certainty * share }];
    });
    return [...codesIn(words, places, about), ...found];
  }

  function codesIn(
    words: readonly ScreenWord[],
    places: ReadonlyMap<string, Place[]>,
    about: About,
  ): Finding[] {
    const near = (name: string, at: number, reach: number) =>
      (places.get(name) ?? []).some(
        ({ to }) => at - to >= 1 && at - to <= reach && words[to]?.block === words[at]?.block,
      );
    return words.flatMap(({ raw }, at): Finding[] => {
      const code = readCode(raw);
      const problemId = code === undefined ? undefined : problemOfCode.get(code);
      if (code === undefined || problemId === undefined || isAmount(words, at)) return [];
      if (near('error', at, 3))
        return [{ problemId, certainty: about === 'others' ? WITHOUT_KYC : CODE_CERTAINTY, code }];
      // "Code 9801" stands in many programs, and a number alone anywhere.
      if (near('code', at, 2)) return [{ problemId, certainty: about === 'ours' ? 0.95 : 0.4, code }];
      return about === 'ours' ? [{ problemId, certainty: 0.6, code }] : [];
    });
  }

  function judge(findings: readonly Finding[], isScreen: boolean): ScreenVerdict {
    const best = new Map<string, Finding>();
    for (const finding of findings) {
      if ((best.get(finding.problemId)?.certainty ?? 0) < finding.certainty)
        best.set(finding.problemId, finding);
    }
    const [first, second, ...others] = [...best.values()]
      .filter(({ certainty }) => certainty >= WORTH_OFFERING)
      .sort((one, other) => other.certainty - one.certainty);
    if (!first) return { kind: isScreen ? 'unknown_screen' : 'no_screen' };
    const isTie = second !== undefined && first.certainty - second.certainty < SAME;
    if (first.certainty >= SURE && !isTie) return { kind: 'known', ...first };
    const ids = [first, ...(second ? [second] : []), ...others].map(({ problemId }) => problemId);
    return { kind: 'likely', problemIds: ids.slice(0, MOST_OFFERED) };
  }

  const isScreen = (words: number, flatness: number) =>
    words >= SCREEN_WORDS && flatness >= SCREENSHOT_FLATNESS;

  return {
    recognise({ passes, flatness }) {
      const count = Math.max(0, ...passes.map((lines) => lines.flatMap((line) => line.words).length));
      const read = passes.map(passOf);
      // What a screen is about stands elsewhere on it than the message, and one pass may read only one of them.
      const about = aboutWhat((name) => read.some(({ places }) => (places.get(name)?.length ?? 0) > 0));
      return judge(
        read.flatMap((pass) => findingsIn(pass, about)),
        isScreen(count, flatness),
      );
    },
  };
}

/** What a pass read, and where each concept stands in it: asked for again with each further pass. */
interface Pass {
  readonly words: readonly ScreenWord[];
  readonly places: ReadonlyMap<string, Place[]>;
}

/** Our verification, something that belongs to somebody else, or neither as far as can be told. */
type About = 'ours' | 'others' | 'unclear';

function aboutWhat(has: (concept: string) => boolean): About {
  if (has('exchange')) return 'ours';
  // Banks and airlines look at documents too; a video call that holds the camera may be named on our own screen.
  if (has('other_company')) return 'others';
  if (has('kyc')) return 'ours';
  return has('elsewhere') ? 'others' : 'unclear';
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Whether all concepts of a sign stand in one message, near each other, and nothing that takes it back. */
function stands(
  words: readonly ScreenWord[],
  places: ReadonlyMap<string, Place[]>,
  { all, unless, notAfter, span }: ScreenSign,
): boolean {
  const [first = '', ...others] = all;
  const placesOf = (name: string) => places.get(name) ?? [];
  // Ideographs are words of one character: a sentence has twice as many of them.
  return placesOf(first).some((start) => {
    const reach = /\p{Script=Han}/u.test(words[start.from]?.text ?? '') ? span * 1.5 : span;
    const inReach = ({ from, to }: Place) =>
      words[from]?.block === words[start.from]?.block &&
      Math.abs(from - start.from) <= reach &&
      Math.abs(to - start.from) <= reach;
    const apart = (place: Place) => place.to < start.from || place.from > start.to;
    const found = others.map((name) => placesOf(name).filter((place) => inReach(place) && apart(place)));
    // "Your photo is blurred. Make sure that …" is a message, "Make sure that photos are not blurred" is none.
    const isAdvice = ({ from }: Place) =>
      notAfter.some((name) => placesOf(name).some((place) => inReach(place) && place.from < from));
    return (
      found.every((matches) => matches.some((place) => !isAdvice(place))) &&
      !unless.some((name) => placesOf(name).some(inReach))
    );
  });
}

/** Larger gaps between lines, in their heights, part one message from the next. */
const GAP = 2.4;
/** A line whose letters are so much larger or smaller belongs to something else. */
const SIZES = 2.4;

/** Parts of lines may stand side by side, as a share of their height apart. */
const SAME_ROW = 0.5;
/** So many parts of a message are looked at for what comes next to it. */
const LAST_PARTS = 3;

/** The words in reading order, with what belongs to one message. */
function wordsOf(lines: readonly ScreenLine[], isKnown: (word: string) => boolean): ScreenWord[] {
  const blocks: ScreenLine[][] = [];
  for (const line of inReadingOrder(lines)) {
    const block = blocks.findLast((one) => one.slice(-LAST_PARTS).some((last) => follows(last, line)));
    if (block) block.push(line);
    else blocks.push([line]);
  }
  return blocks.flatMap((block, at) =>
    block.flatMap((line, row) =>
      line.words.flatMap(({ text }) =>
        wordsIn(text).map((word) => ({ ...word, block: at, line: row, known: isKnown(word.text) })),
      ),
    ),
  );
}

/** From the top down, and from the left what stands side by side: readers of print break lines into parts. */
function inReadingOrder(lines: readonly ScreenLine[]): ScreenLine[] {
  const slope = slopeOf(lines);
  const placed = lines
    .map((line) => {
      const { x, y, width, height } = line.box;
      return { line, middle: y + height / 2 - slope * (x + width / 2) };
    })
    .sort((one, other) => one.middle - other.middle);
  const rows: (typeof placed)[] = [];
  for (const part of placed) {
    const row = rows.at(-1);
    const [leader] = row ?? [];
    const reach = leader && SAME_ROW * Math.min(leader.line.box.height, part.line.box.height);
    if (row && leader && reach !== undefined && part.middle - leader.middle <= reach) row.push(part);
    else rows.push([part]);
  }
  return rows.flatMap((row) => row.map(({ line }) => line).sort((one, other) => one.box.x - other.box.x));
}

/** How far lines sink per pixel to the right: on a photo of a screen they lean. */
function slopeOf(lines: readonly ScreenLine[]): number {
  const slopes = lines
    .flatMap(({ words }) => {
      const [first, last] = [words[0]?.box, words.at(-1)?.box];
      if (words.length < 3 || !first || !last || last.x <= first.x) return [];
      // Lower edges tell more than upper ones: few letters hang down.
      return [(last.y + last.height - first.y - first.height) / (last.x - first.x)];
    })
    .sort((one, other) => one - other);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

function follows(last: ScreenLine, line: ScreenLine): boolean {
  const [one, other] = [last.box, line.box];
  const height = Math.max(one.height, other.height);
  const gap = other.y - (one.y + one.height);
  const ratio = height / Math.max(1, Math.min(one.height, other.height));
  const overlap = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  return (
    gap <= GAP * Math.min(one.height, other.height) + 0.5 * height && ratio <= SIZES && overlap > -2 * height
  );
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  I: '1',
  l: '1',
  i: '1',
  S: '5',
  B: '8',
};

/** A number of four digits that stands alone, with letters that print confuses with digits. */
function readCode(raw: string): string | undefined {
  const bare = raw.replace(/^[#(["'“-]+|[)\]"'”.,;:!-]+$/g, '');
  if (!/^[\dOoQIliSB]{4}$/.test(bare) || (bare.match(/\d/g)?.length ?? 0) < 2) return undefined;
  return bare.replace(/[OoQIliSB]/g, (letter) => LOOKALIKES[letter] ?? letter);
}

const UNIT = /^(usdt?|eur|btc|eth|gbp|kcs|mb|kb|gb|px|km|kg|pcs|points?|users?|views?|items?|ms|[$€£¥₽%])$/;

/** Prices and counts have a currency or a unit beside them. */
function isAmount(words: readonly ScreenWord[], at: number): boolean {
  const [before, after] = [words[at - 1], words[at + 1]];
  return (
    /[$€£¥₽]\s*$/.test(before?.raw ?? '') || UNIT.test(before?.text ?? '') || UNIT.test(after?.text ?? '')
  );
}
