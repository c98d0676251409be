import { agentLeft, fromAgent } from '../dialogs/handover.ts';
import { agentAnsweredMail, decisionNotice, ticketOpenedMail, type MailWords } from '../dialogs/notices.ts';
import type { Tongue } from '../dialogs/means.ts';
import type { Customers } from './customers/customers.ts';
import type { Mailer } from './mail/mail.ts';
import type { Database } from './storage/database.ts';
import type { Jobs } from './storage/jobs.ts';
import type { SubmissionDecided, Submissions } from './submissions/submissions.ts';
import type { TicketAnswered, TicketOpened, Tickets, TicketSolved } from './tickets/tickets.ts';
import type { TurnStation } from './turn/turn-station.ts';

export interface NoticeParts {
  readonly jobs: Pick<Jobs, 'handle'>;
  readonly database: Database;
  readonly mailer: Mailer;
  readonly submissions: Pick<Submissions, 'find'>;
  readonly tickets: Pick<Tickets, 'byNumber'>;
  readonly customers: Pick<Customers, 'find'>;
  readonly tell: TurnStation['tell'];
  /** The language of a conversation. */
  readonly tongueIn: (conversationId: string) => Promise<Pick<Tongue, 'words' | 'knowledge'>>;
}

/**
 * What a customer is told without having asked: in the chat and by mail. Each is a job of the transaction that
 * caused it, and may run twice: chat and mail both know the key and keep the second one out.
 */
export function handleNotices(parts: NoticeParts): void {
  const { jobs, database, mailer, submissions, tickets, customers, tell, tongueIn } = parts;

  async function mail(to: string | undefined, key: string, content: MailWords): Promise<void> {
    if (to !== undefined) await mailer.queue(database, { ...content, key, to });
  }

  jobs.handle('submission_decided', async (payload, key) => {
    const submission = await submissions.find((payload as SubmissionDecided).submissionId);
    if (!submission) return;
    const { words, knowledge } = await tongueIn(submission.conversationId);
    const notice = decisionNotice(words, knowledge, submission);
    await tell(submission.conversationId, notice.message, 'bot', `decided:${key}`);
    const { email } = await customers.find(submission.customerId);
    await mail(email, `decided:${key}`, notice.mail);
  });

  jobs.handle('ticket_opened', async (payload, key) => {
    const { number } = payload as TicketOpened;
    const ticket = await tickets.byNumber(number);
    if (!ticket) return;
    const { words } = await tongueIn(ticket.conversationId);
    await mail(ticket.email, `opened:${key}`, ticketOpenedMail(words, number));
  });

  jobs.handle('ticket_answered', async (payload) => {
    const answer = payload as TicketAnswered;
    await tell(answer.conversationId, fromAgent(answer.text, answer.agentName, answer), 'agent', answer.key);
    const ticket = await tickets.byNumber(answer.number);
    const { words } = await tongueIn(answer.conversationId);
    await mail(ticket?.email, `answered:${answer.key}`, agentAnsweredMail(words, answer.number));
  });

  jobs.handle('ticket_solved', async (payload) => {
    const { conversationId, agentName, number, key } = payload as TicketSolved;
    const { words } = await tongueIn(conversationId);
    await tell(conversationId, agentLeft(words, agentName, number), 'bot', key);
  });
}
