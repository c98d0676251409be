import type { Means } from '../means.ts';
import { helpOf, QuestionDialog } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { withChoices } from '../replies/message.ts';
import type { ChoiceId, Words } from '../replies/words.ts';
import type { Conflict, VerificationAnswer } from './answers.ts';
import { REFUSALS_BEFORE_OTHER_WAYS } from './photo-ways.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

export interface ConflictAsking extends StepAsking {
  readonly conflict: Conflict;
  /** Photos of this slot that were refused so far. */
  readonly refusals: number;
}

const WAYS = {
  correct_details: 'correct_details',
  another_photo: 'another_photo',
  let_person_check: 'let_person_check',
} as const satisfies Partial<Record<ChoiceId, VerificationAnswer['kind']>>;

/** When the photo and the details disagree: which of the two is to change? */
export function conflictQuestion({ words }: Means): QuestionDialog<ConflictAsking, VerificationAnswer> {
  return new QuestionDialog<ConflictAsking, VerificationAnswer>(words, {
    id: 'conflict',
    expects: 'choice',
    takesFiles: true,
    help: helpOf(words, 'help.mismatch'),
    plausible: (text, options) => choose(text, choicesOf(words, options)) !== undefined,
    ask: (turn, options) =>
      withChoices(
        stepPrompt(words, options, words.say('verification.mismatch.ask')),
        choicesOf(words, options),
        turn.rich,
      ),
    judge(turn, options) {
      const { conflict } = options;
      if (turn.reply.files.some(({ kind }) => kind === 'stored')) {
        // The better photo is there already: no need to ask for it.
        turn.memory.held = turn.reply.files.flatMap((file) =>
          file.kind === 'stored' ? [file.uploadId] : [],
        );
        return { kind: 'answer', value: { kind: 'another_photo', conflict } };
      }
      const chosen = choose(turn.reply.text, choicesOf(words, options));
      if (!chosen) return { kind: 'unclear', say: words.say('verification.mismatch.unclear') };
      return { kind: 'answer', value: { kind: WAYS[chosen.way], conflict } };
    },
  });
}

function choicesOf(words: Words, options: ConflictAsking) {
  const tired = options.refusals >= REFUSALS_BEFORE_OTHER_WAYS;
  const ways = [
    'correct_details',
    'another_photo',
    ...(tired ? (['let_person_check'] as const) : []),
  ] as const;
  return ways.map((way) => ({ ...words.choice(way), way }));
}
