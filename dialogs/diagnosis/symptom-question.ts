import { UNSURE, type Stand } from '../../knowledge/diagnose/walk.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { prompt, withChoices } from '../replies/message.ts';
import type { DiagnosisAnswer } from './answers.ts';

export interface SymptomAsking extends Asking, Omit<Extract<Stand, { kind: 'ask' }>, 'kind'> {}

/** A question of a tree: words and options are knowledge. */
export function symptomQuestion({ words }: Means): QuestionDialog<SymptomAsking, DiagnosisAnswer> {
  const optionsOf = ({ options }: SymptomAsking) => [...options, { ...words.choice('not_sure'), id: UNSURE }];
  return new QuestionDialog<SymptomAsking, DiagnosisAnswer>(words, {
    id: 'symptom',
    expects: 'choice',
    help: helpOf(words, 'help.symptom'),
    plausible: (text, asking) => choose(text, optionsOf(asking)) !== undefined,
    ask: (turn, asking) => withChoices(prompt(asking.question), optionsOf(asking), turn.rich),
    judge(turn, asking) {
      const option = choose(turn.reply.text, optionsOf(asking));
      if (!option) return { kind: 'unclear', say: words.say('diagnosis.symptom_unclear') };
      const { tree, node } = asking;
      return { kind: 'answer', value: { kind: 'symptom', tree, node, option: option.id } };
    },
  });
}
