import { choiceQuestion } from '../choice-question.ts';
import type { Means } from '../means.ts';
import type { Asking, QuestionDialog } from '../question.ts';
import type { DiagnosisAnswer } from './answers.ts';

export function offerPersonQuestion(means: Means): QuestionDialog<Asking, DiagnosisAnswer> {
  const { words } = means;
  return choiceQuestion<Asking, 'pass_on' | 'not_now', DiagnosisAnswer>(means, {
    id: 'offer_person',
    help: words.say('help.offer_person'),
    unclear: words.say('diagnosis.offer_person'),
    ask: () => [words.say('diagnosis.not_solved'), words.say('diagnosis.offer_person')].join('\n\n'),
    choices: () => ['pass_on', 'not_now'],
    meanings: () => ({ yes: 'pass_on', person: 'pass_on', no: 'not_now' }),
    answer: (id) => ({ kind: 'offer_person', wanted: id === 'pass_on' }),
  });
}
