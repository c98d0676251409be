import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createAudit } from '../../../bot/audit/audit.ts';
import { createCustomers, type Customers } from '../../../bot/customers/customers.ts';
import type { InstitutionRecord } from '../../../bot/submissions/institution.ts';
import { createInstitutions, type Institutions } from '../../../bot/submissions/institutions.ts';
import { createJobs } from '../../../bot/storage/jobs.ts';
import type { PaperSlot } from '../../../knowledge/verification/institution.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { company } from './specimen.ts';

const AGENT = '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11';
const COLLEAGUE = '8a2b6a3c-1b7a-4a3e-8b62-4a6b7f0c9d22';

let kit: FreshDatabase;
let customers: Customers;
let institutions: Institutions;

async function open(fourEyes = false): Promise<void> {
  kit = await freshDatabase();
  let clock = Date.parse('2026-03-01T00:00:00Z');
  const now = (): Date => new Date((clock += 1000));
  const { database, vault } = kit;
  customers = createCustomers({ database, vault, now });
  institutions = createInstitutions({
    ...{ database, vault, now, fourEyes },
    jobs: createJobs({ database, vault, log: silent, now, random: Math.random }),
    audit: createAudit({ database, vault, log: silent }),
    markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
  });
}

beforeEach(() => open());
afterEach(() => kit.drop());

const paper = (uploadId: string) =>
  ({
    uploadId,
    measurements: {
      kind: 'paper',
      file: { bytes: 9, format: 'pdf', decodes: false, digest: 'd' },
      pdf: { opens: 'yes', pages: 1, active: [], opaque: false },
    },
    verdict: { outcome: 'pass' },
  }) as const;

async function sentIn(customerId = 'dl_a'): Promise<InstitutionRecord> {
  const { id } = await institutions.start(customerId, `c_${customerId}`);
  await institutions.give(id, company);
  for (const slot of ['incorporation', 'authority'] as const)
    await institutions.keepPaper(id, slot, paper(`${slot} of ${customerId}`));
  await institutions.settlePapers(id, 'further');
  await institutions.give(id, { confirmed: true });
  await institutions.submit(id);
  return stored(id);
}

async function stored(id: string): Promise<InstitutionRecord> {
  const found = await institutions.find(id);
  if (!found) throw new Error('it is not there');
  return found;
}

const jobKinds = async (): Promise<string[]> =>
  (await kit.database.query<{ kind: string }>('select kind from job order by id')).map(({ kind }) => kind);

const audited = async (): Promise<unknown[]> =>
  (
    await kit.database.query<{ actor: string; action: string; object: string; details: string }>(
      'select actor, action, object, details from audit_entry order by seq',
    )
  ).map((row) => row);

