import type { Happened } from '../../knowledge/diagnose/walk.ts';

export interface DiagnosisState {
  /** The problem in the customer's words. */
  readonly text: string;
  readonly uploadIds: readonly string[];
  /** The customer was asked to describe it: what is still not recognised gets general advice. */
  readonly described?: boolean;
  /** Ids of the problems that it may be, likeliest first, once they are known; until then the text decides. */
  readonly symptoms?: readonly string[];
  /** Read on a screenshot, but not surely: the customer is asked which of these it is. */
  readonly likely?: readonly string[];
  /** What was asked and tried, oldest first. Absent in states of releases before the trees. */
  readonly happened?: readonly Happened[];
}

/** A diagnosis that begins. */
export function beginDiagnosis(
  known: Partial<Pick<DiagnosisState, 'text' | 'uploadIds' | 'symptoms' | 'likely'>> = {},
): DiagnosisState {
  return { text: '', uploadIds: [], ...known };
}
