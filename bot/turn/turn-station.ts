import type { Activity } from 'botbuilder';
import type { Server } from 'restify';

import type { Config } from '../config.ts';
import type { AppendOptions, Author } from '../conversations/conversations.ts';
import type { Customers } from '../customers/customers.ts';
import { Failure } from '../failure.ts';
import type { Uploads } from '../storage/uploads.ts';
import type { Vault } from '../storage/vault.ts';
import { ChannelDelivery } from './channel-delivery.ts';
import { ChannelIntake } from './channel-intake.ts';
import { describeError } from '../describe-error.ts';
import { messagesRoute } from './messages-route.ts';
import { SupportAdapter, type ChannelService } from './support-adapter.ts';
import { toLogged } from './turn-outbox.ts';
import { TurnQueue } from './turn-queue.ts';
import { TurnRunner, type TurnRunnerDeps } from './turn-runner.ts';

/** How long a debt may be somebody's who has gone, before it is anybody's. */
const FORGOTTEN_AFTER_MS = 30_000;
const SWEEP_MS = 10_000;
const RETRY_MS = 2_000;
const STOP_GRACE_MS = 10_000;

export interface TurnStationDeps extends Pick<
  TurnRunnerDeps,
  | 'rootDialog'
  | 'welcome'
  | 'apology'
  | 'handoverWish'
  | 'onAssistantCalled'
  | 'onChatEnded'
  | 'onMessageForAgent'
  | 'conversations'
  | 'log'
  | 'turnLimitMs'
> {
  readonly customers: Pick<Customers, 'vouch'>;
  readonly uploads: Pick<Uploads, 'keep' | 'remove'>;
  readonly vault: Pick<Vault, 'keyedHash'>;
  readonly now: () => Date;
  readonly config: Pick<Config, 'botFramework' | 'uploads'>;
  readonly channelService?: ChannelService;
  /** What a customer is told whose message has to wait because the checks are busy. */
  readonly putOff: (locale: string | undefined) => Partial<Activity>;
  /** How long a running turn may take to end when the app stops. A shorter one is for tests. */
  readonly stopGraceMs?: number;
}

export interface TurnStation {
  /** POST /api/messages for channels of the Bot Framework. */
  routes(server: Server): void;
  /** There may be a message to answer in this conversation; answers are serial per conversation. */
  enqueue(conversationId: string): void;
  /**
   * Says something without being asked. Idempotent on `key`; durable when it resolves. With `tx` it is part of that
   * transaction, comes once, and a remote channel gets it when `enqueue` is called after the commit.
   */
  tell(
    conversationId: string,
    message: Partial<Activity>,
    author: Exclude<Author, 'user'>,
    key: string,
    options?: Pick<AppendOptions, 'tx' | 'onlyWhile'>,
  ): Promise<void>;
  /** At start: takes up every answer that is still owed, and from then on what others left behind. */
  recover(): Promise<void>;
  /** Lets running turns end; what is still owed waits for the next start. */
  stop(): Promise<void>;
}

/** An agent has the conversation by now: what the bot had to say is not said. */
function ignoreConflict(error: unknown): void {
  if (!(error instanceof Failure && error.code === 'conflict')) throw error;
}

export function createTurnStation(deps: TurnStationDeps): TurnStation {
  const { conversations, log, now, config } = deps;
  const { turns } = conversations;
  const adapter = new SupportAdapter(config.botFramework, deps.channelService);
  const delivery = new ChannelDelivery({ adapter, turns, now, log });
  const runner = new TurnRunner({
    ...deps,
    adapter,
    showTyping: ({ conversation }) => {
      if (conversation.reference) delivery.showTyping(conversation);
      else conversations.showTyping(conversation.id);
    },
    tellPutOff: ({ conversation: { id, language, locale }, seq }) =>
      tell(id, deps.putOff(language ?? locale), 'bot', `put_off:${seq}`, { onlyWhile: 'bot' }).catch(
        ignoreConflict,
      ),
  });
  const queue = new TurnQueue(workOff, (conversationId, error) => {
    log.warn({ conversationId, error: describeError(error) }, 'a conversation could not be worked on');
    setTimeout(() => queue.enqueue(conversationId), RETRY_MS).unref();
  });
  let sweep: NodeJS.Timeout | undefined;

  async function workOff(conversationId: string): Promise<void> {
    let turn = await turns.next(conversationId);
    if (!turn) {
      const reference = (await conversations.find(conversationId))?.reference;
      if (reference) await delivery.deliver(conversationId, reference);
    }
    while (turn && !queue.stopped) {
      const more = await runner.answer(turn);
      const { reference } = turn.conversation;
      if (reference) await delivery.deliver(conversationId, reference);
      turn = more ? await turns.next(conversationId) : undefined;
    }
  }

  const tell: TurnStation['tell'] = async (conversationId, message, author, key, options = {}) => {
    const conversation = await conversations.find(conversationId, options.tx);
    if (!conversation) throw new Failure('not_found', 'No such conversation');
    const { name } = message.from ?? {};
    const activity = { ...toLogged(message), ...(name && { from: { name } }) };
    const remote = conversation.reference !== undefined;
    const { repeated } = await conversations.append(conversationId, author, activity, {
      once: key,
      deliver: remote,
      ...options,
    });
    if (remote && !repeated && !options.tx) queue.enqueue(conversationId);
  };

  async function takeUpForgotten(): Promise<void> {
    try {
      for (const conversationId of await turns.waiting(FORGOTTEN_AFTER_MS)) queue.enqueue(conversationId);
    } catch (error) {
      log.warn({ error: describeError(error) }, 'could not look for unanswered messages');
    }
  }

  return {
    routes(server) {
      const intake = new ChannelIntake({ ...deps, adapter, onTurnDue: (id) => queue.enqueue(id) });
      messagesRoute(server, { adapter, intake, mode: config.botFramework.mode });
    },

    enqueue: (conversationId) => queue.enqueue(conversationId),

    tell,

    async recover() {
      for (const conversationId of await turns.waiting()) {
        // Whoever worked on it did not come to an end: a message that brings us down must not do so for ever.
        const turn = await turns.next(conversationId);
        if (turn) await turns.countAttempt(conversationId, turn.seq);
        queue.enqueue(conversationId);
      }
      sweep = setInterval(() => void takeUpForgotten(), SWEEP_MS);
      sweep.unref();
    },

    async stop() {
      clearInterval(sweep);
      await queue.stop(deps.stopGraceMs ?? STOP_GRACE_MS);
    },
  };
}
