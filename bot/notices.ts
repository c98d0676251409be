import {
  agentAnsweredMail,
  decisionNotice,
  institutionNotice,
  ticketOpenedMail,
  type MailWords,
} from '../dialogs/notices.ts';
import type { Tongue } from '../dialogs/means.ts';
import type { Customers } from './customers/customers.ts';
import type { Mailer } from './mail/mail.ts';
import type { Database } from './storage/database.ts';
import type { Jobs } from './storage/jobs.ts';
import {
  INSTITUTION_REVIEWED,
  type InstitutionReviewed,
  type Institutions,
} from './submissions/institutions.ts';
import type { SubmissionDecided, Submissions } from './submissions/submissions.ts';
import type { TicketAnswered, TicketOpened, Tickets, TicketToClose } from './tickets/tickets.ts';
import type { ToDeliver } from './ticket-sayings.ts';
import type { TurnStation } from './turn/turn-station.ts';

export interface NoticeParts {
  readonly jobs: Pick<Jobs, 'handle'>;
  readonly database: Database;
  readonly mailer: Mailer;
  readonly submissions: Pick<Submissions, 'find'>;
  readonly institutions: Pick<Institutions, 'find'>;
  readonly tickets: Pick<Tickets, 'byNumber' | 'closeWhenDue'>;
  readonly customers: Pick<Customers, 'find'>;
  readonly tell: TurnStation['tell'];
  /** Sends on what is due to the remote channel of a conversation. */
  readonly deliver: (conversationId: string) => void;
  /** Whether the customer has the chat open. */
  readonly isInChat: (conversationId: string) => Promise<boolean>;
  /** The language of a conversation. */
  readonly tongueIn: (conversationId: string) => Promise<Pick<Tongue, 'words' | 'knowledge'>>;
}

/**
 * What a customer is told without having asked: in the chat and by mail. Each is a job of the transaction that
 * caused it, and may run twice: chat and mail both know the key and keep the second one out.
 */
export function handleNotices(parts: NoticeParts): void {
  const {
    jobs,
    database,
    mailer,
    submissions,
    institutions,
    tickets,
    customers,
    tell,
    deliver,
    isInChat,
    tongueIn,
  } = parts;

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

  jobs.handle(INSTITUTION_REVIEWED, async (payload, key) => {
    const { institutionId, state } = payload as InstitutionReviewed;
    const institution = await institutions.find(institutionId);
    // The customer went on already: they know.
    if (institution?.state !== state) return;
    const { words, knowledge } = await tongueIn(institution.conversationId);
    const notice = institutionNotice(words, knowledge, institution);
    if (!notice) return;
    await tell(institution.conversationId, notice.message, 'bot', `reviewed:${key}`);
    const { email } = await customers.find(institution.customerId);
    await mail(email ?? institution.answers.personEmail, `reviewed:${key}`, notice.mail);
  });

  jobs.handle('ticket_opened', async (payload, key) => {
    const { number } = payload as TicketOpened;
    const ticket = await tickets.byNumber(number);
    if (!ticket) return;
    const { words } = await tongueIn(ticket.conversationId);
    await mail(ticket.email, `opened:${key}`, ticketOpenedMail(words, number));
  });

  jobs.handle('ticket_answered', async (payload) => {
    const { number, conversationId, text, key } = payload as TicketAnswered;
    const ticket = await tickets.byNumber(number);
    const { words } = await tongueIn(conversationId);
    const answer = (await isInChat(conversationId)) ? undefined : text;
    await mail(ticket?.email, `answered:${key}`, agentAnsweredMail(words, number, answer));
  });

  jobs.handle('ticket_close', (payload) => tickets.closeWhenDue((payload as TicketToClose).number));

  jobs.handle('deliver', (payload) => {
    deliver((payload as ToDeliver).conversationId);
    return Promise.resolve();
  });
}
