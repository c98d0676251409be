import path from 'node:path';

import type { Config } from '../../../bot/config.ts';
import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import type { ConversationLedger, LoggedActivity } from '../../../bot/conversations/conversations.ts';
import { createCustomers, type Customers } from '../../../bot/customers/customers.ts';
import { createDirectLineStation } from '../../../bot/direct-line/direct-line-station.ts';
import { loadAssets } from '../../../bot/pages/assets.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';
import { createPageStation } from '../../../bot/pages/page-station.tsx';
import { createServer } from '../../../bot/server.ts';
import { createDatabase } from '../../../bot/storage/database.ts';
import { createFileFolder } from '../../../bot/storage/files.ts';
import { createUploads } from '../../../bot/storage/uploads.ts';
import { silent, type FreshDatabase } from '../../kit/database.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Site {
  readonly origin: string;
  readonly conversations: ConversationLedger;
  readonly customers: Customers;
  stop(): Promise<void>;
}

export interface SiteOptions {
  /** What the bot says to a text, a number of files, or `''` when the customer comes in. */
  readonly answers?: (said: string, files: number) => readonly LoggedActivity[];
  readonly port?: number;
  readonly customers?: Config['customers'];
  readonly widgetOrigins?: readonly string[];
  readonly uploads?: Partial<Config['uploads']>;
}

export const LIMITS: Config['uploads'] = {
  maxPhotoBytes: 4 * 1024 * 1024,
  maxScreenshotBytes: 10 * 1024 * 1024,
  maxRecordingBytes: 50 * 1024 * 1024,
  maxPdfBytes: 10 * 1024 * 1024,
  maxPdfPages: 60,
};

/** The pages with the real Direct Line behind them, on real storage; what the bot says is written in the test. */
export async function startSite(fresh: FreshDatabase, options: SiteOptions = {}): Promise<Site> {
  const now = () => new Date();
  const database = createDatabase({ connection: fresh.connection, log: silent });
  const { vault } = fresh;
  const conversations = createConversations({ database, vault, now });
  await conversations.start();
  const customers = createCustomers({ database, vault, now });
  const uploads = createUploads({
    database,
    vault,
    now,
    files: createFileFolder(path.join(fresh.folder, 'files')),
  });
  const config = {
    http: {
      host: '127.0.0.1',
      port: options.port ?? 0,
      publicUrl: undefined,
      trustProxy: false,
      widgetOrigins: options.widgetOrigins ?? [],
    },
    customers: options.customers ?? { mode: 'demo' as const },
    uploads: { ...LIMITS, ...options.uploads },
  };
  const server = createServer({ log: silent, http: config.http, ready: () => Promise.resolve() });
  const directLine = createDirectLineStation({
    conversations,
    customers,
    uploads,
    vault,
    now,
    log: silent,
    config,
    onTurnDue: (id) => void answer(id),
  });
  const countries = [
    { code: 'DE', name: 'Germany' },
    { code: 'KE', name: 'Kenya' },
    { code: 'PT', name: 'Portugal' },
  ];
  const english = loadKnowledge();
  const assets = await loadAssets(path.join(root, 'dist', 'web'));
  directLine.routes(server.routes);
  createPageStation({
    assets,
    countriesIn: () => countries,
    knowledgeIn: (language) => loadLanguages(english, [language]).get(language)?.knowledge ?? english,
    config,
  }).routes(server.routes);
  const origin = await server.listen();

  async function answer(conversationId: string): Promise<void> {
    const turn = await conversations.turns.next(conversationId);
    if (!turn) return;
    const { text = '', attachments } = turn.activity;
    const said = options.answers?.(text, Array.isArray(attachments) ? attachments.length : 0) ?? [];
    const replies = said.map((activity) => ({
      kind: 'say' as const,
      activity: { ...activity, ...(turn.activity.type === 'message' && { replyToId: turn.activity.id }) },
    }));
    await conversations.turns.commit(turn, { replies, state: [] });
    await answer(conversationId);
  }

  return {
    origin,
    conversations,
    customers,
    stop: async () => {
      directLine.stop();
      await server.close(100);
      await conversations.stop();
      await database.close();
    },
  };
}
