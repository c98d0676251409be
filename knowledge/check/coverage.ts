import type { Knowledge } from '../knowledge.ts';
import type { Finding } from './finding.ts';

/** Facts of the guide that no answer rests on: nobody who asks would ever be told. */
export function checkCoverage({ facts, articles, problems, limits }: Knowledge): Finding[] {
  const told = new Set([
    ...[...articles.values()].flatMap((article) => article.facts),
    ...[...problems.values()].flatMap((problem) => problem.facts),
    ...[...limits.values()].flatMap(({ notes, unverified, verified }) => [
      ...notes.flatMap((note) => note.facts),
      ...(unverified.inferredFrom ?? []),
      ...(verified.inferredFrom ?? []),
    ]),
  ]);
  return [...facts.keys()]
    .filter((id) => !told.has(id))
    .map((id) => ({
      level: 'fault',
      where: `facts/${id}.yaml`,
      what: 'no article, problem or note of a limit names it',
    }));
}
