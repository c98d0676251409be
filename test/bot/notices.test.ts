import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';

import { createAudit } from '../../bot/audit/audit.ts';
import { createCustomers, type Customers } from '../../bot/customers/customers.ts';
import { createMailCodes, type MailCodes } from '../../bot/mail-codes/mail-codes.ts';
import { createMailer } from '../../bot/mail/mail.ts';
import { handleNotices } from '../../bot/notices.ts';
import { createJobs, type Jobs } from '../../bot/storage/jobs.ts';
import { createInstitutions, type Institutions } from '../../bot/submissions/institutions.ts';
import { createSubmissions, type Submissions } from '../../bot/submissions/submissions.ts';
import { loadAllWords } from '../../dialogs/replies/load.ts';
import type { CheckedMailCode } from '../../dialogs/services.ts';
import { loadKnowledge } from '../../knowledge/load.ts';
import { loadLanguages } from '../../knowledge/load-languages.ts';
import { freshDatabase, silent, type FreshDatabase } from '../kit/database.ts';
import { openMailbox, type Mailbox } from '../kit/mailbox.ts';
import { until } from '../kit/until.ts';
import { answers, documentMeasurements, documentPhoto, selfiePhoto } from './submissions/specimen.ts';
import { openTicketDesk, type TicketDesk } from './tickets/ticket-desk.ts';

const CUSTOMER = 'dl_a';
const CHAT = 'c1';
const EMAIL = 'anna@example.org';
const KIM = { id: '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11', name: 'Kim' };
const MINUTE_MS = 60_000;

const words = loadAllWords();
const knowledge = loadLanguages(loadKnowledge(), [...words.keys()]);

let kit: FreshDatabase;
let mailbox: Mailbox;
let clock: number;
let jobs: Jobs;
let desk: TicketDesk;
let customers: Customers;
let submissions: Submissions;
let institutions: Institutions;
let codes: MailCodes;
/** What the chat was told, by its key. */
let told: Map<string, string>;
const now = (): Date => new Date(clock);

beforeEach(async () => {
  kit = await freshDatabase();
  mailbox = await openMailbox();
  clock = Date.parse('2026-03-01T10:00:00Z');
  told = new Map();
  jobs = newJobs();
  desk = openTicketDesk(kit, now);
  customers = createCustomers({ ...kit, now });
  const markVerified: Customers['markVerified'] = (customerId, tx) => customers.markVerified(customerId, tx);
  const audit = createAudit({ ...kit, log: silent });
  institutions = createInstitutions({ ...kit, now, jobs, audit, markVerified });
  submissions = createSubmissions({
    ...kit,
    ...{ now, jobs, audit, markVerified },
    expedite: (customerId, expedited, tx) => desk.tickets.expedite(customerId, expedited, tx),
    removeDuplicates: () => Promise.resolve(),
  });
  codes = createMailCodes({ ...kit, now, days: 30 });
  await desk.conversations.open({ id: CHAT, customerId: CUSTOMER, channel: 'directline', language: 'de' });
  take(jobs);
});
afterEach(async () => {
  await jobs.stop();
  await mailbox.close();
  await kit.drop();
});

function newJobs(): Jobs {
  return createJobs({ ...kit, log: silent, now, random: () => 1, settings: { pollMs: 20, firstPauseMs: 1 } });
}

/** As app.ts joins it. */
function take(on: Jobs): void {
  handleNotices({
    ...{ jobs: on, database: kit.database, mailCodes: codes, submissions, institutions, customers, now },
    mailer: createMailer({
      ...{ jobs: on, dataFolder: kit.folder, log: silent, now },
      config: { from: 'Exchange Support <no-reply@exchange.example>', smtpUrl: mailbox.url },
    }),
    mailFrame: { sender: 'Exchange Support', chatUrl: 'https://www.example.com/help' },
    tickets: desk.tickets,
    knownOf: () => Promise.resolve({ documentNumbers: ['C01X00T47'], birthDates: ['1990-04-03'] }),
    staffing: () => Promise.resolve({ isStaffed: false, isAlwaysOpen: false, timeZone: 'UTC' }),
    tell: (_id, { text = '' }, _author, key) => Promise.resolve(void told.set(key, text)),
    deliver: () => undefined,
    presence: desk.conversations.presence,
    tongueIn: async (id) => {
      const language = (await desk.conversations.find(id))?.language ?? 'en';
      const [said, known] = [words.get(language), knowledge.get(language)];
      if (!said || !known) throw new Error(`nobody speaks ${language}`);
      return { words: said.words, knowledge: known.knowledge };
    },
  });
}

