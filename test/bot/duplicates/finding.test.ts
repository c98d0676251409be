import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startDuplicateSearch } from '../../../bot/duplicates/duplicate-search.ts';
import { Child } from '../../kit/child.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { drawFaces, moved } from './crowd.ts';
import { sendIn, strangerAnswers } from './household.ts';
import { openInstance, type Instance } from './instance.ts';

const [anna = [], berta = []] = drawFaces(2, 5);

let kit: FreshDatabase;
const instances: Instance[] = [];

beforeEach(async () => {
  kit = await freshDatabase();
});

afterEach(async () => {
  for (const instance of instances.splice(0)) await instance.stop();
  await kit.drop();
});

function open(): Instance {
  const instance = openInstance(kit);
  instances.push(instance);
  return instance;
}

async function stop(instance: Instance): Promise<void> {
  instances.splice(instances.indexOf(instance), 1);
  await instance.stop();
}

const searched = (instance: Instance, id: string) =>
  until(`the search of ${id}`, () => instance.duplicates.hits.search(id));

describe('the thread that searches', () => {
  it('is replaced when it breaks; what was asked fails and can be asked again', async () => {
    const lives = new Int32Array(new SharedArrayBuffer(4));
    const search = startDuplicateSearch({
      threadFile: new URL('./breaking-thread.mjs', import.meta.url),
      log: silent,
      connection: kit.connection,
      key: new Uint8Array(lives.buffer),
      limits: { maxDistance: 0.5, maxBits: 4 },
    });
    await search.loaded;
    const request = { submissionId: 'any', sameDocument: [] };
    await expect(search.find(request)).rejects.toMatchObject({ code: 'worker_failed' });
    await expect(search.find(request)).rejects.toMatchObject({ code: 'worker_failed' });
    const again = await until('the second life', () => search.find(request).catch(() => undefined));
    expect(again).toMatchObject({ faces: 2 });
    await search.stop();
    await expect(search.find(request)).rejects.toMatchObject({ code: 'worker_failed' });
  });
});

describe('what is sent in', () => {
  it('is searched after the answer, and both sides learn of what is found', async () => {
    const instance = open();
    instance.finder.start();
    const news: string[] = [];
    const unsubscribe = await instance.submissions.subscribe((reference) => news.push(reference));
    const person = strangerAnswers();
    const first = await sendIn(instance.submissions, 'one', { face: anna, answers: person });
    await searched(instance, first);
    expect(await instance.duplicates.hits.of(first)).toEqual([]);

    const { birthDate = '' } = person;
    const second = await sendIn(instance.submissions, 'two', {
      face: moved(anna, 0.45),
      answers: { ...strangerAnswers(), birthDate },
    });
    const stranger = await sendIn(instance.submissions, 'three', { face: berta });
    expect(await searched(instance, stranger)).toMatchObject({ faces: 3, facesOfOtherNets: 0 });
    expect(await instance.duplicates.hits.of(first)).toMatchObject([
      {
        submissionId: second,
        evidence: { sameBirthDate: true },
        finding: { codes: ['face_already_enrolled'] },
      },
    ]);
    expect(await instance.duplicates.hits.of(stranger)).toEqual([]);

    const { reference, state } = (await instance.submissions.find(first)) ?? {};
    // Nothing is decided by it.
    expect(state).toBe('submitted');
    await until('the news of the one found', () =>
      news.filter((one) => one === reference).length > 1 ? true : undefined,
    );
    await unsubscribe();
  });

  it('waits as a job while no search is ready, and is found after a restart', async () => {
    const before = open();
    const first = await sendIn(before.submissions, 'one', { face: anna });
    before.finder.start();
    await searched(before, first);
    await stop(before);

    const after = open();
    const second = await sendIn(after.submissions, 'two', { face: moved(anna, 0.2) });
    expect(await after.duplicates.hits.search(second)).toBeUndefined();
    after.finder.start();
    expect(await searched(after, second)).toMatchObject({ faces: 2 });
    expect(await after.duplicates.hits.of(second)).toMatchObject([{ submissionId: first }]);
  });

  it('is found by another instance that has loaded before', async () => {
    const [one, two] = [open(), open()];
    await Promise.all([one.search.loaded, two.search.loaded]);
    one.finder.start();
    const first = await sendIn(one.submissions, 'one', { face: anna });
    await searched(one, first);
    await one.finder.stop();
    two.finder.start();
    const second = await sendIn(one.submissions, 'two', { face: anna });
    await searched(two, second);
    expect(await one.duplicates.hits.of(first)).toMatchObject([{ submissionId: second }]);
  });

  it('is searched although it was sent in before there was a search', async () => {
    const instance = open();
    const first = await sendIn(instance.submissions, 'one', { face: anna });
    await kit.database.query('delete from job');
    instance.finder.start();
    expect(await searched(instance, first)).toMatchObject({ faces: 1 });
  });

  it('is found exactly once when the process is killed in between', async () => {
    const input = { connection: kit.connection, masterKey: kit.masterKey.toString('hex') };
    const child = new Child(new URL('./children/sends-in.ts', import.meta.url), input);
    await child.says(/sent in two/);
    await child.kill();

    const instance = open();
    const rows = await kit.database.query<{ id: string }>('select id from submission order by ordinal');
    expect(rows).toHaveLength(2);
    instance.finder.start();
    for (const { id } of rows) await searched(instance, id);
    expect(await kit.database.query('select id from duplicate_hit')).toHaveLength(1);
    expect(await kit.database.query('select id from enrolment')).toHaveLength(2);
  });

  it('is searched although the database cut every connection', async () => {
    const instance = open();
    await instance.search.loaded;
    const first = await sendIn(instance.submissions, 'one', { face: anna });
    instance.finder.start();
    await searched(instance, first);
    await kit.database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const second = await sendIn(instance.submissions, 'two', { face: anna });
    await searched(instance, second);
    expect(await instance.duplicates.hits.of(second)).toMatchObject([{ submissionId: first }]);
  });
});
