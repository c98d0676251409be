import type { Knowledge } from '../knowledge.ts';
import type { Recognition } from '../recognise/recognise.ts';
import { causeOf, deviceOf, type Cause } from './causes.ts';

/** A problem as one customer is told about it. */
export interface Problem extends Cause {
  /** 0..1: how sure we are that this is the customer's problem. */
  readonly certainty: number;
}

export interface Diagnosis {
  /** Surest first; never empty. */
  readonly problems: readonly Problem[];
}

/** What to say when nothing better is known: the guide's general steps. */
const FALLBACK = 'other_error';
/** How much less sure the second and the third problem of a recognition are. */
const RANK_SHARE = [1, 0.5, 0.25];

/** The problems that a message is about, with steps for the browser that it was sent from. */
export function diagnose(knowledge: Knowledge, recognition: Recognition, userAgent?: string): Diagnosis {
  const device = deviceOf(knowledge, userAgent);
  const sure = recognition.ranking.find(({ intent }) => intent === 'problem')?.confidence ?? 0;
  const { problemIds } = recognition.entities;
  const named = problemIds.map((id, rank) => ({ id, certainty: sure * (RANK_SHARE[rank] ?? 0) }));
  if (named.length === 0) named.push({ id: FALLBACK, certainty: 0 });
  return {
    problems: named.flatMap(({ id, certainty }) => {
      const cause = causeOf(knowledge, id, device);
      return cause ? [{ ...cause, certainty }] : [];
    }),
  };
}
