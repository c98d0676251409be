import type { Means } from '../means.ts';
import { QuestionDialog } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { withChoices } from '../replies/message.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { VerificationAnswer } from './answers.ts';
import { createLivenessDesk } from './liveness-desk.ts';
import type { ReadyAsking } from './liveness-prompt.ts';
import { stepPrompt } from './step-question.ts';

const NOTED: VerificationAnswer = { kind: 'liveness_noted' };

const WAYS: Readonly<Record<ReadyAsking['why'], readonly ChoiceId[]>> = {
  first: ['ready', 'cannot_do', 'why'],
  again: ['ready', 'cannot_do'],
  cannot: ['other_movements', 'person_looks'],
  no_more: ['person_looks', 'person'],
};

/** Says what is coming before the first clock runs, and what else can be done. */
export function livenessReadyQuestion(means: Means): QuestionDialog<ReadyAsking, VerificationAnswer> {
  const { words, knowledge } = means;
  const { maxSeconds: seconds, challengesBeforePerson } = knowledge.criteria.liveness;
  const desk = createLivenessDesk(means);
  const isTired = ({ why, inVain }: ReadyAsking) => why === 'again' && inVain >= challengesBeforePerson;

  const choicesOf = (options: ReadyAsking) => {
    const ids = [...WAYS[options.why], ...(isTired(options) ? (['person_looks', 'person'] as const) : [])];
    return ids.map((id) => words.choice(id));
  };
  /** "Why?" and "a person" lead somewhere else, wherever they are said. */
  const answersOf = (options: ReadyAsking) =>
    choicesOf(options).filter(({ id }) => id !== 'why' && id !== 'person');

  function textOf(options: ReadyAsking): string {
    switch (options.why) {
      case 'first':
        return words.say('verification.liveness.first', { seconds });
      case 'cannot':
        return words.say('verification.liveness.cannot');
      case 'no_more':
        return words.say('verification.liveness.person_only');
      case 'again': {
        const tired = words.say('verification.liveness.tired', { count: options.inVain });
        const again = words.say('verification.liveness.again', { seconds });
        return isTired(options) ? `${tired}\n\n${again}` : again;
      }
    }
  }

  return new QuestionDialog<ReadyAsking, VerificationAnswer>(words, {
    id: 'liveness_ready',
    expects: 'choice',
    takesFiles: true,
    why: 'article:why_biometrics',
    help: () => words.say('help.liveness', { seconds }),
    plausible: (text, options) => choose(text, answersOf(options)) !== undefined,
    ask(turn, options) {
      // Whatever was sent before the movements are known shows none of them.
      turn.memory.held = [];
      return withChoices(stepPrompt(words, options, textOf(options)), choicesOf(options), turn.rich);
    },
    async judge(turn, options) {
      if (turn.reply.files.length > 0) {
        return { kind: 'again', say: [words.say('verification.liveness.not_yet')] };
      }
      switch (choose(turn.reply.text, answersOf(options))?.id) {
        case 'ready':
        case 'other_movements':
          await desk.begin(turn);
          return { kind: 'answer', value: NOTED };
        case 'cannot_do':
          return { kind: 'again', say: [], options: { ...options, why: 'cannot' } };
        case 'person_looks':
          await desk.leaveToPerson(turn);
          return { kind: 'answer', value: NOTED, say: [words.say('verification.liveness.for_a_person')] };
        default:
          return { kind: 'unclear', say: words.say('verification.liveness.ready_unclear') };
      }
    },
  });
}
