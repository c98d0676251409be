import type { ReasonCode } from './reasons/reason-code.ts';

/** `retake`: the customer can mend it with another photo or answer. `review`: a person decides. */
export type Outcome = 'pass' | 'retake' | 'review';

export interface Reason {
  readonly code: ReasonCode;
  /** Figures and field names for the message; never what a document says. */
  readonly details?: Readonly<Record<string, string | number>>;
}

/** The typed result of a check. Bad input is a verdict, never an exception. */
export type Verdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'retake' | 'review'; readonly reasons: readonly [Reason, ...Reason[]] };
