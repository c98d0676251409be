import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createCustomers } from '../../../bot/customers/customers.ts';
import { createMailCodes, type MailCodes } from '../../../bot/mail-codes/mail-codes.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const FORM = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/;
const OTHER_CODE = 'ZZ99-ZZ99';

let fresh: FreshDatabase;
let clock: number;
let codes: MailCodes;
const now = () => new Date(clock);

beforeEach(async () => {
  fresh = await freshDatabase();
  clock = Date.parse('2026-03-01T10:20:30.456Z');
  codes = createMailCodes({ ...fresh, now, days: 30 });
  const customers = createCustomers({ ...fresh, now });
  for (const id of ['dl_anna', 'dl_berta']) await customers.enrol(id, fresh.database);
});
afterEach(() => fresh.drop());

async function issued(key = 'decided:1', customerId = 'dl_anna'): Promise<string> {
  const code = await codes.issue(fresh.database, { key, customerId, kind: 'result' });
  if (code === undefined) throw new Error('the mail has a code already');
  return code;
}

describe('the check code of a mail', () => {
  it('is confirmed to the customer of the mail, as often as they ask, with its kind and time', async () => {
    const code = await issued();
    clock += DAY_MS;
    const ours = { kind: 'ours', about: 'result', sentAt: '2026-03-01T10:20:30.456Z' };
    expect(await codes.check('dl_anna', code)).toEqual(ours);
    expect(await codes.check('dl_anna', code)).toEqual(ours);
  });

  it('is to everybody else what a code is that never was', async () => {
    const code = await issued();
    expect(await codes.check('dl_berta', code)).toEqual({ kind: 'unknown' });
    expect(await codes.check('dl_berta', code)).toEqual(await codes.check('dl_berta', OTHER_CODE));
  });

  it('is one for each mail: queued again, the mail gets no second one', async () => {
    await issued();
    expect(
      await codes.issue(fresh.database, { key: 'decided:1', customerId: 'dl_anna', kind: 'result' }),
    ).toBeUndefined();
    expect(await fresh.database.query('select 1 from mail_code')).toHaveLength(1);
  });

  it('is gone with the transaction that queues the mail', async () => {
    const lost = fresh.database.transaction(async (tx) => {
      await codes.issue(tx, { key: 'decided:1', customerId: 'dl_anna', kind: 'result' });
      throw new Error('the process dies');
    });
    await expect(lost).rejects.toThrow('the process dies');
    const code = await issued();
    expect(await codes.check('dl_anna', code)).toMatchObject({ kind: 'ours' });
  });

  it('stands nowhere in the database, nor does anything that another key would find it by', async () => {
    const code = await issued();
    const rows = JSON.stringify(
      await fresh.database.query('select *, encode(code_hash, $1) as hex from mail_code', ['hex']),
    );
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replace('-', ''));
    const other = createMailCodes({
      ...fresh,
      ...{ now, days: 30 },
      vault: { keyedHash: (value, purpose) => fresh.vault.keyedHash(value, `another ${purpose}`) },
    });
    expect(await other.check('dl_anna', code)).toEqual({ kind: 'unknown' });
  });

  it('ends with its days, and its row with the next code', async () => {
    const code = await issued();
    clock += 30 * DAY_MS - 1;
    expect(await codes.check('dl_anna', code)).toMatchObject({ kind: 'ours' });
    clock += 1;
    expect(await codes.check('dl_anna', code)).toEqual({ kind: 'unknown' });
    await issued('decided:2');
    expect(await fresh.database.query('select 1 from mail_code')).toHaveLength(1);
  });

  it('goes with its customer', async () => {
    await issued();
    await issued('decided:2', 'dl_berta');
    await fresh.database.query('delete from customer where id = $1', ['dl_anna']);
    expect(await fresh.database.query('select customer_id from mail_code')).toEqual([
      { customer_id: 'dl_berta' },
    ]);
  });

  it('has the printed form and differs from all others', async () => {
    const many: string[] = [];
    await fresh.database.transaction(async (tx) => {
      for (let n = 0; n < 300; n += 1)
        many.push((await codes.issue(tx, { key: `k${n}`, customerId: 'dl_anna', kind: 'result' })) ?? '');
    });
    for (const code of many) expect(code).toMatch(FORM);
    expect(new Set(many).size).toBe(many.length);
  });
});

describe('trying codes', () => {
  it('is stopped for a customer after ten, also for their own, and not for others', async () => {
    const code = await issued();
    const theirs = await issued('decided:2', 'dl_berta');
    for (let n = 0; n < 10; n += 1)
      expect(await codes.check('dl_anna', OTHER_CODE)).toEqual({ kind: 'unknown' });
    expect(await codes.check('dl_anna', OTHER_CODE)).toEqual({ kind: 'too_many' });
    expect(await codes.check('dl_anna', code)).toEqual({ kind: 'too_many' });
    expect(await codes.check('dl_berta', theirs)).toMatchObject({ kind: 'ours' });
  });

  it('is stopped for all together when a crowd tries', async () => {
    const theirs = await issued('decided:2', 'dl_berta');
    const crowd = Array.from({ length: 60 }, (_, n) => `dl_crowd_${n}`);
    for (const customerId of crowd)
      await Promise.all(Array.from({ length: 10 }, () => codes.check(customerId, OTHER_CODE)));
    expect(await codes.check('dl_berta', theirs)).toEqual({ kind: 'too_many' });
  });
});
