import {
  decide,
  dropPhoto,
  giveAnswers,
  keepPhoto,
  moveTo,
  refusePhoto,
  startSubmission,
  submit,
  withdraw,
  type SubmissionRecord,
  type Transition,
} from '../../../bot/submissions/submission.ts';
import {
  answerChallenge,
  drawChallenge,
  endChallenge,
  settleLiveness,
} from '../../../bot/submissions/liveness.ts';
import { lookBackOver } from '../../../bot/submissions/look-back.ts';
import type {
  CheckedMailCode,
  Customer,
  OpenQuestion,
  Services,
  Staffing,
  Ticket,
  TicketRequest,
  Upload,
} from '../../../dialogs/services.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import { drawMovements } from '../../../knowledge/checks/liveness/draw-movements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import type { PaperMeasurements } from '../../../knowledge/checks/paper-measurements.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { ScreenReading } from '../../../knowledge/screens/screen-reading.ts';
import type { KeptPhoto } from '../../../knowledge/verification/submission.ts';
import { InstitutionsOfWorld } from './institutions.ts';

export const NOW = new Date('2026-11-23T12:00:00Z');
/** The customer of DialogTestClient. */
const CUSTOMER = 'user1';

interface StoredUpload extends Upload {
  readonly paper?: PaperMeasurements;
  readonly measurements?: DocumentMeasurements | SelfieMeasurements;
  readonly screen?: ScreenReading;
}

/** Everything outside of the dialogs, as data. The rules of a submission are the product's own. */
export class World {
  /** What the clock says. */
  now = NOW;
  /** What is drawn of what is possible, by place: first the first of all, then the first of the rest. */
  random: (limit: number) => number = () => 0;
  customer: Customer = { id: CUSTOMER, verified: false };
  userAgent: string | undefined;
  /** What notices would be written in. */
  language: string | undefined;
  documentUsedElsewhere = false;
  readonly submissions: SubmissionRecord[] = [];
  readonly institutions = new InstitutionsOfWorld(() => this.now.toISOString());
  /** Of the configuration. */
  officialKycEmail: string | undefined;
  readonly requests: TicketRequest[] = [];
  readonly tickets: Ticket[] = [];
  /** Every wish goes to a ticket that is open already. */
  merges = false;
  staffing: Staffing = { isStaffed: true, isAlwaysOpen: true, timeZone: 'UTC' };
  readonly ratings: { number: string; customerId: string; score: number; word?: string }[] = [];
  readonly added: { number: string; uploadIds: readonly string[]; text: string | undefined }[] = [];
  /** Questions that nobody could answer, by their key. */
  readonly questions = new Map<string, OpenQuestion>();
  /** Check codes of mails to this customer, as they are printed. */
  readonly mailCodes = new Map<string, CheckedMailCode>();
  /** Codes that were looked for, in order. */
  readonly codesChecked: string[] = [];
  /** How often photos were measured. */
  measured = 0;
  readonly #uploads = new Map<string, StoredUpload>();

  passes(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** A file that arrived just now; its id. */
  upload(
    what:
      | DocumentMeasurements
      | SelfieMeasurements
      | PaperMeasurements
      | ScreenReading
      | Pick<Upload, 'kind' | 'contentType'>,
  ): string {
    const id = `u${this.#uploads.size + 1}`;
    const at = this.now.toISOString();
    const upload: StoredUpload =
      what.kind === 'screen'
        ? { id, at, kind: 'image', contentType: 'image/png', bytes: 1000, screen: what }
        : what.kind === 'paper'
          ? { id, at, kind: 'other', contentType: 'application/pdf', bytes: what.file.bytes, paper: what }
          : what.kind === 'document' || what.kind === 'selfie'
            ? { id, at, kind: 'image', contentType: 'image/jpeg', bytes: what.file.bytes, measurements: what }
            : { id, at, kind: what.kind, contentType: what.contentType, bytes: 1000 };
    this.#uploads.set(id, upload);
    return id;
  }

  get latest(): SubmissionRecord | undefined {
    return this.submissions.filter(({ state }) => state !== 'withdrawn').at(-1);
  }

  /** A reviewer's decision. */
  decide(outcome: 'approved' | 'rejected', reasons: ReasonCode[] = []): void {
    const { latest } = this;
    if (!latest) throw new Error('nothing to decide on');
    this.#apply(latest.id, (submission) =>
      decide(submission, { outcome, reasons, at: NOW.toISOString() }, 'agent-1'),
    );
  }

