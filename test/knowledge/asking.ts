import {
  answerArticle,
  answerLimit,
  unknownAnswer,
  type LimitAnswer,
} from '../../knowledge/answer/answer.ts';
import type { Standing } from '../../knowledge/answer/standing.ts';
import { answerLimits } from '../../knowledge/answer/summary.ts';
import { diagnose } from '../../knowledge/diagnose/diagnose.ts';
import { articleOf } from '../../knowledge/knowledge.ts';
import { loadKnowledge, loadRecogniser } from '../../knowledge/load.ts';

export const knowledge = loadKnowledge();
export const recogniser = loadRecogniser(knowledge, () => new Date('2026-11-23T12:00:00Z'));

export interface Reply {
  readonly intent: string;
  readonly text: string;
  readonly facts: readonly string[];
}

/** What somebody gets to read who asks this, with an account of this standing where the question leaves it open. */
export function ask(question: string, standing: Standing = {}): Reply {
  const recognition = recogniser.recognise(question);
  const { intent, entities } = recognition;
  const article = articleOf(knowledge, intent);
  if (article !== undefined) return { intent, ...answerArticle(knowledge, article) };
  if (intent === 'problem') {
    const [problem] = diagnose(knowledge, recognition).problems;
    return { intent, text: problem?.steps.join('\n') ?? '', facts: problem?.facts ?? [] };
  }
  if (intent === 'limits') {
    const { country, registeredAt, verified } = entities;
    const account = {
      ...standing,
      ...(verified === undefined ? {} : { verified }),
      ...(registeredAt === undefined ? {} : { registeredAt }),
      ...(country === undefined ? {} : { residence: country }),
    };
    const answers =
      entities.limitIds.length === 0
        ? [answerLimits(knowledge, account)]
        : entities.limitIds.map((id) => answerLimit(knowledge, id, account));
    return { intent, ...joined(answers) };
  }
  return { intent, ...unknownAnswer(knowledge) };
}

function joined(answers: readonly LimitAnswer[]): { text: string; facts: string[] } {
  return {
    text: answers
      .map((answer) => (answer.kind === 'ask' ? `asks for ${answer.missing}` : answer.answer.text))
      .join('\n\n'),
    facts: answers.flatMap((answer) => (answer.kind === 'ask' ? [] : answer.answer.facts)),
  };
}
