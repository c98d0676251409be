import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import { createCustomers, type Customers } from '../../../bot/customers/customers.ts';
import { createSubmissions, type Submissions } from '../../../bot/submissions/submissions.ts';
import type { Queryable } from '../../../bot/storage/database.ts';
import type { Answers, Submission } from '../../../knowledge/verification/submission.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { answers, documentMeasurements, documentPhoto, selfiePhoto } from './specimen.ts';

const AGENT = '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11';
const COLLEAGUE = '8a2b6a3c-1b7a-4a3e-8b62-4a6b7f0c9d22';

let kit: FreshDatabase;
let customers: Customers;
let submissions: Submissions;
let audit: Audit;
let clock: number;
/** What the ledger of duplicates was told to remove. */
let withdrawn: string[];

/** The jobs of a transaction, as the outside world of the ledger: kept only when it commits. */
async function jobs(): Promise<string[]> {
  const rows = await kit.database.query<{ key: string }>('select key from job order by id');
  return rows.map(({ key }) => key);
}

const add = async (tx: Queryable, job: { kind: string; key: string; payload: unknown }): Promise<void> => {
  await tx.query(
    'insert into job (kind, key, payload, due_at, created_at) values ($1, $2, $3, now(), now()) on conflict do nothing',
    [job.kind, job.key, kit.vault.seal(job.payload, `job:${job.key}`)],
  );
};

afterEach(() => kit.drop());

beforeEach(async () => {
  kit = await freshDatabase();
  audit = createAudit({ ...kit, log: silent });
  withdrawn = [];
  clock = Date.parse('2026-03-01T00:00:00Z');
  const now = (): Date => new Date((clock += 1000));
  customers = createCustomers({ ...kit, now });
  submissions = createSubmissions({
    ...kit,
    audit,
    now,
    jobs: { add },
    markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
    removeDuplicates: (submissionId) => Promise.resolve(void withdrawn.push(submissionId)),
  });
});

const unread = { ...documentMeasurements, mrz: { found: false, why: 'unreadable' } } as const;

/** Everything that the dialogs do until it is sent in. */
async function sentIn(
  customerId: string,
  given: Answers = answers,
  measurements = documentMeasurements,
): Promise<Submission> {
  const { id } = await submissions.start(customerId, `conversation of ${customerId}`);
  await submissions.give(id, given);
  await submissions.keepPhoto(id, 'document_front', {
    ...documentPhoto(`front of ${customerId}`),
    measurements,
  });
  await submissions.keepPhoto(id, 'selfie', selfiePhoto(`selfie of ${customerId}`));
  await submissions.settleLiveness(id, { outcome: 'pass' });
  return submissions.submit(id);
}

async function versionOf(reference: string): Promise<number> {
  return (await submissions.byReference(reference))?.version ?? 0;
}

const approve = async (reference: string, agent = AGENT) =>
  submissions.decide(
    reference,
    { outcome: 'approved', reasons: [], version: await versionOf(reference) },
    agent,
  );
const reject = async (reference: string, agent = AGENT) =>
  submissions.decide(
    reference,
    {
      outcome: 'rejected',
      reasons: ['selfie_face_differs'],
      note: 'another person',
      version: await versionOf(reference),
    },
    agent,
  );