const openTicket = async (about: { email?: string } = { email: EMAIL }): Promise<string> =>
  (
    await desk.tickets.open({
      ...{ key: randomUUID(), customerId: CUSTOMER, conversationId: CHAT, summary: 'It stays black' },
      ...{ category: 'error_9810', diagnosis: [], tried: [], uploadIds: [], separate: true, ...about },
    })
  ).number;

async function answer(number: string, text: string): Promise<void> {
  const version = (await desk.tickets.byNumber(number))?.version ?? 0;
  const result = await desk.tickets.answer(number, text, KIM, { key: randomUUID(), version });
  if (result.kind !== 'done') throw new Error('the answer was not taken');
}

/** Waits until nothing is due any more; duplicates are looked for by others. */
const allDone = (): Promise<true> =>
  until('all jobs to be done', async () => {
    const [row] = await kit.database.query<{ open: number }>(
      `select count(*)::int as open from job where kind <> 'find_duplicates' and (state = 'running' or (state = 'waiting' and due_at <= $1))`,
      [now()],
    );
    return row?.open === 0 ? true : undefined;
  });

const codeIn = (mail: ParsedMail | undefined): string =>
  /^ {4}([0-9A-Z]{4}-[0-9A-Z]{4})$/m.exec(mail?.text ?? '')?.[1] ?? '';

const confirmed = (mail: ParsedMail | undefined, customerId = CUSTOMER): Promise<CheckedMailCode> =>
  codes.check(customerId, codeIn(mail));

/** Runs a job that is done once more, as after a crash before that was noted. */
async function runAgain(kind: string): Promise<void> {
  await jobs.stop();
  const done = await kit.database.query<{ key: string }>(`delete from job where kind = $1 returning key`, [
    kind,
  ]);
  jobs = newJobs();
  take(jobs);
  for (const { key } of done) await jobs.add(kit.database, { kind, key, payload: payloads.get(kind) });
  await jobs.start();
  await allDone();
}
/** What the jobs of a kind were added with; a job that is done has forgotten it. */
const payloads = new Map<string, unknown>();
async function notePayloads(): Promise<void> {
  const rows = await kit.database.query<{ kind: string; key: string; payload: Buffer | null }>(
    'select kind, key, payload from job',
  );
  for (const { kind, key, payload } of rows)
    if (payload) payloads.set(kind, kit.vault.open(payload, `job:${kind}:${key}`));
}

describe('a request that was opened', () => {
  it('is told once, in the language of the chat, with a code that is theirs alone', async () => {
    const number = await openTicket();
    await notePayloads();
    await jobs.start();
    await allDone();
    const [mail, ...others] = mailbox.mails;
    expect(others).toEqual([]);
    expect(mail?.subject).toBe(words.get('de')?.words.say('mail.opened_subject', { number }));
    expect(mail?.text).toContain(words.get('de')?.words.say('escalation.nobody_here'));
    expect(mail?.html).toContain('<html lang="de"');
    expect(mail?.from?.text).toBe('"Exchange Support" <no-reply@exchange.example>');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(`${mail?.subject ?? ''}${mail?.html || ''}`).not.toMatch(/It stays black|anna@/);
    expect(await confirmed(mail)).toEqual({
      kind: 'ours',
      about: 'ticket_opened',
      sentAt: now().toISOString(),
    });
    expect(await confirmed(mail, 'dl_b')).toEqual({ kind: 'unknown' });
    await runAgain('ticket_opened');
    expect(mailbox.mails).toHaveLength(1);
    expect(await confirmed(mail)).toMatchObject({ kind: 'ours' });
  });

  it('is told nobody who gave no address', async () => {
    await openTicket({});
    await jobs.start();
    await allDone();
    expect(mailbox.mails).toEqual([]);
    expect(await kit.database.query('select 1 from mail_code')).toEqual([]);
  });
});

