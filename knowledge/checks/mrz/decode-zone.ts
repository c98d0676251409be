import { PLACE_RULES } from './character-classes.ts';
import {
  MRZ_ALPHABET,
  MRZ_FORMATS,
  type CheckDigit,
  type MrzFormat,
  type MrzFormatId,
} from './mrz-formats.ts';
import { parseMrz } from './parse-mrz.ts';
import { STATE_CODES } from './states.ts';

/**
 * What a reader saw: per line and place, the logarithms of the probabilities of the 37 characters, in the
 * order of the alphabet. What they leave of 1 is the probability that none of them is there.
 */
export type ZoneScores = readonly (readonly Float32Array[])[];

export interface DecodedZone {
  readonly format: MrzFormatId;
  /** The likeliest lines within the format whose check digits fit; `seen` when there are none near it. */
  readonly lines: readonly string[];
  /** The likeliest lines within the format, check digits or not. */
  readonly seen: readonly string[];
  /** How much likelier (nats) `seen` is than the lines whose check digits fit. */
  readonly gap: number;
  /** Per line and character of `lines`, its probability among all. */
  readonly sureness: readonly (readonly number[])[];
  /** Mean logarithm of the probability of the characters seen. */
  readonly mean: number;
}

const SIZE = MRZ_ALPHABET.length;
const FILLER = SIZE - 1;
const WEIGHTS = [7, 3, 1] as const;
/** Value of a character in ICAO's sums. */
const VALUES = Array.from({ length: SIZE }, (_, i) => (i === FILLER ? 0 : i));
/** A state's code is put in place of another when it is at most this much less likely (nats). */
const MAX_STATE_GAP = 6;
/** Lines that fit the check digits are given when `seen` is at most this much likelier (nats); criteria are stricter. */
const MAX_GAP = 6;
/** A character this much less likely (nats) than another is not put in its place, whatever the check digits say. */
const MAX_BEND = 14;
const ALL = Array.from({ length: SIZE }, (_, c) => c);
/** Characters that a document number may go on for in the optional field of a card. */
const MAX_NUMBER_REST = 11;

/** Finds the likeliest lines of a format, and the likeliest among those that all check digits agree with. */
export function decodeZone(scores: ZoneScores, formatId: MrzFormatId): DecodedZone {
  const format = MRZ_FORMATS[formatId];
  const looks = withinFormat(scores, format);
  const places = withBias(looks, format);
  const seen = places.map((line) => line.map(likeliest));
  const isRight = (lines: readonly (readonly number[])[]) =>
    parseMrz(formatId, toText(lines))?.wrongChecks.length === 0;
  const fitting = isRight(seen)
    ? { lines: seen, gap: 0 }
    : walksOf(format, seen)
        .map((walk) => fit(walk, places, seen))
        .filter((found) => found !== undefined)
        .filter(({ lines }) => isRight(lines))
        .sort((a, b) => a.gap - b.gap)[0];
  // Farther off, they were printed wrong: making them fit would be forging.
  const chosen = fitting && fitting.gap <= MAX_GAP ? fitting.lines : seen;
  const total = seen.flatMap((line, l) => line.map((c, i) => places[l]?.[i]?.[c] ?? 0));
  return {
    format: formatId,
    lines: toText(chosen),
    seen: toText(seen),
    gap: fitting?.gap ?? Infinity,
    sureness: chosen.map((line, l) => line.map((c, i) => Math.exp(looks[l]?.[i]?.[c] ?? -Infinity))),
    mean: total.reduce((sum, value) => sum + value, 0) / total.length,
  };
}

const toText = (lines: readonly (readonly number[])[]) =>
  lines.map((line) => line.map((c) => MRZ_ALPHABET.charAt(c)).join(''));

function likeliest(place: Float32Array): number {
  let best = 0;
  for (let c = 1; c < SIZE; c++) if ((place[c] ?? 0) > (place[best] ?? 0)) best = c;
  return best;
}

