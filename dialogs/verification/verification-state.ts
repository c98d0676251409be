import type { Conflict, VerificationQuestion } from './answers.ts';
import type { Pardoned } from './asking-for.ts';

export interface VerificationState {
  /** The customer has been told where they are; from now on only the questions are asked. */
  readonly begun?: boolean;
  /** Sets the draft aside and begins anew. */
  readonly startOver?: boolean;
  /** Asked before what the submission lacks: to change something, or because the customer went back. */
  readonly queue?: readonly VerificationQuestion[];
  readonly conflict?: Conflict;
  readonly pardoned?: Pardoned;
}

/** The state once its wishes are dealt with. */
export function settled({ pardoned }: VerificationState): VerificationState {
  return { begun: true, ...(pardoned && { pardoned }) };
}
