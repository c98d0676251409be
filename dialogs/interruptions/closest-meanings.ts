import { articleOf, type Knowledge } from '../../knowledge/knowledge.ts';
import { PROBLEM_PREFIX } from '../../knowledge/recognise/examples.ts';
import type { MessageKey } from '../replies/words.ts';
import type { Offer } from './passages.ts';
import type { Scene } from './scene.ts';

export const MOST_OFFERS = 3;

const TITLED = {
  verify: 'intent.verify',
  status: 'intent.status',
  reverify: 'intent.reverify',
  problem: 'intent.problem',
  limits: 'intent.limits',
  benefits: 'intent.benefits',
  institution: 'intent.institution',
  person: 'intent.person',
  help: 'intent.help',
} as const satisfies Record<string, MessageKey>;

/** What a message may mean, surest first, each as a choice: guesses that are so probable at least. */
export function closestMeanings({ means, recognition }: Scene, least: number): Offer[] {
  const { words, knowledge } = means;
  const likely = (recognition?.ranking ?? []).filter(({ confidence }) => confidence >= least);
  const { limitIds: rows = [], problemIds: [problemId = ''] = [] } = recognition?.entities ?? {};
  const problem = knowledge.problems.get(problemId);
  return likely.flatMap(({ intent }) => {
    if (intent === 'limits' && rows.length > 0 && rows.length < MOST_OFFERS)
      return titlesOfRows(knowledge, rows);
    if (intent === 'problem' && problem)
      return [{ title: problem.title, target: `${PROBLEM_PREFIX}${problemId}` }];
    if (intent in TITLED)
      return [{ title: words.say(TITLED[intent as keyof typeof TITLED]), target: intent }];
    const article = articleOf(knowledge, intent);
    const title = article === undefined ? undefined : knowledge.articles.get(article)?.title;
    return title === undefined ? [] : [{ title, target: intent }];
  });
}

function titlesOfRows(knowledge: Knowledge, ids: readonly string[]): Offer[] {
  return ids.flatMap((id) => {
    const action = knowledge.limits.get(id)?.action;
    return action === undefined ? [] : [{ title: action, target: `limit:${id}` }];
  });
}
