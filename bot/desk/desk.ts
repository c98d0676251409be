import type { Criteria } from '../../knowledge/checks/criteria.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Audit } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Customers } from '../customers/customers.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import type { DuplicateHits } from '../duplicates/hits.ts';
import type { Log } from '../log.ts';
import type { People } from '../people/people.ts';
import type { Questions } from '../questions/questions.ts';
import type { StoredUpload, Uploads } from '../storage/uploads.ts';
import type { Vault } from '../storage/vault.ts';
import type { Institutions } from '../submissions/institutions.ts';
import type { Submissions } from '../submissions/submissions.ts';
import type { BlindWords } from '../tickets/blind-words.ts';
import type { TicketDesk } from '../tickets/ticket-desk.ts';
import type { TicketList } from '../tickets/ticket-list.ts';
import type { Staff } from '../tickets/staffing.ts';
import type { Tickets } from '../tickets/tickets.ts';
import type { TicketFigures } from '../tickets/ticket-figures.ts';
import type { SubmissionFigures } from '../submissions/submission-figures.ts';
import type { ServiceLevels } from '../tickets/service-levels.ts';
import type { CannedReplies } from '../workbench/canned-replies.ts';
import type { Macros } from '../workbench/macros.ts';
import type { SavedViews } from '../workbench/saved-views.ts';
import type { SingleSignOn } from './sign-on/single-sign-on.ts';

/** What the desk shows and what it can set going; all of it lives elsewhere. */
export interface DeskParts {
  readonly tickets: Tickets;
  readonly ticketList: TicketList;
  readonly ticketDesk: TicketDesk;
  readonly blindWords: BlindWords;
  readonly savedViews: SavedViews;
  readonly cannedReplies: CannedReplies;
  readonly macros: Macros;
  readonly ticketFigures: TicketFigures;
  readonly submissionFigures: SubmissionFigures;
  readonly audit: Pick<Audit, 'note'>;
  readonly serviceLevels: ServiceLevels;
  /** ISO 639-1: what customers are spoken to in, English first. */
  readonly languages: () => readonly string[];
  readonly submissions: Submissions;
  readonly institutions: Institutions;
  readonly people: People;
  readonly customers: Pick<Customers, 'find'>;
  readonly uploads: Pick<Uploads, 'find' | 'stream'>;
  /** A page of a PDF as a JPEG, counted from 1; undefined when it has no such page. */
  readonly renderPage: (uploadId: string, page: number) => Promise<Uint8Array | undefined>;
  /** The copy of a picture that agents may see (bot/screenshots.ts). */
  readonly redactedOf: (uploadId: string) => Promise<StoredUpload | undefined>;
  readonly duplicates: Pick<DuplicateHits, 'search' | 'of' | 'opinions' | 'state'>;
  readonly questions: Pick<Questions, 'open' | 'settle'>;
  readonly deliveries: Pick<Deliveries, 'troubled' | 'resend' | 'resendAll'>;
  readonly conversationLog: Pick<Conversations, 'since' | 'find' | 'subscribe' | 'presence' | 'showTyping'>;
  readonly staff: Pick<Staff, 'note'>;
  readonly knowledge: Pick<Knowledge, 'reasons' | 'problems'>;
  readonly criteria: Criteria;
  readonly now: () => Date;
  /** Signs addresses of files and seals what a browser keeps on its way to the identity provider. */
  readonly vault: Pick<Vault, 'deriveKey' | 'seal' | 'open'>;
  readonly singleSignOn?: SingleSignOn | undefined;
  readonly config: {
    readonly http: Pick<Config['http'], 'publicUrl' | 'trustProxy'>;
    readonly agents: Pick<Config['agents'], 'requireSecondFactor'>;
  };
  readonly log: Log;
}
