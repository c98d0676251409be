import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import { verifyChain, type ChainMark } from '../../../bot/audit/verify-chain.ts';
import { createVault } from '../../../bot/storage/vault.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';

const AT = new Date('2026-11-26T10:00:00.123Z');

let kit: FreshDatabase;
let audit: Audit;

beforeEach(async () => {
  kit = await freshDatabase();
  audit = createAudit({ ...kit, log: silent });
});
afterEach(() => kit.drop());

const append = (n: number, on = audit) =>
  kit.database.transaction((tx) =>
    on.append(tx, {
      at: AT,
      actor: 'agent:kim',
      action: 'ticket.assigned',
      object: `ticket:${n}`,
      details: { to: 'agent:lee' },
    }),
  );

async function appendFive(): Promise<void> {
  for (let n = 1; n <= 5; n += 1) await append(n);
}

async function endNow(): Promise<ChainMark> {
  const verdict = await verifyChain(kit);
  if (verdict.kind !== 'whole') throw new Error(`broken at ${verdict.seq}: ${verdict.why}`);
  return verdict.end;
}

/** As somebody who owns the database and can do without its triggers, but has no key. */
const tamper = (sql: string) =>
  kit.database.transaction((tx) => tx.query(`set local session_replication_role = replica; ${sql}`));

describe('the audit log', () => {
  it('tells who did what to a thing, the newest first', async () => {
    await append(1);
    await append(2);
    await kit.database.transaction((tx) =>
      audit.append(tx, { at: AT, actor: 'customer:dl_a', action: 'ticket.reopened', object: 'ticket:1' }),
    );
    expect(await audit.list({ object: 'ticket:1' })).toEqual([
      {
        seq: 3,
        at: AT,
        actor: 'customer:dl_a',
        action: 'ticket.reopened',
        object: 'ticket:1',
        details: {},
      },
      {
        seq: 1,
        at: AT,
        actor: 'agent:kim',
        action: 'ticket.assigned',
        object: 'ticket:1',
        details: { to: 'agent:lee' },
      },
    ]);
    expect((await audit.list({ before: 3, limit: 1 })).map(({ seq }) => seq)).toEqual([2]);
  });

  it('keeps an entry only with the deed, in one transaction', async () => {
    await append(1);
    const deed = kit.database.transaction(async (tx) => {
      await audit.append(tx, { at: AT, actor: 'system', action: 'ticket.closed', object: 'ticket:2' });
      throw new Error('the deed failed');
    });
    await expect(deed).rejects.toThrow('the deed failed');
    await append(3);
    expect((await audit.list()).map(({ seq, object }) => [seq, object])).toEqual([
      [2, 'ticket:3'],
      [1, 'ticket:1'],
    ]);
    expect(await endNow()).toMatchObject({ seq: 2 });
  });

  it('stays one chain when many append at once, from the very first entry on', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => append(n)));
    expect(await endNow()).toMatchObject({ seq: 40 });
  });

  it('is whole when nothing was ever done', async () => {
    expect(await endNow()).toMatchObject({ seq: 0 });
  });

  it.each([
    `update audit_entry set actor = 'agent:lee'`,
    'delete from audit_entry',
    'truncate audit_entry',
    'delete from audit_head',
    'truncate audit_head',
  ])('refuses in the database: %s', async (sql) => {
    await appendFive();
    await expect(kit.database.query(sql)).rejects.toThrow('append-only');
    // Nor does the leave to rewrite histories for an erasure reach it.
    await expect(
      kit.database.transaction((tx) => tx.query(`set local veriguide.erasing = 'on'; ${sql}`)),
    ).rejects.toThrow('append-only');
    expect(await endNow()).toMatchObject({ seq: 5 });
  });

  it.each([
    ['who', `actor = 'agent:lee'`],
    ['what', `action = 'ticket.closed'`],
    ['to what', `object = 'ticket:9'`],
    ['when', `at = at + interval '1 millisecond'`],
    ['how', `details = '{"to":"agent:kim"}'`],
    ['how, said in other letters', `details = '{ "to":"agent:lee"}'`],
    ['the hash', `hash = sha256('x')`],
    ['the hash before', `previous = sha256('x')`],
  ])('shows that an entry was changed: %s', async (_what, change) => {
    await appendFive();
    await tamper(`update audit_entry set ${change} where seq = 3`);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 3, why: 'changed' });
  });

  it('shows that an entry was taken out of the middle, or from the beginning', async () => {
    await appendFive();
    await tamper('delete from audit_entry where seq = 3');
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 3, why: 'missing' });
    await tamper('delete from audit_entry where seq <= 2');
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 1, why: 'missing' });
  });

  it('shows that a gap was closed by counting anew', async () => {
    await appendFive();
    await tamper('delete from audit_entry where seq = 3; update audit_entry set seq = seq - 1 where seq > 3');
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 3, why: 'changed' });
  });

  it('shows that two entries changed places', async () => {
    await appendFive();
    await tamper(
      'update audit_entry set seq = case seq when 2 then -3 else -2 end where seq in (2, 3); ' +
        'update audit_entry set seq = -seq where seq < 0',
    );
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 2, why: 'changed' });
  });

  it('shows that entries were cut off at the end', async () => {
    await appendFive();
    await tamper('delete from audit_entry where seq > 3');
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 4, why: 'missing' });
    await append(6);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 4, why: 'missing' });
  });

  const CUT =
    'delete from audit_entry where seq > 3; ' +
    'update audit_head set seq = 3, hash = (select hash from audit_entry where seq = 3)';

  it('shows that entries were cut off and the head was adjusted, also after work went on', async () => {
    await appendFive();
    await tamper(CUT);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 3, why: 'head_changed' });
    await append(6);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 4, why: 'head_was_broken' });
    expect((await audit.list({ object: 'ticket:6' }))[0]).toMatchObject({ seq: 5 });
  });

  it('shows that the head was removed, also after work went on', async () => {
    await appendFive();
    await tamper('delete from audit_head');
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 5, why: 'head_changed' });
    await append(6);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 6, why: 'head_was_broken' });
  });

  it('shows that an older head was put back over newer entries', async () => {
    await appendFive();
    await kit.database.query('create table stolen as select * from audit_head');
    await append(6);
    await tamper('update audit_head set (seq, hash, seal) = (select seq, hash, seal from stolen)');
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 6, why: 'end_differs' });
    await append(7);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 7, why: 'head_was_broken' });
  });

  it('shows to whoever looked before that all was put back to an earlier day, or begun anew', async () => {
    await appendFive();
    await kit.database.query('create table stolen as select * from audit_head');
    await append(6);
    const seen = await endNow();
    await tamper(
      'delete from audit_entry where seq > 5; update audit_head set (seq, hash, seal) = (select seq, hash, seal from stolen)',
    );
    // Without the mark it is a log of five entries like any other.
    expect(await endNow()).toMatchObject({ seq: 5 });
    expect(await verifyChain(kit, seen)).toEqual({ kind: 'broken', seq: 6, why: 'missing' });
    await append(7);
    expect(await verifyChain(kit, seen)).toEqual({ kind: 'broken', seq: 6, why: 'end_differs' });
    await tamper('delete from audit_entry; delete from audit_head');
    expect(await verifyChain(kit, seen)).toEqual({ kind: 'broken', seq: 1, why: 'missing' });
  });

  it('cannot be written anew by somebody with another key', async () => {
    await append(1);
    const forger = createAudit({ ...kit, vault: createVault(Buffer.alloc(32, 7)), log: silent });
    await tamper('delete from audit_entry; delete from audit_head');
    await append(1, forger);
    expect(await verifyChain(kit)).toEqual({ kind: 'broken', seq: 1, why: 'changed' });
  });

  it('is read in one piece while others append', async () => {
    await appendFive();
    const writing = Promise.all(Array.from({ length: 60 }, (_, n) => append(n)));
    const verdicts = await Promise.all(Array.from({ length: 5 }, () => verifyChain(kit)));
    await writing;
    expect(verdicts.map(({ kind }) => kind)).toEqual(Array(5).fill('whole'));
  });

  it.each([
    ['actor', { actor: 'kim', action: 'ticket.closed', object: 'ticket:1' }],
    ['action', { actor: 'system', action: 'Ticket closed', object: 'ticket:1' }],
    ['object', { actor: 'system', action: 'ticket.closed', object: 'VG-1001' }],
  ])('takes no entry that cannot be searched for: %s', async (part, entry) => {
    const appended = kit.database.transaction((tx) =>
      audit.append(tx, { at: AT, ...entry } as Parameters<Audit['append']>[1]),
    );
    await expect(appended).rejects.toThrow(part);
    expect(await audit.list()).toEqual([]);
  });
});

