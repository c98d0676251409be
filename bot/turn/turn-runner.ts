import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { ConversationState, type Activity, type TurnContext } from 'botbuilder';

import { ASSISTANT } from '../conversations/assistant.ts';
import type {
  ConversationLedger,
  LoggedActivity,
  PendingTurn,
  Reply,
  StateChange,
  TurnOutcome,
} from '../conversations/conversations.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Queryable } from '../storage/database.ts';
import { describeError } from '../describe-error.ts';
import { SupportBot, type SupportBotParts } from './support-bot.ts';
import type { SupportAdapter } from './support-adapter.ts';
import { TurnOutbox } from './turn-outbox.ts';
import { TurnStorage } from './turn-storage.ts';

/** Named in activities of our own channel; nobody outside can reach it. */
const LOCAL_SERVICE_URL = 'urn:veriguide:in-process';

const MOST_ATTEMPTS = 3;
const RETRY_AFTER_MS = 300;
/** Far beyond the slowest check; what takes longer will not come back. */
const TURN_LIMIT_MS = 120_000;
/** How long a message may be put off because the checks are busy, before the customer is owed an apology. */
const PUT_OFF_LIMIT_MS = 15 * 60_000;
const TYPING_AFTER_MS = 250;
/** Web Chat hides the sign after five seconds. */
const TYPING_AGAIN_MS = 3_000;

export interface TurnRunnerDeps extends SupportBotParts {
  readonly adapter: SupportAdapter;
  readonly conversations: ConversationLedger;
  readonly log: Log;
  /** What a customer is told when we failed for good: a number to quote, and a way to a person. */
  readonly apology: (reference: string, locale: string | undefined) => readonly Partial<Activity>[];
  /** What a customer who talks to an agent says to us: that they want the assistant, or that the chat is over. */
  readonly handoverWish: (text: string, locale: string | undefined) => 'assistant' | 'end_chat' | undefined;
  /** The assistant gets the conversation back. May be called twice for one message. */
  readonly onAssistantCalled: (conversationId: string) => Promise<void>;
  /** The customer ended the chat with the agent. In the transaction that settles the message. */
  readonly onChatEnded: (conversationId: string, tx: Queryable) => Promise<void>;
  /** A customer wrote while an agent answers them. May be called twice for one message. */
  readonly onMessageForAgent: (conversationId: string) => Promise<void>;
  readonly showTyping: (turn: PendingTurn) => void;
  /** Tells a customer, once for each message, that it is kept and will be answered when the checks are less busy. */
  readonly tellPutOff: (turn: PendingTurn) => Promise<void>;
  readonly now: () => Date;
  /** A shorter one is for tests. */
  readonly turnLimitMs?: number | undefined;
}

interface TurnResult {
  readonly replies: readonly Reply[];
  readonly state: readonly StateChange[];
}

/** Answers one message exactly once: the bot runs over it, and its words and memory are committed together. */
export class TurnRunner {
  readonly #deps: TurnRunnerDeps;

  constructor(deps: TurnRunnerDeps) {
    this.#deps = deps;
  }

  /**
   * Returns whether there may be more to answer. Throws only when the turn is still owed: the ledger cannot be
   * reached, or the checks are too busy.
   */
  async answer(turn: PendingTurn): Promise<boolean> {
    const { conversations, onMessageForAgent, handoverWish, onAssistantCalled } = this.#deps;
    const { id, owner, language, locale } = turn.conversation;
    if (owner === 'agent') {
      const wish = handoverWish(turn.activity.text ?? '', language ?? locale);
      if (wish === 'end_chat') return this.#endChat(turn);
      if (wish === undefined) {
        await onMessageForAgent(id);
        return (await conversations.turns.commit(turn, { replies: [], state: [] })).more;
      }
      await onAssistantCalled(id);
    }
    const { outcome, more } = await this.#answerByBot(turn);
    // An agent took over while the bot was at it: the message is theirs to answer.
    if (outcome === 'silenced') await onMessageForAgent(id);
    return more;
  }

