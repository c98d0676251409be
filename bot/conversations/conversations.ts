import type { Queryable } from '../storage/database.ts';

/** An activity as it crosses a channel; only what we rely on is named. */
export interface LoggedActivity {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly timestamp?: string;
  readonly [field: string]: unknown;
}

export type Author = 'user' | 'bot' | 'agent';
/** Who may answer the customer. The bot never talks over an agent. */
export type Owner = 'bot' | 'agent';

export interface Conversation {
  readonly id: string;
  readonly customerId: string;
  readonly channel: string;
  readonly userAgent?: string;
  /** BCP 47, as the client said. */
  readonly locale?: string;
  /** ISO 639-1: what the customer chose or writes in; goes before the locale. */
  readonly language?: string;
  /** How a remote channel is reached (a Bot Framework conversation reference); absent on our own channel. */
  readonly reference?: ChannelReference;
  readonly owner: Owner;
  /** Which agent, when an agent has it. */
  readonly ownerAgentId?: string;
  readonly createdAt: string;
}

/** What the channel needs to be talked to first, as it gave it. */
export type ChannelReference = Readonly<Record<string, unknown>>;

export interface ConversationStart {
  readonly id: string;
  readonly customerId: string;
  readonly channel: string;
  readonly userAgent?: string;
  readonly locale?: string;
  readonly language?: string;
  readonly reference?: ChannelReference;
}

export interface LogEntry {
  readonly seq: number;
  readonly author: Author;
  readonly at: string;
  /** Always with an id. */
  readonly activity: LoggedActivity;
}

/** The durable log of each conversation: gapless sequence numbers, readable from any watermark. */
export interface Conversations {
  /** Idempotent on the id: an existing conversation is given back as it is. */
  open(about: ConversationStart): Promise<Conversation>;
  /** The customer's newest conversation on this channel, or a new one. Two tabs at once get the same. */
  continueOrOpen(about: ConversationStart): Promise<Conversation>;
  find(conversationId: string, tx?: Queryable): Promise<Conversation | undefined>;
  /** All of a customer's, newest first. */
  ofCustomer(customerId: string): Promise<readonly Conversation[]>;
  /** Notes the browser, the language or the way to a remote channel, where it changed. */
  note(
    conversationId: string,
    seen: Pick<ConversationStart, 'userAgent' | 'locale' | 'language' | 'reference'>,
  ): Promise<void>;
  /**
   * Appends and, after the commit, tells subscribers. Idempotent on the activity's clientActivityID, or on `once`.
   * `turn` also notes, in the same transaction, that the bot owes an answer.
   * `deliver` marks it to be sent to the conversation's remote channel.
   * With `tx` it is part of the caller's transaction, and must come once: a repetition breaks the transaction.
   */
  append(
    conversationId: string,
    author: Author,
    activity: LoggedActivity,
    options?: AppendOptions,
  ): Promise<LogEntry & { readonly repeated: boolean }>;
  /** Entries with seq > watermark, oldest first, at most `limit`; replaced and withdrawn ones are left out. */
  since(conversationId: string, watermark: number, limit?: number): Promise<readonly LogEntry[]>;
  /** Called whenever there is something new (possibly once too often, never too seldom). */
  subscribe(conversationId: string, onNews: () => void, onSign?: (sign: Sign) => void): () => void;
  /** Tells subscribers, in every process, that somebody is writing. Not stored. */
  showTyping(conversationId: string, author?: Author): void;
  /** Gives it back to the bot; with `from`, unless another agent than that has it. */
  giveToBot(
    conversationId: string,
    options?: { readonly tx?: Queryable; readonly from?: string },
  ): Promise<void>;
  /**
   * Gives it to an agent, unless another agent has it: then it stays theirs. With `force` in any case. Who else asks
   * at the same time waits for this transaction. Says who has it then, and which agent had it before; undefined for
   * no such conversation.
   */
  giveToAgent(
    conversationId: string,
    agentId: string,
    options?: { readonly tx?: Queryable; readonly force?: boolean },
  ): Promise<{ readonly agentId: string; readonly before?: string } | undefined>;
  readonly presence: Presence;
}