  #find(id: string): SubmissionRecord {
    const found = this.submissions.find((submission) => submission.id === id);
    if (!found) throw new Error('no such submission');
    return found;
  }

  #apply(id: string, change: (submission: SubmissionRecord) => Transition): SubmissionRecord {
    const before = this.#find(id);
    const transition = change(before);
    if (transition.kind === 'refused') throw new Error(`refused: ${transition.why}`);
    if (transition.kind === 'unchanged') return before;
    this.submissions[this.submissions.indexOf(before)] = transition.submission;
    return transition.submission;
  }

  #measurements(uploadId: string): DocumentMeasurements | SelfieMeasurements {
    this.measured += 1;
    const measurements = this.#uploads.get(uploadId)?.measurements;
    if (!measurements) throw new Error('this upload cannot be measured');
    return measurements;
  }

  readonly services: Services = {
    now: () => this.now,
    userAgent: () => Promise.resolve(this.userAgent),
    keepLanguage: (_conversationId, language) => {
      this.language = language;
      return Promise.resolve();
    },
    customers: {
      find: () => Promise.resolve(this.customer),
      remember: (_id, told) => {
        this.customer = { ...told, ...this.customer };
        return Promise.resolve(this.customer);
      },
    },
    submissions: {
      latest: () => Promise.resolve(this.latest),
      start: (customerId, conversationId) => {
        const { latest } = this;
        if (latest?.state === 'draft') {
          return Promise.resolve(this.#apply(latest.id, (submission) => moveTo(submission, conversationId)));
        }
        const number = this.submissions.length + 1;
        const about = { id: `s${number}`, reference: `VG-TEST-000${number}`, customerId, conversationId };
        const started = startSubmission({ ...about, at: this.now.toISOString() }, latest);
        this.submissions.push(started);
        return Promise.resolve(started);
      },
      give: (id, answers) => this.#change(id, (submission) => giveAnswers(submission, answers)),
      keepPhoto: (id, slot, photo) =>
        this.#change(id, (submission) => keepPhoto(submission, slot, dated(photo))),
      refusePhoto: (id, slot, photo) =>
        this.#change(id, (submission) => refusePhoto(submission, slot, dated(photo))),
      dropPhoto: (id, slot) => this.#change(id, (submission) => dropPhoto(submission, slot)),
      documentUsedElsewhere: () => Promise.resolve(this.documentUsedElsewhere),
      drawChallenge: (id, { key, possible }) =>
        this.#change(id, (submission) =>
          drawChallenge(submission, {
            ...{ key, at: this.now.toISOString() },
            movements: drawMovements(possible, this.random),
          }),
        ),
      answerChallenge: (id, { photo, ...given }) =>
        this.#change(id, (submission) =>
          answerChallenge(submission, { ...given, photo: { ...photo, at: this.now.toISOString() } }),
        ),
      endChallenge: (id, wish) =>
        this.#change(id, (submission) => endChallenge(submission, { ...wish, at: this.now.toISOString() })),
      settleLiveness: (id, verdict) =>
        this.#change(id, (submission) => settleLiveness(submission, verdict, this.now.toISOString())),
      lookBack: () => Promise.resolve(lookBackOver(this.submissions)),
      submit: (id) => this.#change(id, (submission) => submit(submission, this.now.toISOString())),
      withdraw: async (id) => {
        await this.#change(id, withdraw);
      },
    },
    institutions: this.institutions.service,
    uploads: {
      find: (_customerId, uploadId) => Promise.resolve(this.#uploads.get(uploadId)),
      measureDocument: (uploadId) => this.#measure(uploadId, 'document'),
      measureSelfie: (uploadId) => this.#measure(uploadId, 'selfie'),
      measurePaper: (uploadId) => {
        const paper = this.#uploads.get(uploadId)?.paper;
        if (!paper) throw new Error('this upload is no document of an institution');
        return Promise.resolve(paper);
      },
      readScreen: (uploadId) => {
        const screen = this.#uploads.get(uploadId)?.screen;
        const nothing = {
          kind: 'screen',
          decodes: true,
          passes: [],
          flatness: 0,
          covered: 0,
          secrets: [],
        } as const;
        return Promise.resolve(screen ?? nothing);
      },
    },
    staffing: () => Promise.resolve(this.staffing),
    mailCodes: {
      check: (_customerId, code) => {
        this.codesChecked.push(code);
        return Promise.resolve(this.mailCodes.get(code) ?? { kind: 'unknown' });
      },
    },
    questions: {
      collect: (question) => {
        if (!this.questions.has(question.key)) this.questions.set(question.key, question);
        return Promise.resolve();
      },
    },
    tickets: {
      open: (request) => {
        const known = this.requests.findIndex(({ key }) => key === request.key);
        if (known < 0) {
          this.requests.push(request);
          const number = `VG-${1000 + this.requests.length}`;
          const merged = this.merges && { merged: true };
          this.tickets.unshift({ number, state: 'new', openedAt: NOW.toISOString(), ...merged });
        }
        const ticket = known < 0 ? this.tickets[0] : this.tickets[this.tickets.length - 1 - known];
        if (!ticket) throw new Error('no ticket');
        return Promise.resolve(ticket);
      },
      ofCustomer: () => Promise.resolve([...this.tickets]),
      toAddTo: () => Promise.resolve(this.tickets.find(({ state }) => state !== 'closed')),
      toRate: () => {
        const solved = this.tickets.find(({ state }) => state === 'solved');
        const score = this.ratings.at(-1)?.score;
        return Promise.resolve(solved && { number: solved.number, ...(score !== undefined && { score }) });
      },
      rate: (number, customerId, rating) => {
        this.ratings.push({ number, customerId, ...rating });
        return Promise.resolve();
      },
      addUploads: (number, uploadIds, message) => {
        this.added.push({ number, uploadIds, text: message?.text });
        return Promise.resolve();
      },
    },
  };

  /** An agent solves it. */
  solve(number: string): void {
    const index = this.tickets.findIndex((ticket) => ticket.number === number);
    const [ticket] = this.tickets.splice(index, 1);
    if (ticket) this.tickets.splice(index, 0, { ...ticket, state: 'solved' });
  }

  async #change(id: string, change: (submission: SubmissionRecord) => Transition): Promise<SubmissionRecord> {
    return Promise.resolve(this.#apply(id, change));
  }

  /** A picture can be measured as either; what was prepared as the other has nothing that is looked for. */
  #measure<K extends 'document' | 'selfie'>(
    uploadId: string,
    kind: K,
  ): Promise<K extends 'document' ? DocumentMeasurements : SelfieMeasurements>;
  #measure(
    uploadId: string,
    kind: 'document' | 'selfie',
  ): Promise<DocumentMeasurements | SelfieMeasurements> {
    const measured = this.#measurements(uploadId);
    if (measured.kind === kind) return Promise.resolve(measured);
    if (measured.kind === 'selfie') {
      const { file, quality, fingerprint, faces, engine } = measured;
      const copy = { file, faces, engine, ...(quality && { quality }), ...(fingerprint && { fingerprint }) };
      return Promise.resolve({
        ...copy,
        kind: 'document',
        quarterTurns: 0,
        mrz: { found: false, why: 'no_lines' },
      });
    }
    const { file, quality, fingerprint, faces, engine } = measured;
    const copy = { file, faces, engine, ...(quality && { quality }), ...(fingerprint && { fingerprint }) };
    return Promise.resolve({ ...copy, kind: 'selfie' });
  }
}

function dated<M>(photo: Omit<KeptPhoto<M>, 'at'>): KeptPhoto<M> {
  return { ...photo, at: NOW.toISOString() };
}
