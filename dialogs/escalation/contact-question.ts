import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { prompt, withChoices } from '../replies/message.ts';
import { checkField } from '../verification/particulars.ts';
import type { EscalationAnswer } from './answers.ts';

/** Where our team may write when the customer is not in the chat. Optional. */
export function contactQuestion({ words, services }: Means): QuestionDialog<Asking, EscalationAnswer> {
  const skips = (text: string) => choose(text, [words.choice('skip')]) !== undefined;
  return new QuestionDialog<Asking, EscalationAnswer>(words, {
    id: 'contact',
    expects: 'value',
    skippable: true,
    help: helpOf(words, 'help.email'),
    why: 'help',
    plausible: (text) => skips(text) || 'value' in checkField('email', text, services.now()),
    ask: (turn) => withChoices(prompt(words.say('escalation.ask_email')), [words.choice('skip')], turn.rich),
    judge(turn) {
      const { text } = turn.reply;
      if (skips(text)) return { kind: 'answer', value: { kind: 'contact', email: null } };
      const checked = checkField('email', text, services.now());
      if ('fault' in checked || checked.value === '') {
        return { kind: 'unclear', say: words.say('escalation.email_invalid') };
      }
      return { kind: 'answer', value: { kind: 'contact', email: checked.value } };
    },
  });
}
