import { afterEach, describe, expect, it } from '@jest/globals';

import { Child } from '../../kit/child.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { conversationOf, openOffice, type Office } from './office.ts';
import { openChatwoot } from './receivers/chatwoot.ts';
import { openMailReceiver } from './receivers/mail.ts';
import type { Receiver } from './receivers/receiver.ts';
import { openWebhookReceiver } from './receivers/webhook.ts';
import { openZammad } from './receivers/zammad.ts';
import { openZendesk } from './receivers/zendesk.ts';
import { buildWorld, QUICK } from './world.ts';

const KILLS = 20;
const CUSTOMERS = Array.from({ length: 8 }, (_, index) => `customer${index + 1}`);

describe('our process is killed in the middle of deliveries', () => {
  let fresh: FreshDatabase | undefined;
  const receivers: Receiver[] = [];
  const children = new Set<Child>();

  afterEach(async () => {
    for (const child of children) await child.kill();
    for (const receiver of receivers.splice(0)) await receiver.close();
    await fresh?.drop();
  });

  it('twenty times: every ticket and message arrives at all five helpdesks, and none twice', async () => {
    fresh = await freshDatabase();
    const { connection, masterKey, folder, database, vault } = fresh;
    receivers.push(
      await openMailReceiver(),
      await openWebhookReceiver(),
      await openZendesk(),
      await openZammad(),
      await openChatwoot(),
    );
    const env = Object.assign(
      { PUBLIC_URL: 'http://127.0.0.1:9' },
      ...receivers.map((one) => one.env),
    ) as Record<string, string>;
    const input = { connection, masterKey: masterKey.toString('hex'), folder, env };
    const startChild = (): Child => {
      const child = new Child(new URL('./children/delivers.ts', import.meta.url), input);
      children.add(child);
      return child;
    };

    // Each ticket with a message after it, all waiting before anybody delivers.
    const world = buildWorld({ database, vault, folder, env });
    const numbers = new Map<string, string>();
    for (const customer of CUSTOMERS) {
      const conversationId = conversationOf(customer);
      await world.conversations.open({ id: conversationId, customerId: customer, channel: 'directline' });
      const { number } = await world.tickets.open({
        ...{ key: customer, customerId: customer, conversationId },
        ...{ summary: `The camera of ${customer} stays black`, category: 'camera_blocked' },
        ...{ diagnosis: [], tried: [], uploadIds: [], email: `${customer}@customer.example` },
      });
      numbers.set(customer, number);
      await world.conversations.append(conversationId, 'user', {
        type: 'message',
        text: `Second words of ${customer}`,
      });
      await world.tickets.customerWrote(conversationId);
    }

    // While one process delivers the next ones get ready. It is killed while a helpdesk holds a request in its hands:
    // read, and either not done yet or done and not answered, in turn.
    const waiting = [startChild(), startChild()];
    const nextChild = async (): Promise<Child> => {
      const child = waiting.shift();
      if (!child) throw new Error('no child waits');
      await child.says(/ready/);
      return child;
    };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = await nextChild();
      waiting.push(startChild());
      const receiver = receivers[kill % receivers.length];
      if (!receiver) throw new Error('no receiver');
      const inHand = new Promise<void>((resolve) => {
        receiver.onChange = () => {
          receiver.onChange = undefined;
          resolve();
        };
      });
      receiver.fail(kill % 2 === 0 ? { kind: 'hang' } : { kind: 'lose_answer' });
      child.process.kill('SIGUSR2');
      // Towards the end this helpdesk may have everything already: then it is killed at any moment.
      await Promise.race([inHand, allArrived(database, receiver)]);
      await child.kill();
      children.delete(child);
      receiver.onChange = undefined;
    }
    (await nextChild()).process.kill('SIGUSR2');
    await until('everything to arrive', () => everything(database), { timeoutMs: 40_000 });

    for (const receiver of receivers) {
      expect(receiver.violations).toEqual([]);
      const tickets = receiver.tickets();
      expect(tickets).toHaveLength(CUSTOMERS.length);
      for (const customer of CUSTOMERS) {
        const own = tickets.filter(({ texts }) =>
          texts.some((text) => text.includes(`camera of ${customer} `)),
        );
        expect(own).toHaveLength(1);
        const texts = own[0]?.texts ?? [];
        expect(texts.join('\n')).toContain(numbers.get(customer));
        expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
        expect(texts.filter((text) => text.includes(`Second words of ${customer}`))).not.toEqual([]);
      }
    }
  }, 180_000);
});