describe('a draft', () => {
  it('is one for each customer, also when two windows start at once', async () => {
    const [one, two] = await Promise.all([institutions.start('a', 'c1'), institutions.start('a', 'c2')]);
    expect(one.id).toBe(two.id);
    expect((await institutions.start('b', 'c3')).id).not.toBe(one.id);
  });

  it('is not readable in the database', async () => {
    await sentIn();
    const rows = await kit.database.query<Record<string, unknown>>('select * from institution');
    const events = await kit.database.query<Record<string, unknown>>('select * from institution_event');
    const all = [...rows, ...events].flatMap((row) =>
      Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
    );
    expect(all.join('\n')).not.toMatch(/Example Trading|HRB 12345|Eriksson|anna@example/);
  });

  it('cannot be sent in before it is whole, and sending in twice is the same', async () => {
    const { id } = await institutions.start('a', 'c');
    await institutions.give(id, company);
    await expect(institutions.submit(id)).rejects.toMatchObject({ code: 'conflict' });
    const whole = await sentIn();
    expect(await institutions.submit(whole.id)).toMatchObject({ state: 'submitted', version: whole.version });
  });

  it('keeps each file once, and ten of each document', async () => {
    const { id } = await institutions.start('a', 'c');
    for (let at = 0; at < 10; at++) await institutions.keepPaper(id, 'further', paper(`u${at}`));
    const again = await institutions.keepPaper(id, 'further', paper('u3'));
    expect(again.papers.further).toHaveLength(10);
    await expect(institutions.keepPaper(id, 'further', paper('u10'))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is to be confirmed anew after any change', async () => {
    const { id } = await sentIn();
    await institutions.askForMore(
      (await stored(id)).reference,
      { reasons: ['company_details_differ'], version: (await stored(id)).version },
      AGENT,
    );
    await institutions.give(id, { confirmed: true });
    expect((await institutions.give(id, { companyName: 'Other GmbH' })).answers.confirmed).toBeUndefined();
    await institutions.give(id, { confirmed: true });
    expect((await institutions.keepPaper(id, 'further', paper('new'))).answers.confirmed).toBeUndefined();
  });

  it.each<PaperSlot>(['incorporation', 'authority'])('needs a file for its %s', async (slot) => {
    const { id } = await institutions.start('a', 'c');
    await expect(institutions.settlePapers(id, slot)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a review', () => {
  it('approves: the customer is verified, told, and it stands in the audit log', async () => {
    const { reference, version, id } = await sentIn();
    const result = await institutions.decide(reference, { outcome: 'approved', reasons: [], version }, AGENT);
    expect(result.kind).toBe('done');
    expect((await customers.find('dl_a')).verified).toBe(true);
    expect(await jobKinds()).toEqual(['institution_reviewed']);
    expect(await audited()).toEqual([
      {
        actor: `agent:${AGENT}`,
        action: 'institution.approved',
        object: `institution:${reference}`,
        details: JSON.stringify({ reasons: [], version, fourEyes: false }),
      },
    ]);
    expect((await institutions.history(id)).at(-1)).toMatchObject({ kind: 'approved', agentId: AGENT });
    expect(await institutions.count()).toEqual({ waiting: 0, asked: 0 });
  });

  it('asks for more: what is named is wanted, and what comes stands beside what was there', async () => {
    const { reference, version, id } = await sentIn();
    await institutions.askForMore(reference, { reasons: ['authority_unproven'], version }, AGENT);
    expect(await stored(id)).toMatchObject({
      state: 'more_wanted',
      wanted: ['authority'],
      toMend: ['authority_unproven'],
      decidedBy: AGENT,
    });
    expect(await institutions.count()).toEqual({ waiting: 0, asked: 1 });
    await institutions.keepPaper(id, 'authority', paper('better'));
    await institutions.settlePapers(id, 'authority');
    await institutions.give(id, { confirmed: true });
    await institutions.submit(id);
    const again = await stored(id);
    expect(again).toMatchObject({ state: 'submitted', reference, wanted: [] });
    expect(again.papers.authority).toHaveLength(2);
  });

  it('rejects: the next attempt holds what was not named, and asks for the rest', async () => {
    const { reference, version } = await sentIn();
    const reasons = ['incorporation_unfit', 'person_details_differ'] as const;
    await institutions.decide(reference, { outcome: 'rejected', reasons, version, note: 'blurry' }, AGENT);
    const next = await institutions.start('dl_a', 'c2');
    expect(next).toMatchObject({
      state: 'draft',
      wanted: ['incorporation'],
      toMend: reasons,
      answers: { companyName: company.companyName },
    });
    expect(Object.keys(next.papers)).toEqual(['authority']);
    expect(next.answers.confirmed).toBeUndefined();
  });

  it.each([
    ['without a reason', 'rejected', []],
    ['of something that is decided already', 'approved', []],
  ] as const)('changes nothing %s', async (what, outcome, reasons) => {
    const { reference, version, id } = await sentIn();
    if (outcome === 'approved')
      await institutions.decide(reference, { outcome, reasons, version }, COLLEAGUE);
    const before = await stored(id);
    const result = await institutions.decide(reference, { outcome, reasons, version }, AGENT);
    expect(result.kind).toBe(what === 'without a reason' ? 'reasons_missing' : 'not_under_review');
    expect(await stored(id)).toEqual(before);
  });

  it('changes nothing when the customer changed it meanwhile, or for a final reason asked of the customer', async () => {
    const { reference, version, id } = await sentIn();
    const stale = { outcome: 'approved', reasons: [], version: version - 1 } as const;
    expect(await institutions.decide(reference, stale, AGENT)).toMatchObject({ kind: 'changed_meanwhile' });
    const final = { reasons: ['company_not_accepted'], version } as const;
    expect(await institutions.askForMore(reference, final, AGENT)).toEqual({ kind: 'reasons_missing' });
    expect((await stored(id)).state).toBe('submitted');
    expect(await jobKinds()).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  it('lets one of two reviewers win', async () => {
    const { reference, version } = await sentIn();
    const wish = { outcome: 'approved', reasons: [], version } as const;
    const results = await Promise.all([
      institutions.decide(reference, wish, AGENT),
      institutions.decide(reference, wish, COLLEAGUE),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'not_under_review']);
  });

  it('tells who watches', async () => {
    const heard: string[] = [];
    const stop = await institutions.subscribe((reference) => heard.push(reference));
    const { reference } = await sentIn();
    await until('the news', () => heard.includes(reference) || undefined);
    await stop();
  });
});

describe('where two have to say the same', () => {
  beforeEach(async () => {
    await kit.drop();
    await open(true);
  });

  it('decides when a colleague agrees, and both stand in the audit log', async () => {
    const { reference, version, id } = await sentIn();
    const wish = { outcome: 'approved', reasons: [], version } as const;
    const proposed = { kind: 'proposed', disagreed: false };
    expect(await institutions.decide(reference, wish, AGENT)).toEqual(proposed);
    // Oneself twice is still one.
    expect(await institutions.decide(reference, wish, AGENT)).toEqual(proposed);
    expect((await stored(id)).state).toBe('submitted');
    expect(await institutions.decide(reference, wish, COLLEAGUE)).toMatchObject({ kind: 'done' });
    expect((await institutions.proposals(id)).map(({ agentId }) => agentId)).toEqual([AGENT, AGENT]);
    expect((await audited()).map((entry) => (entry as { action: string }).action)).toEqual([
      'institution.proposed',
      'institution.proposed',
      'institution.approved',
    ]);
  });

  it('says when they differ, and asks for more by one alone', async () => {
    const { reference, version } = await sentIn();
    await institutions.decide(reference, { outcome: 'approved', reasons: [], version }, AGENT);
    const other = { outcome: 'rejected', reasons: ['ownership_unclear'], version } as const;
    expect(await institutions.decide(reference, other, COLLEAGUE)).toEqual({
      kind: 'proposed',
      disagreed: true,
    });
    const asked = await institutions.askForMore(
      reference,
      { reasons: ['ownership_unclear'], version },
      AGENT,
    );
    expect(asked.kind).toBe('done');
  });
});
