import { decisionNotice, institutionNotice } from '../dialogs/notices.ts';
import {
  agentAnsweredMail,
  decisionMail,
  institutionMail,
  ticketOpenedMail,
  type AnswerInMail,
} from '../dialogs/mails/customer-mails.ts';
import type { MailContent } from '../dialogs/mails/mail-content.ts';
import type { Tongue } from '../dialogs/means.ts';
import type { MailKind, Staffing } from '../dialogs/services.ts';
import type { Presence } from './conversations/conversations.ts';
import { coverAnswer, type KnownOfCustomer } from './cover-answer.ts';
import type { Customers } from './customers/customers.ts';
import type { MailCodes } from './mail-codes/mail-codes.ts';
import type { Mailer } from './mail/mail.ts';
import { renderMail, type MailFrame } from './mail/render-mail.tsx';
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
  readonly jobs: Pick<Jobs, 'add' | 'handle'>;
  readonly database: Database;
  readonly mailer: Mailer;
  readonly mailFrame: MailFrame;
  readonly mailCodes: Pick<MailCodes, 'issue'>;
  readonly submissions: Pick<Submissions, 'find'>;
  readonly institutions: Pick<Institutions, 'find'>;
  readonly tickets: Pick<Tickets, 'byNumber' | 'closeWhenDue'>;
  readonly customers: Pick<Customers, 'find' | 'enrol'>;
  /** What may not stand in a mail to a customer, in whose words ever. */
  readonly knownOf: (customerId: string) => Promise<KnownOfCustomer>;
  readonly staffing: () => Promise<Staffing>;
  readonly tell: TurnStation['tell'];
  /** Sends on what is due to the remote channel of a conversation. */
  readonly deliver: (conversationId: string) => void;
  readonly presence: Pick<Presence, 'of'>;
  /** The language of a conversation. */
  readonly tongueIn: (conversationId: string) => Promise<Pick<Tongue, 'words' | 'knowledge'>>;
  readonly now: () => Date;
}

/** Payload of the job `answer_unread`: looks again whether a customer who was in the chat has read an answer. */
interface AnswerUnread extends TicketAnswered {
  /** RFC 3339, UTC. */
  readonly answeredAt: string;
}

interface MailTo {
  readonly to: string | undefined;
  readonly customerId: string;
  readonly kind: MailKind;
  readonly key: string;
}

/** Somebody whose window is open may have gone for a coffee, or their phone may have lost the network. */
const READS_WITHIN_MS = 3 * 60_000;

/**
 * What a customer is told without having asked: in the chat and by mail. Each is a job of the transaction that
 * caused it, and may run twice: chat and mail both know the key and keep the second one out.
 */
export function handleNotices(parts: NoticeParts): void {
  const { jobs, database, mailer, mailCodes, submissions, institutions, tickets, customers, tell, now } =
    parts;
  const { presence, tongueIn } = parts;

  /** A mail and its check code are one: both or neither, once. */
  async function mail(
    { to, customerId, kind, key }: MailTo,
    contentWith: (code: string) => MailContent,
  ): Promise<void> {
    if (to === undefined) return;
    await database.transaction(async (tx) => {
      await customers.enrol(customerId, tx);
      const code = await mailCodes.issue(tx, { key, customerId, kind });
      if (code !== undefined)
        await mailer.queue(tx, { ...renderMail(contentWith(code), parts.mailFrame), key, to });
    });
  }

  jobs.handle('submission_decided', async (payload, key) => {
    const submission = await submissions.find((payload as SubmissionDecided).submissionId);
    if (!submission) return;
    const { customerId, conversationId } = submission;
    const { words, knowledge } = await tongueIn(conversationId);
    await tell(conversationId, decisionNotice(words, knowledge, submission), 'bot', `decided:${key}`);
    const { email } = await customers.find(customerId);
    await mail({ to: email, customerId, kind: 'result', key: `decided:${key}` }, (code) =>
      decisionMail(words, knowledge, submission, code),
    );
  });

  jobs.handle(INSTITUTION_REVIEWED, async (payload, key) => {
    const { institutionId, state } = payload as InstitutionReviewed;
    const institution = await institutions.find(institutionId);
    // The customer went on already: they know.
    if (institution?.state !== state) return;
    const { words, knowledge } = await tongueIn(institution.conversationId);
    const notice = institutionNotice(words, knowledge, institution);
    if (!notice) return;
    const { customerId, conversationId, answers } = institution;
    await tell(conversationId, notice, 'bot', `reviewed:${key}`);
    const { email = answers.personEmail } = await customers.find(customerId);
    await mail({ to: email, customerId, kind: 'result', key: `reviewed:${key}` }, (code) =>
      institutionMail(words, knowledge, institution, code),
    );
  });

  jobs.handle('ticket_opened', async (payload, key) => {
    const { number } = payload as TicketOpened;
    const ticket = await tickets.byNumber(number);
    if (!ticket) return;
    const { customerId, conversationId, email } = ticket;
    const { words } = await tongueIn(conversationId);
    const staffing = await parts.staffing();
    await mail({ to: email, customerId, kind: 'ticket_opened', key: `opened:${key}` }, (code) =>
      ticketOpenedMail(words, { number, staffing }, code),
    );
  });

  jobs.handle('ticket_answered', async (payload) => {
    const answered = payload as TicketAnswered;
    const standing = await presence.of(answered.conversationId);
    if (!standing?.customerIsHere) return mailAnswer(answered);
    const later: AnswerUnread = { ...answered, answeredAt: now().toISOString() };
    const runAt = new Date(now().getTime() + READS_WITHIN_MS);
    await jobs.add(database, { kind: 'answer_unread', key: answered.key, payload: later, runAt });
  });

  jobs.handle('answer_unread', async (payload) => {
    const { answeredAt, ...answered } = payload as AnswerUnread;
    const standing = await presence.of(answered.conversationId);
    const readSince = standing?.customerReadAt !== undefined && standing.customerReadAt >= answeredAt;
    if (!standing?.customerHasRead && !readSince) await mailAnswer(answered);
  });

  async function mailAnswer({ number, conversationId, text, key, files = 0 }: TicketAnswered): Promise<void> {
    const ticket = await tickets.byNumber(number);
    if (!ticket) return;
    const { customerId, email } = ticket;
    const tongue = await tongueIn(conversationId);
    const answer: AnswerInMail = { ...coverAnswer(text, await parts.knownOf(customerId), tongue), files };
    await mail({ to: email, customerId, kind: 'ticket_answered', key: `answered:${key}` }, (code) =>
      agentAnsweredMail(tongue.words, number, answer, code),
    );
  }

  jobs.handle('ticket_close', (payload) => tickets.closeWhenDue((payload as TicketToClose).number));

  jobs.handle('deliver', (payload) => {
    parts.deliver((payload as ToDeliver).conversationId);
    return Promise.resolve();
  });
}
