import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';

import { startApp } from '../../bot/app.ts';
import { readConfig, type Config } from '../../bot/config.ts';
import { createConversations } from '../../bot/conversations/conversation-log.ts';
import { createCustomers } from '../../bot/customers/customers.ts';
import { createDirectLineStation } from '../../bot/direct-line/direct-line-station.ts';
import { createLog, type Log } from '../../bot/log.ts';
import { createServer } from '../../bot/server.ts';
import { openStorage } from '../../bot/storage/open-storage.ts';
import { createTurnStation } from '../../bot/turn/turn-station.ts';

class Echo extends Dialog {
  override async beginDialog(dialogs: DialogContext): Promise<DialogTurnResult> {
    await dialogs.context.sendActivity(dialogs.context.activity.text);
    return dialogs.endDialog();
  }
}

/** One bot of the benchmark in a process of its own: tells its address, then its CPU time when asked. */
const [name = '', folder = ''] = process.argv.slice(2);
const config = readConfig({ PORT: '0', DATA_FOLDER: folder, LOG_LEVEL: 'error' });
const log = createLog(config.logLevel);
const bot = name === 'echo' ? await startEcho(config, log) : await startReal(config, log);
process.on('message', (message) => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 });
  } else {
    void bot.stop().then(() => process.exit(0));
  }
});
process.send?.({ origin: bot.origin });

interface Bot {
  readonly origin: string;
  stop(): Promise<void>;
}

async function startReal(config: Config, log: Log): Promise<Bot> {
  const app = await startApp(config, log, () => undefined);
  return { origin: app.address, stop: () => app.stop() };
}

/** The same stack up to the dialog, and a dialog that knows nothing. */
async function startEcho(config: Config, log: Log): Promise<Bot> {
  const now = (): Date => new Date();
  const storage = await openStorage(config, log, now);
  const { database, vault, uploads } = storage;
  const conversations = createConversations({ database, vault, now, log });
  const common = {
    conversations,
    customers: createCustomers({ database, vault, now }),
    uploads,
    vault,
    now,
    config,
    log,
  };
  const echo = new Echo('echo');
  const turn = createTurnStation({
    ...common,
    rootDialog: () => echo,
    welcome: () => [{ type: 'message', text: 'Welcome' }],
    apology: (reference) => [{ type: 'message', text: reference }],
    putOff: () => ({ type: 'message', text: '' }),
    handoverWish: () => undefined,
    onAssistantCalled: () => Promise.resolve(),
    onChatEnded: () => Promise.resolve(),
    onMessageForAgent: () => Promise.resolve(),
  });
  const directLine = createDirectLineStation({ ...common, onTurnDue: (id) => turn.enqueue(id) });
  const server = createServer({ log, http: config.http, ready: () => Promise.resolve() });
  directLine.routes(server.routes);
  await conversations.start();
  const origin = await server.listen();
  return {
    origin,
    stop: async () => {
      directLine.stop();
      await server.close();
      await turn.stop();
      await conversations.stop();
      await storage.close();
    },
  };
}
