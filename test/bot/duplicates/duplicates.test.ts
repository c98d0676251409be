import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createAudit } from '../../../bot/audit/audit.ts';
import { createDuplicates, type Duplicates } from '../../../bot/duplicates/duplicates.ts';
import { enrolmentOf } from '../../../bot/duplicates/enrolment.ts';
import { createSearcher, type Found, type Searcher } from '../../../bot/duplicates/searcher.ts';
import { createSubmissions, type Submissions } from '../../../bot/submissions/submissions.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { drawFaces, moved } from './crowd.ts';
import { sendIn, strangerAnswers, type Given } from './household.ts';

const AGENT = '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11';
const { criteria } = loadKnowledge();
const limits = { maxDistance: 0.5, maxBits: 4 };
const [anna = [], berta = []] = drawFaces(2, 5);

let kit: FreshDatabase;
let duplicates: Duplicates;
let submissions: Submissions;
let searcher: Searcher;

beforeEach(async () => {
  kit = await freshDatabase();
  const now = (): Date => new Date();
  duplicates = createDuplicates({ ...kit, now });
  submissions = createSubmissions({
    ...kit,
    audit: createAudit({ ...kit, log: silent }),
    now,
    jobs: { add: () => Promise.resolve() },
    markVerified: () => Promise.resolve(),
    removeDuplicates: (submissionId, tx) => duplicates.removeSubmission(submissionId, tx),
  });
  searcher = createSearcher(duplicates.enrolments, limits);
});

afterEach(() => kit.drop());

async function enrol(submissionId: string, withFaces = true): Promise<boolean> {
  const submission = await submissions.find(submissionId);
  if (!submission) throw new Error('it was just sent in');
  const { customerId } = submission;
  const enrolment = enrolmentOf(submission, criteria, withFaces);
  return kit.database.transaction((tx) =>
    duplicates.enrolments.enrol(tx, { submissionId, customerId, enrolment }),
  );
}

async function enrolled(customerId: string, given: Given = {}): Promise<string> {
  const id = await sendIn(submissions, customerId, given);
  await enrol(id);
  return id;
}

async function find(submissionId: string, by = searcher): Promise<Found['others']> {
  const found = await by.find({ submissionId, sameDocument: [] });
  return found?.others ?? [];
}

const inCommon = { sameDocument: false, sameBirthDate: false, similarName: false };