  async #endChat(turn: PendingTurn): Promise<boolean> {
    const { conversations, onChatEnded } = this.#deps;
    const also = (tx: Queryable) => onChatEnded(turn.conversation.id, tx);
    return (await conversations.turns.commit(turn, { replies: [], state: [], also })).more;
  }

  async #answerByBot(turn: PendingTurn): Promise<TurnOutcome> {
    const { turns } = this.#deps.conversations;
    for (let attempt = turn.attempts; attempt < MOST_ATTEMPTS; attempt += 1) {
      try {
        return await turns.commit(turn, await this.#run(turn));
      } catch (error) {
        if (error instanceof Failure && error.code === 'database_unavailable') throw error;
        if (this.#mayPutOff(error, turn)) {
          await this.#deps.tellPutOff(turn);
          throw error;
        }
        this.#deps.log.warn(
          { conversationId: turn.conversation.id, seq: turn.seq, attempt, error: describeError(error) },
          'a turn failed',
        );
        await turns.countAttempt(turn.conversation.id, turn.seq);
        await wait(RETRY_AFTER_MS * (attempt + 1));
      }
    }
    return this.#apologise(turn);
  }

  #mayPutOff(error: unknown, { at }: PendingTurn): boolean {
    const isBusy = error instanceof Failure && error.code === 'worker_busy';
    return isBusy && this.#deps.now().getTime() - new Date(at).getTime() < PUT_OFF_LIMIT_MS;
  }

  async #run(turn: PendingTurn): Promise<TurnResult> {
    const { adapter, conversations, showTyping } = this.#deps;
    const storage = new TurnStorage(conversations.turns);
    const bot = new SupportBot(this.#deps, storage);
    const outbox = new TurnOutbox(visibleId(turn), () => showTyping(turn));
    const stopTyping = typeMeanwhile(() => showTyping(turn));
    try {
      const limitMs = this.#deps.turnLimitMs ?? TURN_LIMIT_MS;
      await within(
        limitMs,
        adapter.runTurn(toActivity(turn), outbox, (context) => bot.run(context)),
      );
    } finally {
      stopTyping();
    }
    return { replies: outbox.replies, state: storage.changes };
  }

  /** The dialogs forget where they were, or the next message would fail in the same place; what was given is kept elsewhere. */
  async #apologise(turn: PendingTurn): Promise<TurnOutcome> {
    const { adapter, apology, conversations, log } = this.#deps;
    const reference = newReference();
    log.error(
      { conversationId: turn.conversation.id, seq: turn.seq, reference },
      'a message could not be answered',
    );
    const storage = new TurnStorage(conversations.turns);
    const outbox = new TurnOutbox(visibleId(turn), () => undefined);
    await adapter.runTurn(toActivity(turn), outbox, async (context) => {
      await forgetDialogs(context, storage).catch((error: unknown) => {
        log.error(
          { conversationId: turn.conversation.id, error: describeError(error) },
          'dialog state is unreadable',
        );
      });
      for (const activity of apology(reference, context.activity.locale))
        await context.sendActivity(activity);
    });
    return conversations.turns.commit(turn, { replies: outbox.replies, state: storage.changes });
  }
}

async function forgetDialogs(context: TurnContext, storage: TurnStorage): Promise<void> {
  const state = new ConversationState(storage);
  // Reading it first tells the storage which version is to go.
  await state.load(context);
  await state.delete(context);
}

/** The logged message as the bot gets it. */
function toActivity({ conversation, activity, at }: PendingTurn): Activity {
  const { localTimestamp, ...logged } = activity as LoggedActivity & { localTimestamp?: string };
  const locale = conversation.language ?? activity['locale'] ?? conversation.locale;
  return {
    ...logged,
    ...(localTimestamp !== undefined && { localTimestamp: new Date(localTimestamp) }),
    ...(locale !== undefined && { locale }),
    timestamp: new Date(at),
    channelId: conversation.channel,
    serviceUrl: LOCAL_SERVICE_URL,
    conversation: { id: conversation.id },
    from: { id: conversation.customerId, role: 'user' },
    recipient: ASSISTANT,
  } as unknown as Activity;
}

const visibleId = ({ activity }: PendingTurn): string | undefined =>
  activity.type === 'message' ? activity.id : undefined;

function typeMeanwhile(show: () => void): () => void {
  let again: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    show();
    again = setInterval(show, TYPING_AGAIN_MS).unref();
  }, TYPING_AFTER_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(again);
  };
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Failure('worker_failed', 'A turn took too long')), limitMs).unref();
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Short enough to be read out, without letters that sound or look alike. */
function newReference(): string {
  const letters = '23456789CFGHJMPQRVWX';
  return `E-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`;
}
