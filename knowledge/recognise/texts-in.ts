import type { Knowledge } from '../knowledge.ts';
import { examplesOf } from './examples.ts';

/** What the knowledge says and how people ask for it, in its language. */
export function textsIn(knowledge: Knowledge): string[] {
  const { articles, problems, steps, reasons, limits, concepts } = knowledge;
  return [
    ...examplesOf(knowledge).map(({ text }) => text),
    ...[...articles.values()].flatMap(({ title, text }) => [title, text]),
    ...[...problems.values()].map(({ title }) => title),
    ...[...steps.values()].flatMap((list) => list.steps.map(({ text }) => text)),
    ...[...reasons.values()].flatMap(({ title, advice }) => [title, advice]),
    ...[...limits.values()].map(({ action }) => action),
    ...Object.values(concepts).flatMap(({ words }) => words),
  ];
}
