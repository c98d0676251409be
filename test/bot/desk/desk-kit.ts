import { Readable } from 'node:stream';

import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import type { ConversationLedger } from '../../../bot/conversations/conversations.ts';
import { createCustomers, type Customers } from '../../../bot/customers/customers.ts';
import { createDeliveries, type Deliveries } from '../../../bot/deliveries/deliveries.ts';
import { createDuplicates, type Duplicates } from '../../../bot/duplicates/duplicates.ts';
import { createScreenshots } from '../../../bot/screenshots.ts';
import { cover } from '../../../bot/workers/screen/cover.ts';
import { measurePaper } from '../../../bot/workers/paper/measure-paper.ts';
import { renderPage } from '../../../bot/workers/paper/open-pdf.ts';
import { decodeUpload } from '../../../bot/workers/picture.ts';
import { createDeskStation, type DeskStation } from '../../../bot/desk/desk-station.ts';
import { createSingleSignOn } from '../../../bot/desk/sign-on/single-sign-on.ts';
import type { Config } from '../../../bot/config.ts';
import { createPeople, type People } from '../../../bot/people/people.ts';
import type { Role } from '../../../bot/people/roles.ts';
import { createQuestions, type Questions } from '../../../bot/questions/questions.ts';
import { createServer, type WebServer } from '../../../bot/server.ts';
import type { Database } from '../../../bot/storage/database.ts';
import { createFileFolder } from '../../../bot/storage/files.ts';
import { createJobs } from '../../../bot/storage/jobs.ts';
import type { Vault } from '../../../bot/storage/vault.ts';
import { createUploads, type Uploads } from '../../../bot/storage/uploads.ts';
import type { SubmissionRecord } from '../../../bot/submissions/submission.ts';
import type { InstitutionRecord } from '../../../bot/submissions/institution.ts';
import { createInstitutions, type Institutions } from '../../../bot/submissions/institutions.ts';
import { createSubmissions, type Submissions } from '../../../bot/submissions/submissions.ts';
import { saidSinceIn } from '../../../bot/keep-tickets.ts';
import { createBlindWords } from '../../../bot/tickets/blind-words.ts';
import { readServiceLevels } from '../../../bot/tickets/service-levels.ts';
import { createTicketDesk, type TicketDesk } from '../../../bot/tickets/ticket-desk.ts';
import { createTicketFigures } from '../../../bot/tickets/ticket-figures.ts';
import { createSubmissionFigures } from '../../../bot/submissions/submission-figures.ts';
import { createTicketList } from '../../../bot/tickets/ticket-list.ts';
import { createStaff, type Staff } from '../../../bot/tickets/staffing.ts';
import { createTickets, type Tickets } from '../../../bot/tickets/tickets.ts';
import { createUpkeep } from '../../../bot/tickets/upkeep.ts';
import { createCannedReplies } from '../../../bot/workbench/canned-replies.ts';
import { createMacros } from '../../../bot/workbench/macros.ts';
import { createSavedViews } from '../../../bot/workbench/saved-views.ts';
import type { TicketRequest } from '../../../dialogs/services.ts';
import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import type { InstitutionAnswers } from '../../../knowledge/verification/institution.ts';
import type { Answers } from '../../../knowledge/verification/submission.ts';
import { freshDatabase, silent } from '../../kit/database.ts';
import { sayPlainly } from '../tickets/say-plainly.ts';
import { drawPdf } from '../../specimen/draw-pdf.ts';
import { answers, company, documentMeasurements, selfieMeasurements } from '../submissions/specimen.ts';

export const PASSWORD = 'correct horse battery';
const knowledge = loadKnowledge();

