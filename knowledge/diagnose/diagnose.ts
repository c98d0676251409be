import type { Knowledge } from '../knowledge.ts';
import type { Recognition } from '../recognise/recognise.ts';

export interface Problem {
  readonly id: string;
  readonly title: string;
  readonly code?: string;
  /** 0..1: how sure we are that this is the customer's problem. */
  readonly certainty: number;
  /** For this browser. Those of the guide and those of ours, in the order in which to try them. */
  readonly steps: readonly string[];
  readonly facts: readonly string[];
  readonly sections: readonly string[];
}

export interface Diagnosis {
  /** Surest first; never empty. */
  readonly problems: readonly Problem[];
}

export declare function diagnose(knowledge: Knowledge, recognition: Recognition, userAgent?: string): Diagnosis;
