import type { Criteria } from '../../knowledge/checks/criteria.ts';
import type { MrzReading } from '../../knowledge/checks/document-measurements.ts';
import { isReadForSure, judgeReading } from '../../knowledge/checks/mrz/judge-reading.ts';
import { MRZ_FORMATS } from '../../knowledge/checks/mrz/mrz-formats.ts';
import type { Transcription } from './mrz-truth.ts';

/** What came of one picture. */
export interface MrzResult {
  readonly name: string;
  /** `sure`: accepted, names included; `valid`: check digits fit, but a field is in doubt. */
  readonly state: 'sure' | 'valid' | 'invalid' | 'not_found';
  readonly lines: readonly string[];
  readonly unsure: readonly string[];
  readonly cpuMs: number;
  /** Undefined without a transcription. */
  readonly exact?: boolean;
  /** Fields that were given out as sure and are something else. Undefined without a transcription. */
  readonly wrong?: readonly string[];
}

export function judgeResult(
  name: string,
  reading: MrzReading,
  cpuMs: number,
  truth: Transcription | undefined,
  limits: Criteria['mrz'],
): MrzResult {
  const judged = reading.found ? judgeReading(reading, limits) : undefined;
  if (!reading.found || !judged) {
    const known = truth && { exact: truth.length === 0, wrong: [] };
    return { name, state: 'not_found', lines: [], unsure: [], cpuMs, ...known };
  }
  const state = isReadForSure(judged) ? 'sure' : judged.mrz.wrongChecks.length === 0 ? 'valid' : 'invalid';
  const { lines } = judged;
  const base = { name, state, lines, unsure: judged.unsure, cpuMs } as const;
  if (!truth) return base;
  const wrong =
    state === 'invalid'
      ? []
      : MRZ_FORMATS[reading.format].fields
          .filter(({ name: field }) => !judged.unsure.includes(field))
          .filter(({ line, start, end }) => lines[line]?.slice(start, end) !== truth[line]?.slice(start, end))
          .map(({ name: field }) => field);
  return { ...base, exact: lines.join('\n') === truth.join('\n'), wrong };
}