type Queries = FreshDatabase['database'];

async function everything(database: Queries): Promise<true | undefined> {
  const [row] = await database.query<{ left: number }>(
    `select count(*)::int as left from delivery where state <> 'arrived'`,
  );
  return row?.left === 0 ? true : undefined;
}

/** Resolves when a helpdesk has been told everything: nothing more will come to it. */
function allArrived(database: Queries, receiver: Receiver): Promise<true> {
  const helpdesk =
    Object.keys(receiver.env).find((name) => name.endsWith('_URL') || name.endsWith('_TO')) ?? '';
  const name = ['zendesk', 'zammad', 'chatwoot', 'webhook'].find((one) =>
    helpdesk.toLowerCase().includes(one),
  );
  return until('a helpdesk to have everything', async () => {
    const [row] = await database.query<{ left: number }>(
      `select count(*)::int as left from delivery where state <> 'arrived' and helpdesk = $1`,
      [name ?? 'mail'],
    );
    return row?.left === 0 ? true : undefined;
  });
}

describe('a helpdesk in trouble', () => {
  let office: Office;
  let receiver: Awaited<ReturnType<typeof openWebhookReceiver>>;

  afterEach(async () => {
    await office.close();
    await receiver.close();
  });

  async function begin(jobSettings = QUICK): Promise<void> {
    receiver = await openWebhookReceiver();
    office = await openOffice(receiver.env, { jobSettings });
  }

  it('is left alone for as long as it asks with 429 and Retry-After', async () => {
    await begin();
    receiver.fail({ kind: 'refuse', status: 429, retryAfter: '2' });
    await office.opens('anna');
    await office.settled();
    const [first = 0, second = 0, ...more] = receiver.changes;
    expect(more).toEqual([]);
    // Timers may be some milliseconds early, never half a second.
    expect(second - first).toBeGreaterThan(1_900);
  });

  it('is left alone until the date that it names with 503', async () => {
    await begin();
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2_000);
    receiver.fail({ kind: 'refuse', status: 503, retryAfter: at.toUTCString() });
    await office.opens('anna');
    await office.settled();
    expect(receiver.changes.at(-1)).toBeGreaterThan(at.getTime() - 100);
  });

  it('is tried again with growing pauses when it answers 500', async () => {
    await begin({ pollMs: 50, firstPauseMs: 200, longestPauseMs: 60_000 });
    receiver.fail(...Array.from({ length: 3 }, () => ({ kind: 'refuse', status: 500 }) as const));
    await office.opens('anna');
    await office.settled();
    const pauses = receiver.changes.slice(1).map((at, index) => at - (receiver.changes[index] ?? 0));
    // Jitter takes off half at most: 100 to 200, 200 to 400, 400 to 800 ms, and what the machine adds.
    expect(pauses).toHaveLength(3);
    [90, 190, 390].forEach((least, index) => expect(pauses[index]).toBeGreaterThan(least));
    expect(receiver.tickets()).toHaveLength(1);
  });

  it('is given up at once when it answers 410, and all that was given up is sent again by one call', async () => {
    await begin();
    receiver.fail(...Array.from({ length: 3 }, () => ({ kind: 'refuse', status: 410 }) as const));
    const dead = async () => (await office.deliveries.troubled()).filter(({ state }) => state === 'dead');
    const customers = ['anna', 'bela', 'cleo'];
    for (const customer of customers) await office.opens(customer);
    await until('three dead letters', async () => ((await dead()).length === 3 ? true : undefined));
    expect(receiver.changes).toHaveLength(3);
    expect(await office.deliveries.resendAll('system')).toHaveLength(3);
    await office.settled();
    expect(await dead()).toEqual([]);
    expect(receiver.tickets()).toHaveLength(3);
  });

  it('that is slow holds up no other helpdesk', async () => {
    receiver = await openWebhookReceiver();
    const zammad = await openZammad();
    office = await openOffice({ ...receiver.env, ...zammad.env });
    receiver.fail(...Array.from({ length: 8 }, () => ({ kind: 'hang' }) as const));
    for (const customer of ['a', 'b', 'c', 'd', 'e', 'f']) await office.opens(customer);
    await until('all at the other one', () => (zammad.tickets().length === 6 ? true : undefined));
    expect(receiver.tickets()).toEqual([]);
    // The hanging requests end with the connection; what is left is for the next start.
    await receiver.down();
    await receiver.up();
    await zammad.close();
  });
});