describe('npm run audit:verify', () => {
  const command = fileURLToPath(new URL('../../../dist/bot/audit-verify.js', import.meta.url));

  const verify = () =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const { connection, masterKey, folder } = kit;
      if (!('host' in connection)) throw new Error('tests reach their server by its parts');
      const url = new URL(
        `postgresql://${connection.user}@localhost:${connection.port}/${connection.database}`,
      );
      url.searchParams.set('host', connection.host);
      const env = {
        ...process.env,
        DATABASE_URL: url.href,
        ENCRYPTION_KEY: masterKey.toString('hex'),
        DATA_FOLDER: folder,
      };
      const child = execFile(process.execPath, [command], { env, cwd: folder }, (_error, said, complaint) =>
        resolve({ code: child.exitCode ?? -1, said: said + complaint }),
      );
    });

  it('says how long the log is, then which entry is the first that is not right', async () => {
    await appendFive();
    expect(await verify()).toEqual({ code: 0, said: 'The audit log is whole: 5 entries.\n' });
    await tamper(`update audit_entry set actor = 'system' where seq in (2, 4)`);
    const { code, said } = await verify();
    expect(said).toContain('First at entry 2: it is not what was written.');
    expect(code).toBe(1);
  });

  it('remembers outside of the database where the log ended', async () => {
    await append(1);
    await kit.database.query('create table stolen as select * from audit_head');
    await append(2);
    expect(await verify()).toMatchObject({ code: 0 });
    await tamper(
      'delete from audit_entry where seq = 2; update audit_head set (seq, hash, seal) = (select seq, hash, seal from stolen)',
    );
    const { code, said } = await verify();
    expect(said).toContain('First at entry 2: it is missing.');
    expect(code).toBe(1);
  });
});