describe("an agent's answer", () => {
  const mailsWith = (text: string) => mailbox.mails.filter((mail) => mail.text?.includes(text));

  it('goes to who has left the chat, with its words and without what may not stand in a mailbox', async () => {
    const number = await openTicket();
    await answer(number, 'Your passport C01 X00T47, born 3.4.1990,\nis read. <b>Thanks</b>');
    await jobs.start();
    await allDone();
    const [mail] = mailsWith('is read');
    expect(mail?.text).toContain(
      'Your passport [Dokumentnummer], born [Geburtsdatum],\nis read. <b>Thanks</b>',
    );
    expect(mail?.html || '').toContain('is read. &lt;b>Thanks');
    expect(mail?.text).toContain(words.get('de')?.words.say('mail.covered'));
    expect(mail?.subject).toBe(words.get('de')?.words.say('mail.answered_subject', { number }));
    expect(await confirmed(mail)).toMatchObject({ kind: 'ours', about: 'ticket_answered' });
    expect(mailbox.mails).toHaveLength(2);
  });

  it('with a secret in it is only said to be there', async () => {
    const number = await openTicket();
    await answer(number, 'The password is hunter22');
    await jobs.start();
    await allDone();
    expect(mailsWith('hunter22')).toEqual([]);
    expect(mailsWith(words.get('de')?.words.say('mail.answered_waiting', { number }) ?? '')).toHaveLength(1);
  });

  it('is not mailed to who is in the chat and reads it', async () => {
    await desk.conversations.presence.note(CHAT, 'customer', true);
    const number = await openTicket();
    await answer(number, 'Read here');
    await jobs.start();
    await allDone();
    await desk.conversations.presence.noteRead(CHAT, 'customer', 10_000);
    clock += 4 * MINUTE_MS;
    await allDone();
    expect(mailsWith('Read here')).toEqual([]);
  });

  it('is mailed after some minutes to who seemed to be in the chat and did not read it, once', async () => {
    await desk.conversations.presence.note(CHAT, 'customer', true);
    const number = await openTicket();
    await answer(number, 'Not read here');
    await notePayloads();
    await jobs.start();
    await allDone();
    expect(mailsWith('Not read here')).toEqual([]);
    await notePayloads();
    clock += 4 * MINUTE_MS;
    await allDone();
    expect(mailsWith('Not read here')).toHaveLength(1);
    await runAgain('answer_unread');
    await runAgain('ticket_answered');
    expect(mailsWith('Not read here')).toHaveLength(1);
  });
});

describe('a decision', () => {
  async function decided(outcome: 'approved' | 'rejected'): Promise<string> {
    await customers.remember(CUSTOMER, { email: EMAIL });
    const { id } = await submissions.start(CUSTOMER, CHAT);
    await submissions.give(id, answers);
    await submissions.keepPhoto(id, 'document_front', {
      ...documentPhoto('front'),
      measurements: documentMeasurements,
    });
    await submissions.keepPhoto(id, 'selfie', selfiePhoto('selfie'));
    await submissions.settleLiveness(id, { outcome: 'pass' });
    const { reference } = await submissions.submit(id);
    const version = (await submissions.byReference(reference))?.version ?? 0;
    const reasons = outcome === 'approved' ? [] : (['selfie_face_differs'] as const);
    const wish = { outcome, reasons: [...reasons], note: 'another person', version };
    await submissions.decide(reference, wish, KIM.id);
    await notePayloads();
    await jobs.start();
    await allDone();
    return reference;
  }

  it.each(['approved', 'rejected'] as const)('%s is told in the chat and by mail, once', async (outcome) => {
    const reference = await decided(outcome);
    const [mail, ...others] = mailbox.mails;
    expect(others).toEqual([]);
    expect(mail?.subject).toBe(words.get('de')?.words.say(`mail.${outcome}_subject`));
    expect(mail?.text).toContain(reference);
    expect([...told.values()]).toEqual([expect.stringContaining(reference)]);
    const all = `${mail?.subject ?? ''}${mail?.text ?? ''}${mail?.html || ''}`;
    const { surname, givenNames, birthDate, documentNumber } = answers;
    for (const secret of ['another person', surname, givenNames, birthDate, documentNumber])
      expect(all).not.toContain(secret);
    expect(await confirmed(mail)).toMatchObject({ kind: 'ours', about: 'result' });
    await runAgain('submission_decided');
    expect(mailbox.mails).toHaveLength(1);
  });
});
