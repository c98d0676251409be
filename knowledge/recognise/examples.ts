import type { Knowledge } from '../knowledge.ts';

export interface Example {
  readonly label: string;
  readonly text: string;
}

export const PROBLEM_PREFIX = 'problem:';

/** Everything in knowledge/ that says how people put things. */
export function examplesOf({
  intents,
  problems,
  limits,
}: Pick<Knowledge, 'intents' | 'problems' | 'limits'>): Example[] {
  const examples: Example[] = [];
  for (const intent of intents.values()) {
    for (const text of [...intent.examples, ...(intent.phrases ?? [])])
      examples.push({ label: intent.id, text });
  }
  for (const problem of problems.values()) {
    for (const text of problem.examples) examples.push({ label: PROBLEM_PREFIX + problem.id, text });
  }
  for (const limit of limits.values()) {
    for (const text of limit.examples) examples.push({ label: 'limits', text });
  }
  return examples;
}
