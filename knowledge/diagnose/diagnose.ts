import { sectionsOf } from '../answer/sections.ts';
import type { Knowledge } from '../knowledge.ts';
import type { ProblemEntry, Step } from '../problems/problem.ts';
import type { Recognition } from '../recognise/recognise.ts';
import { surroundingsOf, type Surroundings } from './browser-of.ts';

/** A problem as one customer is told about it. */
export interface Problem {
  readonly id: string;
  readonly title: string;
  /** The error code that the exchange shows. */
  readonly code?: string;
  /** 0..1: how sure we are that this is the customer's problem. */
  readonly certainty: number;
  /** For the customer's browser, in the order in which to try them. */
  readonly steps: readonly string[];
  readonly facts: readonly string[];
  readonly sections: readonly string[];
}

export interface Diagnosis {
  /** Surest first; never empty. */
  readonly problems: readonly Problem[];
}

/** What to say when nothing better is known: the guide's general steps. */
const FALLBACK = 'other_error';
const IN_APP = 'in_app_browser';
/** Problems that a browser inside another app causes. */
const CAUSED_IN_APP: ReadonlySet<string> = new Set([
  'camera_blocked',
  'error_9810',
  'face_not_seen',
  'upload_fails',
  'page_stuck',
]);
/** How much less sure the second and the third problem of a recognition are. */
const RANK_SHARE = [1, 0.5, 0.25];

/** The problems that a message is about, with steps for the browser that it was sent from. */
export function diagnose(knowledge: Knowledge, recognition: Recognition, userAgent?: string): Diagnosis {
  const surroundings = surroundingsOf(userAgent);
  const sure = recognition.ranking.find(({ intent }) => intent === 'problem')?.confidence ?? 0;
  const named = recognition.entities.problemIds.map((id, rank) => ({
    id,
    certainty: sure * (RANK_SHARE[rank] ?? 0),
  }));
  if (surroundings.browser === 'in_app' && named.some(({ id }) => CAUSED_IN_APP.has(id))) {
    const first = named.findIndex(({ id }) => CAUSED_IN_APP.has(id));
    if (!named.some(({ id }) => id === IN_APP)) {
      named.splice(first + 1, 0, { id: IN_APP, certainty: named[first]?.certainty ?? 0 });
    }
  }
  if (named.length === 0) named.push({ id: FALLBACK, certainty: 0 });
  return {
    problems: named.flatMap(({ id, certainty }) => {
      const entry = knowledge.problems.get(id);
      return entry ? [problemOf(knowledge, entry, certainty, surroundings)] : [];
    }),
  };
}

function problemOf(
  knowledge: Knowledge,
  { id, title, code, facts, steps }: ProblemEntry,
  certainty: number,
  surroundings: Surroundings,
): Problem {
  const texts = steps.flatMap((step) =>
    'use' in step
      ? stepsFor(knowledge.steps.get(step.use)?.steps ?? [], surroundings)
      : stepsFor([step], surroundings),
  );
  return {
    id,
    title,
    ...(code === undefined ? {} : { code }),
    certainty,
    steps: texts,
    facts,
    sections: sectionsOf(knowledge, facts),
  };
}

/** Those for this browser and system; the one for unknown browsers only when no other knows this one. */
function stepsFor(steps: readonly Step[], { browser, system }: Surroundings): string[] {
  const fits = (step: Step) =>
    (step.browsers?.includes(browser) ?? true) && (step.systems?.includes(system) ?? true);
  const known = steps.some((step) => step.browsers !== undefined && fits(step));
  return steps.filter((step) => (step.otherwise ? !known : fits(step))).map((step) => step.text);
}