describe('a draft', () => {
  it('has its reference at once, and there is one of it however often it is started', async () => {
    const drafts = await Promise.all(Array.from({ length: 6 }, () => submissions.start('dl_a', 'c1')));
    expect(new Set(drafts.map(({ reference }) => reference)).size).toBe(1);
    expect(drafts[0]?.reference).toMatch(/^VG-\w{4}-\w{4}$/);
  });

  it('goes on in the conversation where the customer is now', async () => {
    await submissions.start('dl_a', 'c1');
    expect((await submissions.start('dl_a', 'c2')).conversationId).toBe('c2');
  });

  it('keeps all that is given at the same time', async () => {
    const { id } = await submissions.start('dl_a', 'c1');
    await Promise.all([
      submissions.give(id, { country: 'SE' }),
      submissions.give(id, { surname: 'Eriksson' }),
      submissions.keepPhoto(id, 'selfie', selfiePhoto('one')),
      submissions.refusePhoto(
        id,
        'document_front',
        documentPhoto('two', { outcome: 'retake', reasons: [{ code: 'document_dark' }] }),
      ),
    ]);
    expect(await submissions.latest('dl_a')).toMatchObject({
      answers: { country: 'SE', surname: 'Eriksson' },
      photos: { selfie: { uploadId: 'one' } },
      refusals: { document_front: 1 },
    });
  });

  it('is sent in once, and never incomplete', async () => {
    const { id } = await submissions.start('dl_a', 'c1');
    await expect(submissions.submit(id)).rejects.toMatchObject({ code: 'conflict' });
    const first = await sentIn('dl_a');
    expect(await submissions.submit(first.id)).toEqual(first);
    expect(await jobs()).toEqual([`find_duplicates:${first.id}`]);
    expect(await submissions.start('dl_a', 'c1')).toMatchObject({ id: first.id, state: 'submitted' });
  });

  it('is not the latest any more once withdrawn, and a new one starts', async () => {
    const first = await submissions.start('dl_a', 'c1');
    await submissions.withdraw(first.id);
    await submissions.withdraw(first.id);
    expect(withdrawn).toEqual([first.id]);
    expect(await submissions.latest('dl_a')).toBeUndefined();
    expect((await submissions.start('dl_a', 'c1')).id).not.toBe(first.id);
  });

  it('leaves nothing readable in the tables', async () => {
    await reject((await sentIn('dl_a')).reference);
    for (const table of ['submission', 'submission_event']) {
      const rows = await kit.database.query<{ text: string }>(`select t::text as text from ${table} t`);
      const plain = rows.map(({ text }) => text).join('\n');
      const bytes = Buffer.from(plain.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1');
      // Whole values: four digits alone turn up by chance in so much ciphertext.
      expect(`${plain}${bytes}`).not.toMatch(/eriksson|L898902C3|1974-08-12|another person/i);
    }
  });
});

describe('the queue', () => {
  it('shows expedited ones first, then the oldest', async () => {
    const oldest = await sentIn('dl_a', { ...answers, documentNumber: 'A1' });
    const rejected = await sentIn('dl_b', { ...answers, documentNumber: 'B1' });
    await reject(rejected.reference);
    const later = await sentIn('dl_c', { ...answers, documentNumber: 'C1' });
    const again = await submissions.start('dl_b', 'c');
    await submissions.keepPhoto(again.id, 'selfie', selfiePhoto('a better one'));
    await submissions.settleLiveness(again.id, { outcome: 'pass' });
    await submissions.submit(again.id);

    expect((await submissions.queue()).map(({ reference }) => reference)).toEqual([
      again.reference,
      oldest.reference,
      later.reference,
    ]);
    expect(await submissions.count()).toEqual({ waiting: 3, expedited: 1 });
    expect((await submissions.decided()).map(({ reference }) => reference)).toEqual([rejected.reference]);
  });
});

describe('a decision', () => {
  it('approves: state, history, standing and notice together', async () => {
    const { reference, id } = await sentIn('dl_a');
    expect(await approve(reference)).toMatchObject({
      kind: 'decided',
      submission: { state: 'approved', decidedBy: AGENT },
    });
    expect((await customers.find('dl_a')).verified).toBe(true);
    expect(await jobs()).toEqual([`find_duplicates:${id}`, `submission_decided:${id}`]);
    const history = await submissions.history(id);
    expect(history.map(({ kind }) => kind)).toEqual([
      'started',
      'answers_given',
      'photo_kept',
      'photo_kept',
      'liveness_settled',
      'submitted',
      'approved',
    ]);
    expect(history.at(-1)?.agentId).toBe(AGENT);
  });

  it('rejects with reasons for the customer and a note for the desk', async () => {
    const { reference } = await sentIn('dl_a');
    await reject(reference);
    expect((await submissions.latest('dl_a'))?.decision).toMatchObject({
      outcome: 'rejected',
      reasons: ['selfie_face_differs'],
      note: 'another person',
    });
    expect((await customers.find('dl_a')).verified).toBe(false);
  });

  it('is made once when two reviewers click at the same time', async () => {
    const { reference, id } = await sentIn('dl_a');
    const results = await Promise.all([approve(reference, AGENT), reject(reference, COLLEAGUE)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['decided', 'not_under_review']);
    expect((await jobs()).filter((key) => key.startsWith('submission_decided:'))).toHaveLength(1);
    expect(
      (await submissions.history(id)).filter(({ kind }) => kind === 'approved' || kind === 'rejected'),
    ).toHaveLength(1);
  });

  it('is not made on something else than the reviewer saw', async () => {
    const { reference } = await sentIn('dl_a');
    const stale = { outcome: 'approved', reasons: [], version: (await versionOf(reference)) - 1 } as const;
    expect(await submissions.decide(reference, stale, AGENT)).toMatchObject({ kind: 'changed_meanwhile' });
    expect((await submissions.byReference(reference))?.state).toBe('submitted');
  });

  it('leaves nothing behind when the notice cannot be queued', async () => {
    const { reference } = await sentIn('dl_a');
    const broken = createSubmissions({
      ...kit,
      audit,
      now: () => new Date(clock),
      jobs: { add: () => Promise.reject(new Error('disk full')) },
      markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
      removeDuplicates: () => Promise.resolve(),
    });
    const wish = { outcome: 'approved', reasons: [], version: await versionOf(reference) } as const;
    await expect(broken.decide(reference, wish, AGENT)).rejects.toThrow('disk full');
    expect((await submissions.byReference(reference))?.state).toBe('submitted');
    expect((await customers.find('dl_a')).verified).toBe(false);
  });

  it('comes to the ears of who listens', async () => {
    const heard: string[] = [];
    const stop = await submissions.subscribe((reference) => heard.push(reference));
    const { reference } = await sentIn('dl_a');
    await approve(reference);
    await until('the news', () => (heard.includes(reference) ? true : undefined));
    await stop();
  });

  it('cannot be rewritten in the history', async () => {
    await sentIn('dl_a');
    await expect(kit.database.query(`update submission_event set kind = 'approved'`)).rejects.toThrow(
      'append-only',
    );
    await expect(kit.database.query('delete from submission_event')).rejects.toThrow('append-only');
  });
});

describe('one document, one account', () => {
  it('names the other submission to the reviewer and changes nothing', async () => {
    const first = await sentIn('dl_a');
    const second = await sentIn('dl_b', { ...answers, documentNumber: ' l898902-c3' });
    await approve(first.reference);

    expect(await submissions.documentUsedElsewhere(second.id)).toBe(true);
    expect(await submissions.withSameDocument(second.id)).toEqual([
      { id: first.id, reference: first.reference, state: 'approved' },
    ]);
    expect(await approve(second.reference)).toEqual({ kind: 'document_taken', reference: first.reference });
    expect((await submissions.byReference(second.reference))?.state).toBe('submitted');
    expect((await customers.find('dl_b')).verified).toBe(false);
  });

  it('holds when two accounts are approved in the same moment', async () => {
    const one = await sentIn('dl_a');
    const two = await sentIn('dl_b');
    const results = await Promise.all([approve(one.reference, AGENT), approve(two.reference, COLLEAGUE)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['decided', 'document_taken']);
  });

  it.each([
    ['with its check digit', { documentNumber: 'L898902C36' }],
    ['with O for 0', { documentNumber: 'L8989O2C3' }],
    ['as issued by a territory of the country', { country: 'AX' }],
  ])('knows a passport by its machine-readable zone when it is typed %s', async (_case, differing) => {
    const first = await sentIn('dl_a');
    await approve(first.reference);
    const second = await sentIn('dl_b', { ...answers, ...differing });
    expect(await approve(second.reference)).toEqual({ kind: 'document_taken', reference: first.reference });
  });

  it('lets the same customer use their document again', async () => {
    await approve((await sentIn('dl_a')).reference);
    const again = await sentIn('dl_a');
    expect(await submissions.documentUsedElsewhere(again.id)).toBe(false);
    expect((await approve(again.reference)).kind).toBe('decided');
  });

  it('tells documents without a readable zone apart by issuer and type', async () => {
    await approve((await sentIn('dl_a', answers, unread)).reference);
    const elsewhere = await sentIn('dl_b', { ...answers, country: 'NO' }, unread);
    expect((await approve(elsewhere.reference)).kind).toBe('decided');
    const same = await sentIn('dl_c', answers, unread);
    expect((await approve(same.reference)).kind).toBe('document_taken');
  });
});

describe('a decision of two', () => {
  let careful: Submissions;
  beforeEach(() => {
    careful = createSubmissions({
      ...kit,
      audit,
      now: () => new Date((clock += 1000)),
      jobs: { add },
      markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
      removeDuplicates: () => Promise.resolve(),
      fourEyes: true,
    });
  });
  const stateOf = async (reference: string) => (await careful.byReference(reference))?.state;
  const versionOf = async (reference: string) => (await careful.byReference(reference))?.version ?? 0;
  const say = async (reference: string, outcome: 'approved' | 'rejected', agentId: string, note?: string) =>
    careful.decide(
      reference,
      {
        outcome,
        reasons: outcome === 'rejected' ? ['selfie_face_differs'] : [],
        version: await versionOf(reference),
        ...(note !== undefined && { note }),
      },
      agentId,
    );

  it('takes effect when another one says the same, and tells nobody before', async () => {
    const { reference, id } = await sentIn('dl_two');
    expect(await say(reference, 'approved', AGENT, 'Looks right')).toEqual({
      kind: 'proposed',
      disagreed: false,
    });
    // The same person twice is one person.
    expect(await say(reference, 'approved', AGENT)).toMatchObject({ kind: 'proposed' });
    expect(await stateOf(reference)).toBe('submitted');
    expect((await customers.find('dl_two')).verified).toBe(false);
    expect((await jobs()).filter((key) => key.startsWith('submission_decided'))).toEqual([]);
    expect(await careful.proposals(id)).toMatchObject([
      { agentId: AGENT, outcome: 'approved', note: 'Looks right' },
      { agentId: AGENT, outcome: 'approved' },
    ]);
    expect(await say(reference, 'approved', COLLEAGUE)).toMatchObject({ kind: 'decided' });
    expect((await customers.find('dl_two')).verified).toBe(true);
    expect(await careful.byReference(reference)).toMatchObject({ state: 'approved', decidedBy: COLLEAGUE });
    const deeds = (await audit.list({ object: `submission:${reference}` })).map(({ actor, action }) => [
      ...[actor, action],
    ]);
    expect(deeds).toEqual([
      [`agent:${COLLEAGUE}`, 'submission.approved'],
      [`agent:${AGENT}`, 'submission.proposed'],
      [`agent:${AGENT}`, 'submission.proposed'],
    ]);
  });

  it('is none while they differ, and one as soon as one of them changes their mind', async () => {
    const { reference } = await sentIn('dl_differ');
    await say(reference, 'approved', AGENT);
    expect(await say(reference, 'rejected', COLLEAGUE)).toEqual({ kind: 'proposed', disagreed: true });
    expect(await stateOf(reference)).toBe('submitted');
    expect(await say(reference, 'rejected', AGENT)).toMatchObject({ kind: 'decided' });
    expect(await stateOf(reference)).toBe('rejected');
  });

  it('does not count what was said and taken back', async () => {
    const { reference } = await sentIn('dl_back');
    await say(reference, 'approved', AGENT);
    await say(reference, 'rejected', AGENT);
    expect(await say(reference, 'approved', COLLEAGUE)).toEqual({ kind: 'proposed', disagreed: true });
  });

  it('of two at the same moment is one proposal and one decision', async () => {
    const { reference } = await sentIn('dl_same_moment');
    const version = await versionOf(reference);
    const wish = { outcome: 'approved', reasons: [], version } as const;
    const results = await Promise.all(
      [AGENT, COLLEAGUE].map((agentId) => careful.decide(reference, wish, agentId)),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(['decided', 'proposed']);
  });

  it('still needs reasons for a rejection', async () => {
    const { reference } = await sentIn('dl_no_reason');
    const version = await versionOf(reference);
    expect(await careful.decide(reference, { outcome: 'rejected', reasons: [], version }, AGENT)).toEqual({
      kind: 'reasons_missing',
    });
  });
});
