import type { Row } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type {
  Author,
  ChannelReference,
  Conversation,
  LogEntry,
  LoggedActivity,
  Owner,
} from './conversations.ts';

/** What is known about a conversation beyond its id and order: personal, so sealed. */
export interface About {
  readonly userAgent?: string;
  readonly locale?: string;
  readonly language?: string;
  readonly reference?: ChannelReference;
}

export interface ConversationRow extends Row {
  id: string;
  customer_id: string;
  channel: string;
  owner: Owner;
  owner_agent_id: string | null;
  created_at: Date;
  about: Buffer;
}

export interface ActivityRow extends Row {
  conversation_id: string;
  seq: string | number;
  id: string;
  author: Author;
  at: Date;
  sealed: Buffer;
}

export const CONVERSATION_COLUMNS = 'id, customer_id, channel, owner, owner_agent_id, created_at, about';

export const sealAbout = (vault: Vault, conversationId: string, about: About): Buffer =>
  vault.seal(about, `conversation:${conversationId}`);

export const openAbout = (vault: Vault, row: Pick<ConversationRow, 'id' | 'about'>): About =>
  vault.open<About>(row.about, `conversation:${row.id}`);

export function toConversation(vault: Vault, row: ConversationRow): Conversation {
  return {
    id: row.id,
    customerId: row.customer_id,
    channel: row.channel,
    ...openAbout(vault, row),
    owner: row.owner,
    ...(row.owner_agent_id !== null && { ownerAgentId: row.owner_agent_id }),
    createdAt: row.created_at.toISOString(),
  };
}

export const sealActivity = (
  vault: Vault,
  conversationId: string,
  activity: LoggedActivity & { id: string },
): Buffer => vault.seal(activity, `activity:${conversationId}:${activity.id}`);

export const openActivity = (
  vault: Vault,
  row: Pick<ActivityRow, 'conversation_id' | 'id' | 'sealed'>,
): LoggedActivity => vault.open<LoggedActivity>(row.sealed, `activity:${row.conversation_id}:${row.id}`);

export function toEntry(vault: Vault, row: ActivityRow): LogEntry {
  return {
    seq: Number(row.seq),
    author: row.author,
    at: row.at.toISOString(),
    activity: openActivity(vault, row),
  };
}
