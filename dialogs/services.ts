import type { ScreenReading } from '../knowledge/screens/screen-reading.ts';
import type { Asked } from '../knowledge/diagnose/walk.ts';
import type { DocumentMeasurements, ExpectedDocument } from '../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../knowledge/checks/selfie-measurements.ts';
import type { EarlierPicture } from '../knowledge/checks/liveness/earlier-picture.ts';
import type { ChallengeEnd, LivenessPhoto, Movement } from '../knowledge/verification/liveness.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import type {
  Institution,
  InstitutionAnswers,
  KeptPaper,
  PaperSlot,
} from '../knowledge/verification/institution.ts';
import type { PaperMeasurements } from '../knowledge/checks/paper-measurements.ts';
import type { Answers, KeptPhoto, PhotoSlot, Submission } from '../knowledge/verification/submission.ts';

/** What the dialogs need from outside. Provided by bot/turn; in tests, by data. */
export interface Services {
  readonly now: () => Date;
  readonly customers: CustomerService;
  readonly submissions: SubmissionService;
  readonly institutions: InstitutionService;
  readonly uploads: UploadService;
  readonly tickets: TicketService;
  readonly questions: QuestionService;
  readonly mailCodes: MailCodeService;
  /** Whether people are at the desk now. */
  readonly staffing: () => Promise<Staffing>;
  /** The browser of a conversation as its user-agent header, when the channel has one. */
  readonly userAgent: (conversationId: string) => Promise<string | undefined>;
  /** Keeps the language of a conversation (ISO 639-1), for what is said there without being asked. */
  readonly keepLanguage: (conversationId: string, language: string) => Promise<void>;
}

export interface Customer {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  /** RFC 3339, UTC. */
  readonly registeredAt?: string;
  /** ISO 3166-1 alpha-2. */
  readonly residence?: string;
  readonly verified: boolean;
}

export interface CustomerService {
  find(customerId: string): Promise<Customer>;
  /** Keeps what a customer told us themselves; never overwrites what the exchange vouched for. */
  remember(
    customerId: string,
    told: Partial<Pick<Customer, 'email' | 'registeredAt' | 'residence'>>,
  ): Promise<Customer>;
}

export interface SubmissionService {
  /** The newest submission that was not withdrawn, drafts included. */
  latest(customerId: string): Promise<Submission | undefined>;
  /**
   * The open draft, or a new one. After a rejection the new one is expedited and already holds
   * everything that the rejection did not name (`toMend` says what it named).
   */
  start(customerId: string, conversationId: string): Promise<Submission>;
  give(submissionId: string, answers: Answers): Promise<Submission>;
  /** Keeps a photo that passed or needs a review, replacing the one before. */
  keepPhoto<S extends PhotoSlot>(
    submissionId: string,
    slot: S,
    photo: Omit<KeptPhoto<S extends 'selfie' ? SelfieMeasurements : DocumentMeasurements>, 'at'>,
  ): Promise<Submission>;
  /** Notes a refused photo with its verdict's reason codes, and counts it. */
  refusePhoto(submissionId: string, slot: PhotoSlot, photo: Omit<KeptPhoto, 'at'>): Promise<Submission>;
  dropPhoto(submissionId: string, slot: PhotoSlot): Promise<Submission>;
  /**
   * Draws movements at random out of those that are possible, and starts the clock of the first. `key` is the
   * activity that asked: however often its turn is run, the same movements are asked.
   */
  drawChallenge(
    submissionId: string,
    draw: { readonly key: string; readonly possible: readonly Movement[] },
  ): Promise<Submission>;
  /** Notes a photo for the open prompt, once, and starts the clock of the next. */
  answerChallenge(
    submissionId: string,
    given: {
      readonly challengeKey: string;
      readonly photo: Omit<LivenessPhoto, 'at'>;
      readonly end?: 'failed' | 'expired';
    },
  ): Promise<Submission>;
  /** Ends a challenge that was not passed, with the movement that the customer cannot do. */
  endChallenge(
    submissionId: string,
    wish: {
      readonly challengeKey: string;
      readonly how: Exclude<ChallengeEnd, 'passed'>;
      readonly cannot?: Movement;
    },
  ): Promise<Submission>;
  /** Movements shown (`pass`), or for a person to look at (`review`). */
  settleLiveness(submissionId: string, verdict: Verdict): Promise<Submission>;
  lookBack(customerId: string): Promise<LookBack>;
  /** Whether this document (issuer, type, number) already serves or served another account. */
  documentUsedElsewhere(submissionId: string): Promise<boolean>;
  /** Idempotent: submitting twice gives the same submission. */
  submit(submissionId: string): Promise<Submission>;
  withdraw(submissionId: string): Promise<void>;
}

export interface InstitutionService {
  /** The newest that was not withdrawn, drafts included. */
  latest(customerId: string): Promise<Institution | undefined>;
  /**
   * The one that is open, or a new one. After a rejection the new one holds everything that the rejection did not
   * name (`toMend` says what it named).
   */
  start(customerId: string, conversationId: string): Promise<Institution>;
  give(institutionId: string, answers: InstitutionAnswers): Promise<Institution>;
  /** Adds a file that passed or needs a review. Once for each upload. */
  keepPaper(institutionId: string, slot: PaperSlot, paper: Omit<KeptPaper, 'at'>): Promise<Institution>;
  /** Notes a refused file with its verdict's reason codes. Once for each upload. */
  refusePaper(institutionId: string, slot: PaperSlot, paper: Omit<KeptPaper, 'at'>): Promise<Institution>;
  /** Takes away what was given for a document, so that it can be given anew. */
  dropPapers(institutionId: string, slot: PaperSlot): Promise<Institution>;
  /** The customer gave what there is of a document: it is not asked for any more. */
  settlePapers(institutionId: string, slot: PaperSlot): Promise<Institution>;
  /** Idempotent: submitting twice gives the same. */
  submit(institutionId: string): Promise<Institution>;
  withdraw(institutionId: string): Promise<void>;
}