/** A desk on a port of its own with everything real below it. */
export interface Desk {
  readonly origin: string;
  /** All routes that the desk serves. */
  readonly routes: WebServer['routes'];
  readonly audit: Audit;
  readonly people: People;
  readonly customers: Customers;
  readonly submissions: Submissions;
  readonly institutions: Institutions;
  readonly duplicates: Duplicates;
  readonly criteria: Criteria;
  readonly database: Database;
  readonly vault: Vault;
  readonly tickets: Tickets;
  readonly ticketDesk: TicketDesk;
  readonly questions: Questions;
  readonly deliveries: Deliveries;
  readonly conversations: ConversationLedger;
  readonly uploads: Uploads;
  readonly staff: Staff;
  /** What agents said in a customer's chat. */
  saidByAgents(conversationId: string): Promise<{ text: string; agentName: string }[]>;
  now: Date;
  /** What the app does by itself soon after each change: words and deadlines of tickets. */
  keepTickets(): Promise<void>;
  /** Comes by a link, as somebody with that role. */
  agent(name: string, role?: Role): Promise<Browser>;
  stranger(): Browser;
  keep(bytes: Buffer, name: string, customerId?: string): Promise<string>;
  sentIn(
    customerId: string,
    given?: Partial<Answers>,
    measured?: DocumentMeasurements,
  ): Promise<SubmissionRecord>;
  /** A company with a PDF for each document, under review. */
  companySentIn(customerId: string, given?: Partial<InstitutionAnswers>): Promise<InstitutionRecord>;
  ticket(about?: Partial<TicketRequest>): Promise<string>;
  close(): Promise<void>;
}

