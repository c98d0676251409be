import { choiceQuestion } from '../choice-question.ts';
import type { Means } from '../means.ts';
import type { Asking, QuestionDialog } from '../question.ts';

export interface Purpose {
  readonly purpose: 'verification' | 'problem';
}

export const PURPOSE = 'photo_purpose';

/** A picture out of the blue: what is it for? */
export function purposeQuestion(means: Means): QuestionDialog<Asking, Purpose> {
  const { words } = means;
  return choiceQuestion<Asking, 'is_document' | 'is_screenshot', Purpose>(means, {
    id: PURPOSE,
    help: words.say('help.photo_purpose'),
    unclear: words.say('photo_purpose.unclear'),
    ask: () => words.say('photo_purpose.ask'),
    choices: () => ['is_document', 'is_screenshot'],
    meanings: () => ({ verify: 'is_document', problem: 'is_screenshot' }),
    answer: (id) => ({ purpose: id === 'is_document' ? 'verification' : 'problem' }),
  });
}

export function isPurpose(result: unknown): result is Purpose {
  return typeof result === 'object' && result !== null && 'purpose' in result;
}
