import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { openDesk, type Desk } from './desk-kit.ts';

describe('deliveries that did not arrive', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await openDesk();
  });

  afterEach(() => desk.close());

  /** A ticket whose delivery was given up, as the jobs do it. */
  async function givenUp(customerId: string): Promise<{ number: string; id: string }> {
    const number = await desk.ticket({ customerId });
    const [row] = await desk.database.query<{ id: string }>('select id from delivery where number = $1', [
      number,
    ]);
    const id = row?.id ?? '';
    await desk.deliveries.noteFailure(id, 'http_410');
    await desk.database.transaction((tx) => desk.deliveries.giveUp(tx, id, 'http_410'));
    return { number, id };
  }

  const waiting = async (): Promise<string[]> => {
    const rows = await desk.database.query<{ key: string }>(
      `select key from job where kind = 'deliver_webhook'`,
    );
    return rows.map(({ key }) => key).sort();
  };

  it('are shown with what, where, why and how often, and sent again one by one', async () => {
    const tom = await desk.agent('Tom');
    const { number, id } = await givenUp('dl_a');
    const html = await (await tom.get('/desk/deliveries')).text();
    expect(html).toContain('New ticket to Webhook');
    expect(html).toContain(number);
    expect(html).toContain('The address is gone for good. Set another one, then send again.');
    expect(html).toContain('1 try failed');
    const after = await tom.submit(html, '/desk/deliveries/resend-one', { delivery: id });
    const page = await after.text();
    expect(page).toContain('It is being sent again.');
    expect(page).toContain('None was given up.');
    expect(await waiting()).toEqual([`${id}:1`, `${id}:2`]);
    // From an old page once more.
    expect(await (await tom.submit(html, '/desk/deliveries/resend-one', { delivery: id })).text()).toContain(
      'Somebody had sent that again already.',
    );
  });

  it('are sent again all at once, once', async () => {
    const tom = await desk.agent('Tom');
    const [one, other] = [await givenUp('dl_a'), await givenUp('dl_b')];
    const page = await (await tom.send('/desk/deliveries', {}, '/desk/deliveries/resend')).text();
    expect(page).toContain('All that were given up are being sent again.');
    expect(await waiting()).toEqual([`${one.id}:1`, `${one.id}:2`, `${other.id}:1`, `${other.id}:2`].sort());
  });

  it('are nobody’s business who is not signed in', async () => {
    const { id } = await givenUp('dl_a');
    const page = await (await desk.stranger().get('/desk/deliveries')).text();
    expect(page).not.toContain('VG-');
    const refused = await desk
      .stranger()
      .raw('/desk/deliveries/resend-one', { method: 'POST', body: `delivery=${id}` });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await waiting()).toEqual([`${id}:1`]);
  });
});