export async function openDesk(
  http: {
    publicUrl?: string;
    trustProxy?: boolean;
    agents?: Partial<Config['agents']>;
    fourEyes?: boolean;
  } = {},
): Promise<Desk> {
  const kit = await freshDatabase();
  const now = (): Date => desk.now;
  const { database, vault } = kit;
  const audit = createAudit({ database, vault, log: silent });
  const jobs = createJobs({ database, vault, log: silent, now, random: Math.random });
  const customers = createCustomers({ database, vault, now });
  const conversations = createConversations({ database, vault, now });
  await conversations.start();
  const duplicates = createDuplicates({ database, vault, now });
  const submissions = createSubmissions({
    ...{ database, vault, jobs, audit, now },
    markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
    expedite: (customerId, expedited, tx) => tickets.expedite(customerId, expedited, tx),
    removeDuplicates: (submissionId, tx) => duplicates.removeSubmission(submissionId, tx),
  });
  const institutions = createInstitutions({
    ...{ database, vault, jobs, audit, now },
    markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
    fourEyes: http.fourEyes ?? false,
  });
  const deliveries = createDeliveries({ database, vault, jobs, audit, now, helpdesks: ['webhook'] });
  const tickets = createTickets({
    ...{ database, vault, jobs, now },
    audit,
    reopenDays: 7,
    giveToAgent: (...given) => conversations.giveToAgent(...given),
    giveToBot: (...given) => conversations.giveToBot(...given),
    say: sayPlainly(conversations),
    isExpedited: async (customerId) => {
      const latest = await submissions.latest(customerId);
      return latest?.state === 'submitted' && latest.expedited;
    },
    onHappening: (tx, happening) => deliveries.note(tx, happening),
    priorityOf: (category) => serviceLevels.priorityOf(category),
  });
  const serviceLevels = readServiceLevels();
  const words = createBlindWords(vault, knowledge.language.stopWords);
  const ticketDesk = createTicketDesk({
    ...{ database, vault, audit, now },
    handChat: async (conversationId, to, tx, key) => {
      await conversations.giveToAgent(conversationId, to.id, { tx, force: true });
      await sayPlainly(conversations)(
        tx,
        conversationId,
        { kind: 'joined', agentName: to.name },
        `joined:${key}`,
      );
    },
  });
  const upkeep = createUpkeep({
    ...{ database, vault, words, levels: serviceLevels },
    saidSince: saidSinceIn({ conversations, customers }),
  });
  const staff = createStaff({ database, hours: serviceLevels.hours, now });
  const questions = createQuestions({ database, vault, now });
  const people = createPeople({ database, vault, audit, now });
  const uploads = createUploads({ database, vault, files: createFileFolder(`${kit.folder}/files`), now });
  const settings = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: http.publicUrl,
    trustProxy: http.trustProxy ?? false,
  };
  const server: WebServer = createServer({ log: silent, http: settings, ready: () => Promise.resolve() });
  // The pictures of these tests hold nothing to read: what is covered is tested with the readers.
  const screenshots = createScreenshots({
    uploads,
    workers: {
      readScreen: async (photo) => {
        const bytes = typeof photo === 'function' ? await photo() : photo;
        const redacted = await cover(await decodeUpload(bytes, 4000), []);
        return {
          reading: { kind: 'screen', decodes: true, passes: [], flatness: 1, covered: 0, secrets: [] },
          redacted,
        };
      },
    },
  });
  const station: DeskStation = createDeskStation({
    redactedOf: (uploadId) => screenshots.redacted(uploadId),
    // Without the pool around it, which has tests of its own.
    renderPage: async (uploadId, page) => renderPage(await uploads.read(uploadId), page),
    ...{
      tickets,
      submissions,
      institutions,
      people,
      customers,
      uploads,
      questions,
      deliveries,
      knowledge,
      now,
    },
    ticketList: createTicketList({ database, vault, words }),
    ...{ ticketDesk, blindWords: words, audit },
    savedViews: createSavedViews({ database, vault, now }),
    cannedReplies: createCannedReplies({ database, audit, now }),
    macros: createMacros({ database, audit, now }),
    ticketFigures: createTicketFigures({ database }),
    submissionFigures: createSubmissionFigures({ database }),
    serviceLevels,
    languages: () => ['en', 'es', 'de'],
    criteria: knowledge.criteria,
    duplicates: duplicates.hits,
    conversationLog: conversations,
    log: silent,
    vault,
    singleSignOn: http.agents?.singleSignOn && createSingleSignOn(http.agents.singleSignOn, silent),
    config: {
      http: settings,
      agents: { requireSecondFactor: http.agents?.requireSecondFactor ?? false },
    },
    staff,
  });
  station.routes(server.routes);
  const origin = await server.listen();

  /** Both movements of a challenge, shown after ten seconds each. */
  async function showMovements(id: string, customerId: string): Promise<void> {
    const key = `asked by ${customerId}`;
    const possible = ['turn_left', 'smile'] as const;
    const drawn = await submissions.drawChallenge(id, { key, possible });
    for (const { movement } of drawn.liveness?.challenges[0]?.prompts ?? []) {
      const [face] = selfieMeasurements.faces;
      if (!face) throw new Error('the specimen has a face');
      const shown = movement === 'smile' ? { ...face, happy: 0.97 } : { ...face, yaw: 0.62 };
      await submissions.answerChallenge(id, {
        challengeKey: key,
        photo: {
          uploadId: await desk.keep(PIXEL, 'movement.png', customerId),
          key: `photo of ${movement}`,
          uploadedAt: new Date(desk.now.getTime() + 10_000).toISOString(),
          measurements: { ...selfieMeasurements, faces: [shown] },
          verdict: { outcome: 'pass' },
        },
      });
    }
    await submissions.settleLiveness(id, { outcome: 'pass' });
  }

  const desk: Desk = {
    routes: server.routes,
    ...{
      audit,
      vault,
      origin,
      people,
      customers,
      submissions,
      institutions,
      duplicates,
      database,
      tickets,
      conversations,
      uploads,
    },
    ...{ questions, deliveries, ticketDesk },
    criteria: knowledge.criteria,
    now: new Date('2026-03-01T09:00:00Z'),
    staff,

    async saidByAgents(conversationId) {
      const log = await conversations.since(conversationId, 0);
      return log.flatMap(({ author, activity }) => {
        const { name = '' } = (activity['from'] ?? {}) as { name?: string };
        return author === 'agent' ? [{ text: activity.text ?? '', agentName: name }] : [];
      });
    },

    stranger: () => new Browser(origin),

    async keepTickets() {
      for (;;) {
        const due = await upkeep.due(100);
        if (due.length === 0) return;
        for (const id of due) await upkeep.keep(id);
      }
    },

    async agent(name, role = 'admin') {
      const first = await people.invitations.firstLink();
      if (first !== undefined && role !== 'admin') {
        const about = { name: 'First', login: 'first', password: PASSWORD };
        await people.invitations.welcome(first, about);
        return desk.agent(name, role);
      }
      const [someone] = await people.agents.all();
      const link = first ?? (await people.invitations.invite(someone?.id ?? '', role));
      const browser = new Browser(origin);
      await browser.send(`/desk/welcome/${link}`, { name, login: name.toLowerCase(), password: PASSWORD });
      return browser;
    },

    async keep(bytes, name, customerId = 'dl_a') {
      const about = { customerId, conversationId: `c_${customerId}`, name, limitBytes: 50_000_000 };
      return (await uploads.keep(Readable.from([bytes]), about)).id;
    },

    async sentIn(customerId, given = {}, measured = documentMeasurements) {
      const { id } = await submissions.start(customerId, `c_${customerId}`);
      await submissions.give(id, { ...answers, ...given });
      const [front, selfie] = [
        await desk.keep(PIXEL, 'front.png', customerId),
        await desk.keep(PIXEL, 'me.png', customerId),
      ];
      await submissions.keepPhoto(id, 'document_front', {
        uploadId: front,
        measurements: measured,
        verdict: { outcome: 'pass' },
      });
      await submissions.keepPhoto(id, 'selfie', {
        uploadId: selfie,
        measurements: selfieMeasurements,
        verdict: { outcome: 'review', reasons: [{ code: 'selfie_face_unsure' }] },
      });
      await showMovements(id, customerId);
      const { reference } = await submissions.submit(id);
      const submission = await submissions.byReference(reference);
      if (!submission) throw new Error('it was just sent in');
      return submission;
    },

    async companySentIn(customerId, given = {}) {
      const { id } = await institutions.start(customerId, `c_${customerId}`);
      await institutions.give(id, { ...company, ...given });
      for (const slot of ['incorporation', 'authority'] as const) {
        const bytes = await drawPdf({ pages: slot === 'authority' ? 1 : 3 });
        const uploadId = await desk.keep(bytes, `${slot}.pdf`, customerId);
        const measurements = await measurePaper(bytes);
        await institutions.keepPaper(id, slot, { uploadId, measurements, verdict: { outcome: 'pass' } });
      }
      await institutions.settlePapers(id, 'further');
      await institutions.give(id, { confirmed: true });
      const { reference } = await institutions.submit(id);
      const institution = await institutions.byReference(reference);
      if (!institution) throw new Error('it was just sent in');
      return institution;
    },

    async ticket(about = {}) {
      const customerId = about.customerId ?? 'dl_a';
      const conversationId = `c_${customerId}`;
      await conversations.open({
        id: conversationId,
        customerId,
        channel: 'directline',
        userAgent: USER_AGENT,
      });
      const { number } = await tickets.open({
        key: `activity ${Math.random()}`,
        customerId,
        conversationId,
        summary: 'The camera stays black',
        category: 'person_wanted',
        diagnosis: [],
        tried: ['Updated the browser'],
        uploadIds: [],
        email: 'anna@example.org',
        separate: true,
        ...about,
      });
      return number;
    },

    async close() {
      await station.stop();
      await server.close(100);
      await conversations.stop();
      await kit.drop();
    },
  };
  return desk;
}