/** What a customer did before, over all submissions, withdrawn ones too. */
export interface LookBack {
  readonly pictures: readonly EarlierPicture[];
  /** When each challenge was drawn. */
  readonly challengesDrawnAt: readonly string[];
}

export interface Upload {
  readonly id: string;
  /** When its last byte had arrived; RFC 3339, UTC. */
  readonly at: string;
  /** By content, not by name. */
  readonly kind: 'image' | 'video' | 'other';
  readonly contentType: string;
  readonly bytes: number;
}

export interface UploadService {
  /** Undefined when there is no such upload or it is not this customer's. */
  find(customerId: string, uploadId: string): Promise<Upload | undefined>;
  measureDocument(uploadId: string, expected?: ExpectedDocument): Promise<DocumentMeasurements>;
  measureSelfie(uploadId: string): Promise<SelfieMeasurements>;
  /** A document of an institution. */
  measurePaper(uploadId: string): Promise<PaperMeasurements>;
  /**
   * Reads what stands on a picture, and keeps a copy without personal data for people. With `onlyScreens`, a
   * picture that no screen made itself is not read.
   */
  readScreen(uploadId: string, onlyScreens: boolean): Promise<ScreenReading>;
}

export interface TicketRequest {
  /** One ticket per key, however often a turn is run: the activity id that asked for it. */
  readonly key: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly summary: string;
  /** Problem id, intent id or `person_wanted`. */
  readonly category: string;
  /** Ids of the problems that the bot considered, surest first. */
  readonly diagnosis: readonly string[];
  /** Steps that the customer says they tried. */
  readonly tried: readonly string[];
  /** What was asked about the problem and what the customer said to it. Absent from tickets of older releases. */
  readonly asked?: readonly Asked[];
  readonly uploadIds: readonly string[];
  readonly email?: string;
  /** The customer said that it is another matter than that of their open ticket. */
  readonly separate?: boolean;
}

export interface Ticket {
  /** What the customer quotes, like VG-1042. */
  readonly number: string;
  readonly state: 'new' | 'open' | 'reopened' | 'waiting' | 'solved' | 'closed';
  readonly openedAt: string;
  /** The wish went to a ticket of the same conversation that was open already. */
  readonly merged?: boolean;
}

export interface TicketService {
  open(request: TicketRequest): Promise<Ticket>;
  /** Newest first. */
  ofCustomer(customerId: string): Promise<readonly Ticket[]>;
  /** Puts a further message or file of the customer on their open ticket. Once-only for each key. */
  addUploads(
    ticketNumber: string,
    uploadIds: readonly string[],
    message?: { readonly key: string; readonly text: string },
  ): Promise<void>;
  /** The customer's ticket that is open, else a solved one that can still be opened again. */
  toAddTo(customerId: string): Promise<Ticket | undefined>;
  /** The ticket of this conversation that was solved last, while it can be opened again, and what was said of it. */
  toRate(conversationId: string): Promise<{ readonly number: string; readonly score?: number } | undefined>;
  /** How satisfied the customer is, 1 to 5; said again, the last one counts. */
  rate(
    ticketNumber: string,
    customerId: string,
    rating: { readonly score: number; readonly word?: string },
  ): Promise<void>;
}

export interface Staffing {
  readonly isStaffed: boolean;
  /** When the desk opens next, outside of its opening hours; RFC 3339. */
  readonly opensAt?: string;
  /** IANA time zone of the opening hours. */
  readonly timeZone: string;
  /** Somebody is there at any hour. */
  readonly isAlwaysOpen: boolean;
}

/** A question that the knowledge did not answer, without a word about who asked. */
export interface OpenQuestion {
  /** The same when the turn is run again. */
  readonly key: string;
  /** Scrubbed: nothing that says who somebody is, no numbers, no secrets. */
  readonly text: string;
  readonly why: 'unanswered' | 'unhelpful';
  /** What was shown instead: intents, and targets of passages. */
  readonly shown: readonly string[];
  /** BCP 47. */
  readonly locale: string;
}

export interface QuestionService {
  /** Keeps it for the people who look after the knowledge. Once for each key. */
  collect(question: OpenQuestion): Promise<void>;
}

/** What a mail of ours to a customer is about. */
export type MailKind = 'result' | 'ticket_opened' | 'ticket_answered';

export type CheckedMailCode =
  | {
      readonly kind: 'ours';
      readonly about: MailKind;
      /** RFC 3339, UTC. */
      readonly sentAt: string;
    }
  /** No such code, one that has expired, or one in a mail to somebody else: nobody is told which. */
  | { readonly kind: 'unknown' }
  /** Too many were tried: it was not looked for. */
  | { readonly kind: 'too_many' };

export interface MailCodeService {
  /** Whether a code stood in a mail that we sent to this customer. Every call counts as a try. */
  check(customerId: string, code: string): Promise<CheckedMailCode>;
}
