import { choiceQuestion } from '../choice-question.ts';
import type { Means } from '../means.ts';
import type { Asking, QuestionDialog } from '../question.ts';
import type { EscalationAnswer } from './answers.ts';

interface OpenTicketAsking extends Asking {
  readonly number: string;
  /** It was solved, and adding to it opens it again. */
  readonly isSolved: boolean;
}

export function openTicketQuestion(means: Means): QuestionDialog<OpenTicketAsking, EscalationAnswer> {
  const { words } = means;
  return choiceQuestion<OpenTicketAsking, 'add_to_it' | 'reopen_it' | 'open_new', EscalationAnswer>(means, {
    id: 'open_ticket',
    help: words.say('help.open_ticket'),
    unclear: words.say('escalation.open_ticket_unclear'),
    ask: ({ number, isSolved }) =>
      words.say(isSolved ? 'escalation.solved_ticket' : 'escalation.open_ticket', { number }),
    choices: ({ isSolved }) => [isSolved ? 'reopen_it' : 'add_to_it', 'open_new'],
    meanings: ({ isSolved }) => ({ yes: isSolved ? 'reopen_it' : 'add_to_it' }),
    answer: (id, { number }) => ({ kind: 'open_ticket', addTo: id === 'open_new' ? null : number }),
  });
}
