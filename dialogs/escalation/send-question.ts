import { choiceQuestion } from '../choice-question.ts';
import type { Means } from '../means.ts';
import type { Asking, QuestionDialog } from '../question.ts';
import { literally } from '../replies/message.ts';
import type { TicketRequest } from '../services.ts';
import type { EscalationAnswer } from './answers.ts';

interface SendAsking extends Asking {
  readonly request: TicketRequest;
}

/** Shows everything that would be sent, and asks for consent. */
export function sendQuestion(means: Means): QuestionDialog<SendAsking, EscalationAnswer> {
  const { words, knowledge } = means;

  function review(request: TicketRequest): string {
    const titles = request.diagnosis.flatMap((id) => knowledge.problems.get(id)?.title ?? []);
    const lines = [
      words.say('escalation.review'),
      '',
      words.say('escalation.review_summary', { summary: literally(request.summary) }),
      ...(titles.length > 0 ? [words.say('escalation.review_problem', { problems: titles.join(', ') })] : []),
      ...(request.tried.length > 0
        ? [words.say('escalation.review_tried', { count: request.tried.length })]
        : []),
      words.say('escalation.review_files', { count: request.uploadIds.length }),
      ...(request.email === undefined
        ? []
        : [words.say('escalation.review_email', { email: literally(request.email) })]),
      words.say('escalation.review_chat'),
    ];
    return lines.join('\n');
  }

  return choiceQuestion<SendAsking, 'send_it' | 'do_not_send', EscalationAnswer>(means, {
    id: 'send',
    help: words.say('help.send'),
    unclear: words.say('escalation.send_unclear'),
    ask: ({ request }) => [review(request), words.say('escalation.ask_send')].join('\n\n'),
    choices: () => ['send_it', 'do_not_send'],
    meanings: () => ({ yes: 'send_it', no: 'do_not_send' }),
    answer: (id) => ({ kind: 'send', agreed: id === 'send_it' }),
  });
}