const USER_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

/** The address that a page gives a file, for the session that opened the page. */
export function fileAddressIn(html: string, uploadId: string): string {
  const [, address] = new RegExp(`"(/desk/uploads/${uploadId}\\?[^"]+)"`).exec(html) ?? [];
  if (address === undefined) throw new Error('the page has no address for that file');
  return address.replaceAll('&amp;', '&');
}

/** One transparent pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What a browser without scripts does: keeps cookies, fills in the forms that a page has, follows redirects. */
export class Browser {
  readonly #origin: string;
  readonly cookies = new Map<string, string>();
  /** Attributes of each cookie as the server set it. */
  readonly cookieTraits = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#follow(await this.raw(path, { headers }));
  }

  /** Opens the page and sends the form with that address, hidden fields as they stand in it. */
  async send(
    page: string,
    fields: Record<string, string | string[]>,
    action: string = page,
  ): Promise<Response> {
    const html = await (await this.get(page)).text();
    return this.submit(html, action, fields);
  }

  /** Sends a form of a page that was opened before. */
  async submit(
    html: string,
    action: string,
    fields: Record<string, string | string[]> = {},
  ): Promise<Response> {
    const form = html.split('<form ').find((part) => part.includes(`action="${action}"`));
    if (!form) throw new Error(`the page has no form for ${action}`);
    return this.post(action, { ...hiddenFields(form.split('</form>')[0] ?? ''), ...fields });
  }

  async post(
    path: string,
    fields: Record<string, string | string[]>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    return this.#follow(await this.raw(path, { method: 'POST', body, headers }));
  }

  async raw(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#origin), {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string> | undefined), cookie },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = '', traits = ''] = /^([^=]+)=([^;]*);\s*(.*)$/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
      this.cookieTraits.set(name, traits);
    }
    return response;
  }

  async #follow(response: Response): Promise<Response> {
    const to = response.headers.get('location');
    return to === null ? response : this.#follow(await this.raw(to));
  }
}

function hiddenFields(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined) fields[name] = /value="([^"]*)"/.exec(input)?.[1] ?? '';
  }
  return fields;
}
