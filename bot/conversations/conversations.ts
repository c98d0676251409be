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
  readonly owner: Owner;
  readonly createdAt: string;
}

export interface LogEntry {
  readonly seq: number;
  readonly author: Author;
  readonly at: string;
  readonly activity: LoggedActivity;
}

/** The durable log of each conversation: gapless sequence numbers, readable from any watermark. */
export interface Conversations {
  open(about: { id: string; customerId: string; channel: string; userAgent?: string }): Promise<Conversation>;
  find(conversationId: string): Promise<Conversation | undefined>;
  /** All of a customer's, newest first. */
  ofCustomer(customerId: string): Promise<readonly Conversation[]>;
  /** Appends and, after the commit, tells subscribers. Idempotent on the activity's clientActivityID. */
  append(conversationId: string, author: Author, activity: LoggedActivity): Promise<LogEntry>;
  /** Entries with seq > watermark, oldest first. */
  since(conversationId: string, watermark: number): Promise<readonly LogEntry[]>;
  /** Called whenever there is something new (possibly once too often, never too seldom). */
  subscribe(conversationId: string, onNews: () => void): () => void;
  setOwner(conversationId: string, owner: Owner, tx?: Queryable): Promise<void>;
}