/** The scores with each character's look counted for what it can mean at its place; what cannot stand there is out. */
function withinFormat(scores: ZoneScores, format: MrzFormat): Float32Array<ArrayBuffer>[][] {
  const places = PLACE_RULES[format.id].map((line, l) =>
    line.map(({ speaksFor }, i) => {
      const raw = scores[l]?.[i];
      const probabilities = new Float64Array(SIZE);
      for (let c = 0; c < SIZE; c++) {
        const meant = speaksFor[c] ?? -1;
        if (meant >= 0) probabilities[meant] = (probabilities[meant] ?? 0) + Math.exp(raw?.[c] ?? -20);
      }
      return Float32Array.from(probabilities, (p, c) =>
        speaksFor[c] === c ? Math.log(Math.max(p, 1e-9)) : -Infinity,
      );
    }),
  );
  for (const { holds, line, start, end } of format.fields) {
    if (holds !== 'state') continue;
    const cells = preferStates(
      places[line]?.slice(start, end) ?? [],
      scores[line]?.slice(start, end) ?? [],
      format.issuer,
    );
    places[line]?.splice(start, end - start, ...cells);
  }
  return places;
}

/** What is unlikely at its place counts less when characters are chosen, but it is as sure as it looks. */
function withBias(places: readonly Float32Array[][], format: MrzFormat): Float32Array[][] {
  return places.map((line, l) =>
    line.map((place, i) => place.map((score, c) => score + (PLACE_RULES[format.id][l]?.[i]?.bias[c] ?? 0))),
  );
}

/**
 * A field that names a state says the likeliest code that there is, as surely as no other code fits; or, where
 * that is far from what was seen, what was seen: cards have been printed with other things there.
 */
function preferStates(
  places: readonly Float32Array[],
  raw: readonly Float32Array[],
  only: string | undefined,
): Float32Array<ArrayBuffer>[] {
  const likelihood = (code: string) =>
    Array.from(code).reduce((sum, c, i) => sum + (places[i]?.[MRZ_ALPHABET.indexOf(c)] ?? -Infinity), 0);
  const free = raw.reduce((sum, place) => sum + (place[likeliest(place)] ?? 0), 0);
  let [best, most, all] = ['', -Infinity, 0];
  for (const code of only ? [only] : STATE_CODES) {
    const found = likelihood(code);
    all += Math.exp(found);
    if (found > most) [best, most] = [code, found];
  }
  if (!only && free - most > MAX_STATE_GAP)
    return raw.map((place) => Float32Array.from(place.subarray(0, SIZE)));
  const share = only ? -Infinity : most - Math.log(all + Math.exp(free - MAX_STATE_GAP));
  return places.map((place, i) => {
    const kept = MRZ_ALPHABET.indexOf(best.charAt(i));
    return place.map((score, c) => (c === kept ? Math.max(score, share) : -Infinity));
  });
}

/** One place on the way through a zone, in the order in which the composite check digit sums it up. */
interface Step {
  readonly line: number;
  readonly at: number;
  /** Weight in the sum of the field that it belongs to, 0 when in none; a field's first place starts the sum anew. */
  readonly weight: number;
  readonly starts: boolean;
  /** Whether it must be the field's or the composite check digit, or may be a filler instead. */
  readonly check?: 'field' | 'composite';
  readonly mayBeFiller: boolean;
  readonly must?: number;
  readonly compositeWeight: number;
}

/** The usual way through the format, and those where the document number goes on in the optional field. */
function walksOf(format: MrzFormat, seen: readonly (readonly number[])[]): Step[][] {
  const walks = [walkOf(format, 0)];
  const number = format.checks.find(({ mayBe }) => mayBe === 'filler_if_long');
  if (number && seen[number.line]?.[number.start] === FILLER) {
    for (let rest = 1; rest <= MAX_NUMBER_REST; rest++) walks.push(walkOf(format, rest));
  }
  return walks;
}

function walkOf(format: MrzFormat, numberRest: number): Step[] {
  const key = `${format.id} ${numberRest}`;
  const known = WALKS.get(key);
  if (known) return known;
  const checks = format.checks.filter(({ name }) => name !== 'composite');
  const composite = format.checks.find(({ name }) => name === 'composite');
  const spans = composite?.over ?? checks.flatMap((check) => [...check.over, check]);
  const steps: Step[] = [];
  for (const { line, start, end } of spans) {
    for (let at = start; at < end; at++) {
      const compositeWeight = composite ? (WEIGHTS[steps.length % 3] ?? 0) : 0;
      steps.push({ line, at, ...roleOf(checks, format, line, at, numberRest), compositeWeight });
    }
  }
  if (composite) {
    const { line, start: at } = composite;
    steps.push({
      line,
      at,
      weight: 0,
      starts: false,
      check: 'composite',
      mayBeFiller: false,
      compositeWeight: 0,
    });
  }
  WALKS.set(key, steps);
  return steps;
}
const WALKS = new Map<string, Step[]>();

