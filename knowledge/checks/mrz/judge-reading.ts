import type { Criteria } from '../criteria.ts';
import type { MrzReading } from '../document-measurements.ts';
import { MRZ_FORMATS, type CheckName, type FieldName, type Span } from './mrz-formats.ts';
import { parseMrz, type Mrz } from './parse-mrz.ts';

export type FoundMrz = Extract<MrzReading, { readonly found: true }>;

/** A zone and how far its reading can be relied on. */
export interface JudgedMrz {
  readonly mrz: Mrz;
  /** The lines that count: those that satisfy the check digits, or those that were seen. */
  readonly lines: readonly string[];
  /** Fields that may say something else than what was read: they can confirm, but contradict nobody. */
  readonly unsure: readonly FieldName[];
  /** Check digits that do not fit although every character that takes part was seen clearly. */
  readonly printedWrong: readonly CheckName[];
}

/**
 * Decides what of a reading counts. Lines that were bent to fit the check digits count only when what was seen
 * is hardly likelier, and a character counts as sure by itself or, less strictly, under a check digit that fits.
 */
export function judgeReading(reading: FoundMrz, limits: Criteria['mrz']): JudgedMrz | undefined {
  const bent = (reading.gap ?? 0) > limits.maxGap;
  const lines = bent ? (reading.seen ?? reading.lines) : reading.lines;
  const mrz = parseMrz(reading.format, lines);
  if (!mrz) return undefined;
  const format = MRZ_FORMATS[reading.format];
  const sureness = (line: number, at: number) => {
    if (bent && lines[line]?.charAt(at) !== reading.lines[line]?.charAt(at)) return 0;
    return (reading.sureness?.[line]?.[at] ?? 100) / 100;
  };
  const least = ({ line, start, end }: Span) =>
    Math.min(...Array.from({ length: end - start }, (_, i) => sureness(line, start + i)));
  const isGuarded = (span: Span) =>
    format.checks.some(
      ({ name, over }) =>
        !mrz.wrongChecks.includes(name) &&
        over.some((part) => part.line === span.line && part.start <= span.start && part.end >= span.end),
    );
  return {
    mrz,
    lines,
    unsure: format.fields
      .filter((field) => least(field) < (isGuarded(field) ? limits.minSurenessGuarded : limits.minSureness))
      .map(({ name }) => name),
    printedWrong: format.checks
      .filter(({ name }) => mrz.wrongChecks.includes(name))
      .filter((check) => [check, ...check.over].every((span) => least(span) >= limits.minSureness))
      .map(({ name }) => name),
  };
}

/** Whether a zone was read for sure: check digits fit, and nothing in it may be something else. */
export const isReadForSure = ({ mrz, unsure }: JudgedMrz): boolean =>
  mrz.wrongChecks.length === 0 && unsure.length === 0;