describe('a search among other accounts', () => {
  it('finds the same face and says how near it is, measured exactly', async () => {
    const first = await enrolled('one', { face: anna });
    await enrolled('stranger', { face: berta });
    const second = await enrolled('two', { face: moved(anna, 0.3) });
    const [hit, ...others] = await find(second);
    expect(others).toEqual([]);
    expect(hit).toMatchObject({ submissionId: first, evidence: { ...inCommon, pictures: [] } });
    expect(hit?.evidence.faces).toMatchObject([{ mine: 'selfie', theirs: 'selfie' }]);
    expect(hit?.evidence.faces[0]?.distance).toBeCloseTo(distance(anna, moved(anna, 0.3)), 10);
  });

  it('finds the same file and near copies of a picture, and what goes with them', async () => {
    const digest = 'e'.repeat(64);
    const person = strangerAnswers();
    const first = await enrolled('one', { selfie: { digest }, answers: person });
    const copied = await enrolled('two', { document: { fingerprint: 'f0e1d2c3b4a59687' } });
    const second = await enrolled('three', {
      document: { digest, fingerprint: 'f0e1d2c3b4a59684' },
      answers: {
        birthDate: person.birthDate ?? '',
        surname: person.surname ?? '',
        givenNames: person.givenNames ?? '',
      },
    });
    const found = new Map((await find(second)).map((one) => [one.submissionId, one.evidence]));
    expect([...found.keys()].sort()).toEqual([first, copied].sort());
    expect(found.get(first)).toMatchObject({
      pictures: [{ mine: 'document_front', theirs: 'selfie', bits: 0, sameFile: true }],
      sameBirthDate: true,
      similarName: true,
    });
    expect(found.get(copied)).toMatchObject({
      pictures: [{ mine: 'document_front', theirs: 'document_front', bits: 2, sameFile: false }],
      sameBirthDate: false,
    });
  });

  it('never finds the same customer, however often they verify with the same photos', async () => {
    const given = { face: anna, selfie: { digest: 'e'.repeat(64) }, answers: strangerAnswers() };
    const first = await enrolled('one', given);
    const { reference, version = 0 } = (await submissions.find(first)) ?? {};
    await submissions.decide(
      reference ?? '',
      { outcome: 'rejected', reasons: ['selfie_dark'], version },
      AGENT,
    );
    const second = await enrolled('one', given);
    expect(second).not.toBe(first);
    expect(await find(second)).toEqual([]);
    // Both are there to be found by somebody else.
    expect(await find(await enrolled('two', { face: anna }))).toHaveLength(2);
  });

  it('never compares numbers of two nets, and says how many it left out', async () => {
    await enrolled('one', { face: anna, net: 'net/1' });
    const second = await enrolled('two', { face: anna, net: 'net/2' });
    expect(await searcher.find({ submissionId: second, sameDocument: [] })).toMatchObject({
      faces: 1,
      facesOfOtherNets: 1,
      others: [],
    });
  });

  it('leaves faces alone where they may not be compared', async () => {
    const ids = await Promise.all(['one', 'two'].map((who) => sendIn(submissions, who, { face: anna })));
    for (const id of ids) await enrol(id, false);
    expect(await find(ids[1] ?? '')).toEqual([]);
    expect(searcher.size().faces).toBe(0);
  });

  it('adds what names the same document, with whatever else they share', async () => {
    const first = await enrolled('one', { face: anna });
    const second = await enrolled('two', { face: berta });
    const found = await searcher.find({ submissionId: second, sameDocument: [first] });
    expect(found?.others).toEqual([
      { submissionId: first, evidence: { ...inCommon, sameDocument: true, faces: [], pictures: [] } },
    ]);
  });

  it('finds one of two that are sent in at the same moment, whichever instance searches', async () => {
    const elsewhere = createSearcher(duplicates.enrolments, limits);
    await Promise.all([searcher.catchUp(), elsewhere.catchUp()]);
    const ids = await Promise.all(
      ['one', 'two', 'three', 'four'].map((who) => sendIn(submissions, who, { face: anna })),
    );
    const found = await Promise.all(
      ids.map(async (id, place) => {
        await enrol(id);
        const others = await find(id, place % 2 === 0 ? searcher : elsewhere);
        return others.map(({ submissionId }) => [id, submissionId].sort().join());
      }),
    );
    expect(new Set(found.flat()).size).toBe(6);
  });
});

describe('what is removed', () => {
  it('is found no more after a withdrawal, by an instance that had it in memory as well', async () => {
    const first = await enrolled('one', { face: anna, selfie: { digest: 'e'.repeat(64) } });
    const second = await enrolled('two', { face: anna });
    expect(await find(second)).toHaveLength(1);
    await submissions.withdraw(first);
    expect(await find(await enrolled('three', { face: berta, selfie: { digest: 'e'.repeat(64) } }))).toEqual(
      [],
    );
    expect(await find(second)).toEqual([]);
    expect(searcher.size().faces).toBe(2);
    const [row] = await kit.database.query('select * from enrolment where submission_id = $1', [first]);
    expect(row).toMatchObject({ customer_id: null, content: null, file_keys: [] });
  });

  it('is not enrolled when the withdrawal came first', async () => {
    const id = await sendIn(submissions, 'one', { face: anna });
    await submissions.withdraw(id);
    expect(await enrol(id)).toBe(false);
    expect(await searcher.find({ submissionId: id, sameDocument: [] })).toBeUndefined();
  });

  it('holds also when both happen at the same moment', async () => {
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const id = await sendIn(submissions, `customer ${round}`, { face: anna });
      await Promise.all([submissions.withdraw(id), enrol(id)]);
      expect(await duplicates.enrolments.bySubmission(id)).toBeUndefined();
    }
  });

  it('goes with all of a customer, findings and opinions too, and nobody else’s', async () => {
    const [first, second, third] = [
      await enrolled('one', { face: anna }),
      await enrolled('two', { face: anna }),
      await enrolled('three', { face: anna }),
    ];
    await kit.database.transaction(async (tx) => {
      for (const id of [second, third]) {
        await duplicates.hits.record(tx, id, { faces: 3, facesOfOtherNets: 0, hits: await hitsOf(id) });
      }
    });
    const [one, two, three] = [side(first, 'one'), side(second, 'two'), side(third, 'three')];
    await duplicates.hits.state(one, two, 'same_person', AGENT);
    await duplicates.hits.state(two, three, 'other_person', AGENT);

    await kit.database.transaction((tx) => duplicates.removeCustomer('one', tx));
    expect(await duplicates.enrolments.bySubmission(first)).toBeUndefined();
    expect(await duplicates.hits.of(first)).toEqual([]);
    expect((await duplicates.hits.of(second)).map(({ submissionId }) => submissionId)).toEqual([third]);
    expect(await duplicates.hits.opinions('one')).toEqual([]);
    expect(await duplicates.hits.opinions('two')).toMatchObject([{ otherCustomerId: 'three' }]);
  });
});

