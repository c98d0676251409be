import { Readable } from 'node:stream';

import { createServer, type WebServer } from '../../../bot/server.ts';
import type { StoredUpload } from '../../../bot/storage/uploads.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { buildWorld, type World, type WorldSettings } from './world.ts';

/** A customer's chat and tickets, with the outbox running behind a web server of its own. */
export interface Office extends World {
  readonly fresh: FreshDatabase;
  readonly origin: string;
  /** Opens a ticket for a customer with a conversation of their own. */
  opens(
    customer: string,
    about?: Partial<{ summary: string; uploadIds: string[]; category: string; email: string }>,
  ): Promise<string>;
  /** Says something to the agent. */
  says(customer: string, text: string): Promise<void>;
  /** Stores a picture with a copy in which everything personal is covered. */
  keeps(
    customer: string,
    name: string,
    bytes?: Buffer,
  ): Promise<StoredUpload & { readonly copyBytes: Buffer }>;
  /** Nothing is left to be delivered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export const conversationOf = (customer: string): string => `c_${customer}`;

export async function openOffice(
  env: Readonly<Record<string, string>>,
  more: Partial<WorldSettings> = {},
): Promise<Office> {
  const fresh = await freshDatabase();
  const { database, vault, folder } = fresh;
  const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false };
  const server: WebServer = createServer({ log: silent, http, ready: () => Promise.resolve() });
  const origin = await server.listen();
  const world = buildWorld({ database, vault, folder, env: { PUBLIC_URL: origin, ...env }, ...more });
  world.outbox.routes(server.routes);
  await world.jobs.start();
  await world.outbox.start();

  return {
    ...world,
    ...{ fresh, origin },
    async opens(customer, about = {}) {
      const conversationId = conversationOf(customer);
      await world.conversations.open({
        id: conversationId,
        customerId: customer,
        channel: 'directline',
        locale: 'pt',
      });
      await world.conversations.append(conversationId, 'user', {
        type: 'message',
        text: `The camera of ${customer} stays black`,
      });
      const { number } = await world.tickets.open({
        key: `activity of ${customer}`,
        customerId: customer,
        conversationId,
        summary: 'The camera stays black',
        category: 'camera_blocked',
        diagnosis: ['camera_blocked', 'camera_busy'],
        tried: ['Updated the browser'],
        asked: [{ question: 'Which browser?', answer: 'Firefox' }],
        uploadIds: [],
        email: `${customer}@customer.example`,
        ...about,
      });
      return number;
    },
    async says(customer, text) {
      await world.conversations.append(conversationOf(customer), 'user', { type: 'message', text });
      await world.tickets.customerWrote(conversationOf(customer));
    },
    async keeps(customer, name, bytes = PIXEL) {
      const about = {
        customerId: customer,
        conversationId: conversationOf(customer),
        name,
        limitBytes: 50_000_000,
      };
      const original = await world.uploads.keep(Readable.from([bytes]), about);
      const copyBytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(`covered ${name}`)]);
      if (original.kind === 'image') await world.uploads.keepRedacted(original, copyBytes);
      return { ...original, copyBytes };
    },
    async settled() {
      await until('everything to be delivered', async () => {
        const [row] = await database.query<{ left: number }>(
          `select count(*)::int as left from delivery where state = 'waiting'`,
        );
        return row?.left === 0 ? true : undefined;
      });
    },
    async close() {
      await world.outbox.stop();
      await world.jobs.stop();
      await server.close(100);
      await fresh.drop();
    },
  };
}

/** One transparent pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
