import { beforeAll, describe, expect, it } from '@jest/globals';

import { createCustomers, type Customers } from '../../../bot/customers/customers.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';

let kit: FreshDatabase;
let customers: Customers;

beforeAll(async () => {
  kit = await freshDatabase();
  customers = createCustomers({ ...kit, now: () => new Date() });
});

describe('customers', () => {
  it('knows nothing but the id of somebody new', async () => {
    expect(await customers.find('dl_new')).toEqual({ id: 'dl_new', verified: false });
  });

  it('keeps what the exchange vouches for, and a later claim adds to it', async () => {
    await customers.vouch('dl_a', { name: 'Anna Eriksson', email: 'anna@example.org', residence: 'SE' });
    await customers.vouch('dl_a', { residence: 'NO', registeredAt: '2023-01-02T03:04:05Z' });
    expect(await customers.find('dl_a')).toEqual({
      id: 'dl_a',
      name: 'Anna Eriksson',
      email: 'anna@example.org',
      residence: 'NO',
      registeredAt: '2023-01-02T03:04:05Z',
      verified: false,
    });
  });

  it('takes a claim back when it is given empty', async () => {
    await customers.vouch('dl_b', { email: 'b@example.org', residence: 'SE' });
    expect(await customers.vouch('dl_b', { email: '' })).toEqual({
      id: 'dl_b',
      residence: 'SE',
      verified: false,
    });
  });

  it('never lets what a customer says override what the exchange says', async () => {
    await customers.remember('dl_c', { email: 'typed@example.org', residence: 'FR' });
    await customers.vouch('dl_c', { email: 'vouched@example.org' });
    await customers.remember('dl_c', { email: 'typed-again@example.org' });
    expect(await customers.find('dl_c')).toMatchObject({ email: 'vouched@example.org', residence: 'FR' });
  });

  it('is verified by the exchange or by an approval here, and an approval stays', async () => {
    await kit.database.transaction((tx) => customers.markVerified('dl_d', tx));
    expect((await customers.vouch('dl_d', { verified: false })).verified).toBe(true);
    expect((await customers.vouch('dl_e', { verified: true })).verified).toBe(true);
    expect((await customers.vouch('dl_e', { verified: false })).verified).toBe(false);
  });

  it('forgets an approval whose transaction fails', async () => {
    const failing = kit.database.transaction(async (tx) => {
      await customers.markVerified('dl_f', tx);
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect((await customers.find('dl_f')).verified).toBe(false);
  });

  it('leaves nothing readable in the table', async () => {
    await customers.vouch('dl_g', { name: 'Readable Name', email: 'readable@example.org' });
    await customers.remember('dl_g', { email: 'told@example.org' });
    const rows = await kit.database.query<{ text: string }>('select customer::text as text from customer');
    expect(rows.map(({ text }) => Buffer.from(text).toString('latin1')).join()).not.toMatch(
      /Readable|example|52656164/i, // as text, and as bytea's hexadecimal digits
    );
  });
});
