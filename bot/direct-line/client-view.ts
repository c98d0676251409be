import { ASSISTANT } from '../conversations/assistant.ts';
import type { LogEntry, LoggedActivity, Standing } from '../conversations/conversations.ts';

export interface Viewer {
  readonly conversationId: string;
  readonly customerId: string;
  /** The address under which this client can fetch a stored file. */
  readonly addressOf: (uploadId: string) => string;
}

/** The log's entry as a Direct Line client gets it; undefined for what is not for clients. */
export function toClient({ author, at, activity }: LogEntry, viewer: Viewer): LoggedActivity | undefined {
  if (activity.type === 'conversationUpdate') return undefined;
  const { attachments, ...rest } = activity;
  return {
    ...rest,
    channelId: 'directline',
    conversation: { id: viewer.conversationId },
    timestamp: at,
    from: author === 'user' ? { id: viewer.customerId, role: 'user' } : senderOf(author, activity),
    ...(Array.isArray(attachments) && {
      attachments: attachments.map((attachment: unknown) => showAttachment(attachment, viewer)),
    }),
  };
}

/** Of whoever answers: the assistant or an agent. */
export function typingActivity(viewer: Viewer, at: Date, author: 'bot' | 'agent'): LoggedActivity {
  return {
    type: 'typing',
    channelId: 'directline',
    conversation: { id: viewer.conversationId },
    timestamp: at.toISOString(),
    from: author === 'bot' ? ASSISTANT : AGENT,
  };
}

/** Whether an agent has the conversation, is there and has read what was written: for the widget, not for the log. */
export function presenceActivity(viewer: Viewer, at: Date, standing: Standing): LoggedActivity {
  const { owner, agentIsHere, agentHasRead } = standing;
  return {
    type: 'event',
    name: 'veriguide/presence',
    value: { owner, agentIsHere, agentHasRead },
    channelId: 'directline',
    conversation: { id: viewer.conversationId },
    timestamp: at.toISOString(),
    from: ASSISTANT,
  };
}

const AGENT = { id: 'agent', role: 'bot' } as const;

/** An agent is a person with a name; Web Chat puts everybody but the user on the other side by role. */
function senderOf(author: 'bot' | 'agent', activity: LoggedActivity): Record<string, unknown> {
  if (author === 'bot') return ASSISTANT;
  const { name } = (activity['from'] ?? {}) as { name?: unknown };
  return { ...AGENT, ...(typeof name === 'string' && { name }) };
}

const STORED = /^upload:([\w-]+)$/;
/** The only places where a stored file may be named: a text that looks like one stays a text. */
const ADDRESS_FIELDS = new Set(['contentUrl', 'url']);

function showAttachment(attachment: unknown, viewer: Viewer): unknown {
  const { name, content } = attachment as { name?: unknown; content?: unknown };
  // Refused, so there is nothing to fetch: Web Chat shows its name as a file.
  if (typeof content === 'object' && content !== null && 'refused' in content) {
    return { contentType: 'application/octet-stream', name };
  }
  return withAddresses(attachment, viewer);
}

/** Cards may show a stored picture anywhere inside. */
function withAddresses(value: unknown, viewer: Viewer): unknown {
  if (Array.isArray(value)) return value.map((item) => withAddresses(item, viewer));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([field, item]) => {
    const uploadId =
      ADDRESS_FIELDS.has(field) && typeof item === 'string' ? STORED.exec(item)?.[1] : undefined;
    return [
      field,
      uploadId === undefined ? withAddresses(item, viewer) : viewer.addressOf(uploadId),
    ] as const;
  });
  return Object.fromEntries(fields);
}