export interface AppendOptions {
  readonly once?: string;
  readonly turn?: boolean;
  readonly deliver?: boolean;
  readonly tx?: Queryable;
  /** Only while this side has the conversation; else Failure('conflict'). */
  readonly onlyWhile?: Owner;
}

/** What is not worth keeping: who is writing, and that somebody came, went or read (`presence`). */
export type Sign = { readonly kind: 'typing'; readonly author: Author } | { readonly kind: 'presence' };

export type Side = 'customer' | 'agent';

/** Whether the two ends of a conversation are there, and how far they have read. */
export interface Presence {
  /** True for some seconds, and to be said again while it is so. */
  note(conversationId: string, side: Side, isHere: boolean): Promise<void>;
  /** Never moves back; not beyond what there is. */
  noteRead(conversationId: string, side: Side, seq: number): Promise<void>;
  of(conversationId: string): Promise<Standing | undefined>;
}

export interface Standing {
  readonly owner: Owner;
  readonly ownerAgentId?: string;
  readonly customerIsHere: boolean;
  readonly agentIsHere: boolean;
  /** The customer has read the last words of an agent. */
  readonly customerHasRead: boolean;
  /** RFC 3339, UTC. */
  readonly customerReadAt?: string;
  /** The agent has read the last words of the customer. */
  readonly agentHasRead: boolean;
}

/** A message that the bot has not answered yet. */
export interface PendingTurn {
  readonly conversation: Conversation;
  readonly seq: number;
  /** Earlier tries that failed or were cut off. */
  readonly attempts: number;
  readonly at: string;
  readonly activity: LoggedActivity;
}

export type Reply =
  | { readonly kind: 'say'; readonly activity: LoggedActivity }
  /** The activity with this id is shown with new content, in its old place. */
  | { readonly kind: 'replace'; readonly activity: LoggedActivity }
  | { readonly kind: 'withdraw'; readonly activityId: string };

export interface StateChange {
  readonly key: string;
  /** The version that was read; 0 when there was none. */
  readonly version: number;
  /** Undefined: forget it. */
  readonly value: unknown;
}

/** What still is to be sent to a remote channel. */
export interface Delivery {
  readonly seq: number;
  readonly at: string;
  readonly activity: LoggedActivity;
  /** When it replaces an earlier activity: that one's id on the channel. */
  readonly replaces?: string;
}

export interface TurnOutcome {
  readonly outcome: 'answered' | 'silenced' | 'stale';
  readonly more: boolean;
}

/** Turns are answered exactly once: answer, state and the note of debt change in one transaction. */
export interface Turns {
  /** The oldest unanswered message, or undefined. */
  next(conversationId: string): Promise<PendingTurn | undefined>;
  /** Counts a try that failed or was cut off. */
  countAttempt(conversationId: string, seq: number): Promise<void>;
  /** Conversations that wait for an answer or a delivery; only those that have for so long, if given. */
  waiting(olderThanMs?: number): Promise<readonly string[]>;
  readState(keys: readonly string[]): Promise<ReadonlyMap<string, { version: number; value: unknown }>>;
  /** Writes state outside a turn. Throws Failure('conflict') when a version is not the newest. */
  writeState(conversationId: string, changes: readonly StateChange[]): Promise<void>;
  /**
   * `answered`: all is stored. `silenced`: an agent has taken over meanwhile; the state is stored, the replies are not.
   * `stale`: somebody else has answered; nothing is stored. `more`: there may be further unanswered messages.
   * Throws Failure('conflict') like writeState.
   */
  commit(
    turn: PendingTurn,
    result: {
      readonly replies: readonly Reply[];
      readonly state: readonly StateChange[];
      /** What else the message leads to, in the same transaction and before anything of the conversation is locked. */
      readonly also?: (tx: Queryable) => Promise<void>;
    },
  ): Promise<TurnOutcome>;
  /** What is due to the remote channel, oldest first. */
  due(conversationId: string): Promise<readonly Delivery[]>;
  /** Sent, or given up; `channelActivityId` when the channel gave one. */
  delivered(conversationId: string, seq: number, channelActivityId: string | undefined): Promise<void>;
}

/** Both, with the listening that a process starts and stops. */
export interface ConversationLedger extends Conversations {
  readonly turns: Turns;
  start(): Promise<void>;
  stop(): Promise<void>;
}
