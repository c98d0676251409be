import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { chooseByMeaning } from '../choose-by-meaning.ts';
import { literally, prompt, withChoices } from '../replies/message.ts';
import type { EscalationAnswer } from './answers.ts';
import { takeFiles } from './take-files.ts';

interface SummaryAsking extends Asking {
  /** What the bot would tell on its own; empty when it knows nothing. */
  readonly prefill: string;
  readonly uploadIds: readonly string[];
  readonly adding: boolean;
}

/** What the person who takes over should know. */
export function summaryQuestion(means: Means): QuestionDialog<SummaryAsking, EscalationAnswer> {
  const { words } = means;
  const accepts = (text: string) =>
    chooseByMeaning(means, text, ['that_is_right'], { yes: 'that_is_right' }) !== undefined;
  return new QuestionDialog<SummaryAsking, EscalationAnswer>(words, {
    id: 'summary',
    expects: 'prose',
    takesFiles: true,
    help: helpOf(words, 'help.summary'),
    plausible: (text, { prefill }) => prefill !== '' && accepts(text),
    ask(turn, { prefill, adding }) {
      if (adding) return prompt(words.say('escalation.ask_addition'));
      if (prefill === '') return prompt(words.say('escalation.ask_summary'));
      const text = words.say('escalation.prefilled', { summary: literally(prefill) });
      return withChoices(prompt(text), [words.choice('that_is_right')], turn.rich);
    },
    async judge(turn, options) {
      const { prefill } = options;
      const { say, uploadIds } = await takeFiles(means, turn, options.uploadIds);
      const { text } = turn.reply;
      const summary = prefill !== '' && text !== '' && accepts(text) ? prefill : text;
      if (summary !== '') return { kind: 'answer', value: { kind: 'summary', summary, uploadIds }, say };
      return {
        kind: 'again',
        say: [...say, words.say('escalation.summary_missing')],
        options: { ...options, uploadIds },
      };
    },
  });
}
