import { chooseByMeaning } from '../choose-by-meaning.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { uploadIdsOf } from '../reply.ts';
import { prompt, withChoices } from '../replies/message.ts';
import { sourceLine } from '../replies/sourced.ts';
import type { DiagnosisAnswer } from './answers.ts';
import { lookAtScreenshots, wordsForScreen } from './look-at-screenshots.ts';

export interface TriedAsking extends Asking {
  /** Id of the problem entry. */
  readonly cause: string;
  readonly title: string;
  readonly steps: readonly string[];
  readonly sections: readonly string[];
  /** Screenshots that came with this question. */
  readonly uploadIds: readonly string[];
  readonly first: boolean;
  /** How old the customer's browser is, where that matters and is known. */
  readonly age?: string;
}

const CHOICES = ['helped', 'not_helped', 'tried_already'] as const;
const MEANINGS = { yes: 'helped', solved: 'helped', no: 'not_helped', unsolved: 'not_helped' } as const;

/** What helps against one cause, and whether it did. */
export function triedQuestion(means: Means): QuestionDialog<TriedAsking, DiagnosisAnswer> {
  const { words } = means;
  const chosen = (text: string) => chooseByMeaning(means, text, CHOICES, MEANINGS);
  return new QuestionDialog<TriedAsking, DiagnosisAnswer>(words, {
    id: 'tried',
    expects: 'choice',
    takesFiles: true,
    help: helpOf(words, 'help.tried'),
    plausible: (text) => chosen(text) !== undefined,
    ask(turn, { title, steps, sections, first, age }) {
      const source = sourceLine(words, sections);
      const list = steps.map((text, index) => words.say('diagnosis.step', { number: index + 1, text }));
      const parts = [
        words.say(first ? 'diagnosis.first' : 'diagnosis.next', { title }),
        ...(age === undefined ? [] : [age]),
        [words.say('diagnosis.try'), '', ...list].join('\n'),
        ...(source === undefined ? [] : [`*${source}*`]),
        words.say('diagnosis.helped'),
      ];
      // The steps are numbered already: a second numbered list would make "1" ambiguous.
      const choices = turn.rich ? CHOICES.map((id) => words.choice(id)) : [];
      return withChoices(prompt(parts.join('\n\n')), choices, true);
    },
    async judge(turn, options) {
      const sent = uploadIdsOf(turn.reply);
      const uploadIds = [...options.uploadIds, ...sent];
      const choice = chosen(turn.reply.text);
      if (choice !== undefined) {
        return {
          kind: 'answer',
          value: { kind: 'tried', cause: options.cause, helped: choice === 'helped', uploadIds },
        };
      }
      if (sent.length === 0) return { kind: 'unclear', say: words.say('diagnosis.helped_unclear') };
      const seen = await lookAtScreenshots(means, turn, sent);
      const say = [
        words.say('diagnosis.screenshot_kept', { count: sent.length }),
        ...wordsForScreen(means, seen),
      ];
      const { verdict } = seen;
      // Another error than the one that is worked on: that one is what is left.
      if (verdict.kind === 'known' && verdict.problemId !== options.cause) {
        const symptoms = [verdict.problemId];
        return { kind: 'answer', value: { kind: 'problem', text: '', uploadIds, symptoms }, say };
      }
      return { kind: 'again', say, options: { ...options, uploadIds } };
    },
  });
}
