import { createHash } from 'node:crypto';
import path from 'node:path';

import type { Activity } from 'botbuilder';
import { ActivityPrompt, ComponentDialog, WaterfallDialog, type Dialog } from 'botbuilder-dialogs';

import type { Config } from '../../../bot/config.ts';
import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import type { ConversationLedger } from '../../../bot/conversations/conversations.ts';
import { createCustomers, type Customers } from '../../../bot/customers/customers.ts';
import { createDirectLineStation } from '../../../bot/direct-line/direct-line-station.ts';
import { createServer } from '../../../bot/server.ts';
import { createDatabase } from '../../../bot/storage/database.ts';
import { createFileFolder } from '../../../bot/storage/files.ts';
import { createUploads, type Uploads } from '../../../bot/storage/uploads.ts';
import { createTurnStation, type TurnStation, type TurnStationDeps } from '../../../bot/turn/turn-station.ts';
import { silent, type FreshDatabase } from '../../kit/database.ts';

export interface Stations {
  readonly origin: string;
  readonly conversations: ConversationLedger;
  readonly customers: Customers;
  readonly uploads: Uploads;
  readonly turns: TurnStation;
  /** How often the bot was told that a customer wrote to an agent. */
  readonly writtenToAgent: string[];
  stop(): Promise<void>;
}

export interface StationOptions {
  readonly rootDialog?: Dialog;
  readonly now?: () => Date;
  readonly config?: Partial<Pick<Config, 'customers' | 'uploads' | 'botFramework'>> & {
    http?: Partial<Config['http']>;
  };
  readonly turns?: Partial<TurnStationDeps>;
  /** False: messages are stored, but nobody answers them (a process that dies in between). */
  readonly answering?: boolean;
}

export const LIMITS = {
  ...{ maxPhotoBytes: 4_000, maxScreenshotBytes: 10_000, maxRecordingBytes: 200_000 },
  ...{ maxPdfBytes: 20_000, maxPdfPages: 60 },
};

/** The two stations on real storage and a real server, as the app joins them. */
export async function startStations(fresh: FreshDatabase, options: StationOptions = {}): Promise<Stations> {
  const now = options.now ?? (() => new Date());
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
      port: 0,
      publicUrl: undefined,
      trustProxy: false,
      widgetOrigins: [] as string[],
      ...options.config?.http,
    },
    customers: options.config?.customers ?? { mode: 'demo' as const },
    uploads: options.config?.uploads ?? LIMITS,
    botFramework: options.config?.botFramework ?? { mode: 'loopback' as const },
  };
  const server = createServer({ log: silent, http: config.http, ready: () => Promise.resolve() });
  const writtenToAgent: string[] = [];
  const common = { conversations, customers, uploads, vault, now, log: silent, config };
  const rootDialog = options.rootDialog ?? countingDialog();
  const turns = createTurnStation({
    ...common,
    rootDialog: () => rootDialog,
    welcome: () => [{ type: 'message', text: 'Welcome!' }],
    apology: (reference) => [{ type: 'message', text: `Sorry, ${reference}` }],
    putOff: () => ({ type: 'message', text: 'Busy, yours is kept.' }),
    handoverWish: (text) =>
      text === 'back to the bot' ? 'assistant' : text === 'that is all' ? 'end_chat' : undefined,
    onAssistantCalled: (id) => conversations.giveToBot(id),
    onChatEnded: async (id, tx) => {
      await conversations.giveToBot(id, { tx });
      await conversations.append(id, 'bot', { type: 'message', text: 'The chat is over.' }, { tx });
    },
    onMessageForAgent: (id) => {
      writtenToAgent.push(id);
      return Promise.resolve();
    },
    stopGraceMs: 500,
    ...options.turns,
  });
  const answering = options.answering ?? true;
  const directLine = createDirectLineStation({
    ...common,
    onTurnDue: (id) => answering && turns.enqueue(id),
  });
  directLine.routes(server.routes);
  turns.routes(server.routes);
  const origin = await server.listen();
  return {
    origin,
    conversations,
    customers,
    uploads,
    turns,
    writtenToAgent,
    stop: async () => {
      directLine.stop();
      await server.close(200);
      await turns.stop();
      await conversations.stop();
      await database.close();
    },
  };
}

/** Answers each message with its number in this conversation, which only a kept dialog state can know. */
export function countingDialog(
  over: { answer?: (activity: Activity) => Promise<string> | string } = {},
): Dialog {
  const answer = over.answer ?? describe;
  const root = new ComponentDialog('root');
  root.addDialog(
    new WaterfallDialog<{ said?: number }>('count', [
      async (step) => {
        const said = (step.options.said ?? 0) + 1;
        await step.context.sendActivity(`${said}: ${await answer(step.context.activity)}`);
        (step.values as { said?: number }).said = said;
        return step.prompt('next', {});
      },
      (step) => step.replaceDialog('count', step.values),
    ]),
  );
  root.addDialog(new ActivityPrompt('next', () => Promise.resolve(true)));
  return root;
}

function describe({ text, attachments, value }: Activity): string {
  const parts = [text, value === undefined || value === null ? undefined : `value ${JSON.stringify(value)}`];
  for (const { name, contentType, contentUrl, content } of attachments ?? []) {
    parts.push(
      `${name ?? ''} ${contentType} ${contentUrl?.replace(/upl_.*/, '') ?? JSON.stringify(content)}`,
    );
  }
  return parts.filter(Boolean).join(' | ');
}

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