function roleOf(
  checks: readonly CheckDigit[],
  format: MrzFormat,
  line: number,
  at: number,
  numberRest: number,
): Omit<Step, 'line' | 'at' | 'compositeWeight'> {
  const plain = { weight: 0, starts: false, mayBeFiller: false };
  if (numberRest > 0) {
    // 9 characters, a filler, the rest, the check digit, a filler.
    const number = checks.find(({ mayBe }) => mayBe === 'filler_if_long');
    const optional = format.fields.find(({ name }) => name === 'optional');
    const [head] = number?.over ?? [];
    if (number && optional && head && number.line === line) {
      if (at === number.start) return { ...plain, must: FILLER };
      const inRest = optional.line === line ? at - optional.start : -1;
      if (inRest >= 0 && inRest < numberRest) {
        return { ...plain, weight: WEIGHTS[(head.end - head.start + inRest) % 3] ?? 0 };
      }
      if (inRest === numberRest) return { ...plain, check: 'field' };
      if (inRest === numberRest + 1) return { ...plain, must: FILLER };
    }
  }
  const check = checks.find((candidate) => candidate.line === line && candidate.start === at);
  if (check) return { ...plain, check: 'field', mayBeFiller: check.mayBe === 'filler_if_blank' };
  const part = checks
    .flatMap(({ over }) => over)
    .find((span) => span.line === line && at >= span.start && at < span.end);
  return part ? { ...plain, weight: WEIGHTS[(at - part.start) % 3] ?? 0, starts: at === part.start } : plain;
}

/** The likeliest way through all places on which every sum comes out as its check digit says (dynamic programming). */
function fit(
  walk: readonly Step[],
  places: readonly (readonly Float32Array[])[],
  seen: readonly (readonly number[])[],
): { lines: number[][]; gap: number } | undefined {
  let current = new Float64Array(100).fill(-Infinity);
  current[0] = 0;
  const trail: Int32Array[] = [];
  let free = 0;
  for (const step of walk) {
    const place = places[step.line]?.[step.at] ?? new Float32Array(SIZE);
    free += place[seen[step.line]?.[step.at] ?? 0] ?? 0;
    const least = (place[likeliest(place)] ?? 0) - MAX_BEND;
    const possible = ALL.filter((c) => (place[c] ?? -Infinity) > least);
    const next = new Float64Array(100).fill(-Infinity);
    const came = new Int32Array(100).fill(-1);
    for (let state = 0; state < 100; state++) {
      const value = current[state] ?? -Infinity;
      if (value === -Infinity) continue;
      const [field, composite] = [Math.floor(state / 10), state % 10];
      for (const c of possible) {
        const score = place[c] ?? -Infinity;
        if (!isAllowed(step, c, field, composite)) continue;
        const sum = step.check
          ? 0
          : step.weight === 0
            ? field
            : ((step.starts ? 0 : field) + (VALUES[c] ?? 0) * step.weight) % 10;
        const to = sum * 10 + ((composite + (VALUES[c] ?? 0) * step.compositeWeight) % 10);
        if (value + score > (next[to] ?? -Infinity)) {
          next[to] = value + score;
          came[to] = state * SIZE + c;
        }
      }
    }
    trail.push(came);
    current = next;
  }
  let end = 0;
  for (let state = 1; state < 100; state++) if ((current[state] ?? 0) > (current[end] ?? 0)) end = state;
  const reached = current[end] ?? -Infinity;
  if (reached === -Infinity) return undefined;
  const lines = seen.map((line) => [...line]);
  for (let i = walk.length - 1; i >= 0; i--) {
    const step = walk[i];
    const came = trail[i]?.[end] ?? 0;
    const line = step ? lines[step.line] : undefined;
    if (step && line) line[step.at] = came % SIZE;
    end = Math.floor(came / SIZE);
  }
  return { lines, gap: Math.max(0, free - reached) };
}

function isAllowed(step: Step, c: number, field: number, composite: number): boolean {
  if (step.must !== undefined) return c === step.must;
  if (!step.check) return true;
  if (step.check === 'composite') return c === composite;
  return c === field || (step.mayBeFiller && c === FILLER && field === 0);
}