describe('what was found', () => {
  it('is kept once for a pair, and each side sees it from its own end', async () => {
    const digest = 'e'.repeat(64);
    const first = await enrolled('one', { selfie: { digest } });
    const second = await enrolled('two', { document: { digest } });
    for (const id of [second, second, first]) {
      const hits = await hitsOf(id);
      await kit.database.transaction((tx) =>
        duplicates.hits.record(tx, id, { faces: 2, facesOfOtherNets: 0, hits }),
      );
    }
    expect(await kit.database.query('select id from duplicate_hit')).toHaveLength(1);
    expect(await duplicates.hits.of(first)).toMatchObject([
      { submissionId: second, evidence: { pictures: [{ mine: 'selfie', theirs: 'document_front' }] } },
    ]);
    expect(await duplicates.hits.of(second)).toMatchObject([
      { submissionId: first, evidence: { pictures: [{ mine: 'document_front', theirs: 'selfie' }] } },
    ]);
    expect(await duplicates.hits.search(second)).toMatchObject({ faces: 2 });
  });

  it('is not kept about what was withdrawn meanwhile', async () => {
    const first = await enrolled('one', { face: anna });
    const second = await enrolled('two', { face: anna });
    const hits = await hitsOf(second);
    await submissions.withdraw(first);
    await kit.database.transaction((tx) =>
      duplicates.hits.record(tx, second, { faces: 2, facesOfOtherNets: 0, hits }),
    );
    expect(await duplicates.hits.of(second)).toEqual([]);
  });

  it('keeps all that reviewers said, and cannot be rewritten', async () => {
    const [one, two] = [side(await enrolled('one'), 'one'), side(await enrolled('two'), 'two')];
    await duplicates.hits.state(two, one, 'same_person', AGENT);
    await duplicates.hits.state(one, two, 'other_person', AGENT);
    for (const customerId of ['one', 'two']) {
      const said = await duplicates.hits.opinions(customerId);
      expect(said.map(({ opinion }) => opinion)).toEqual(['same_person', 'other_person']);
    }
    await expect(kit.database.query('delete from duplicate_opinion')).rejects.toThrow('append-only');
  });

  it('lists what was sent in and never searched', async () => {
    const first = await enrolled('one');
    const second = await enrolled('two');
    await submissions.start('draft', 'c');
    await kit.database.transaction((tx) =>
      duplicates.hits.record(tx, first, { faces: 1, facesOfOtherNets: 0, hits: [] }),
    );
    expect(await duplicates.hits.unsearched()).toEqual([second]);
  });
});

it('leaves nothing readable in the tables', async () => {
  const digest = 'abcdef'.repeat(10) + 'abcd';
  await enrolled('one', { face: anna, selfie: { digest, fingerprint: 'f0e1d2c3b4a59687' } });
  const rows = await kit.database.query<{ text: string }>('select t::text as text from enrolment t');
  const plain = rows.map(({ text }) => text).join('\n');
  const bytes = Buffer.from(plain.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1');
  expect(`${plain}${bytes}`).not.toMatch(/abcdefabcdef|f0e1d2c3|net\/1|birthDate|surname/);
});

const side = (submissionId: string, customerId: string) => ({ submissionId, customerId });

async function hitsOf(submissionId: string) {
  return (await find(submissionId)).map((one) => ({
    ...one,
    finding: { likelihood: 'likely', codes: ['face_already_enrolled'] } as const,
  }));
}

function distance(one: readonly number[], other: readonly number[]): number {
  return Math.sqrt(one.reduce((sum, value, place) => sum + (value - (other[place] ?? 0)) ** 2, 0));
}
