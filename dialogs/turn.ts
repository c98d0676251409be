import type { TurnContext } from 'botbuilder';
import type { DialogContext } from 'botbuilder-dialogs';

import { memoryOf, type Memory } from './memory.ts';
import { readReply, type Reply } from './reply.ts';

/** One message of one customer, as the dialogs look at it. */
export interface Turn {
  readonly context: TurnContext;
  readonly customerId: string;
  readonly conversationId: string;
  /** The same when the turn is run again. */
  readonly activityId: string;
  readonly reply: Reply;
  readonly memory: Memory;
  /** The channel shows Adaptive Cards and buttons; on others everything is said in words. */
  readonly rich: boolean;
}

const RICH_CHANNELS: ReadonlySet<string> = new Set(['directline', 'webchat', 'emulator', 'msteams']);

export function turnOf(dialogContext: DialogContext): Turn {
  const { context } = dialogContext;
  const { activity } = context;
  return {
    context,
    customerId: activity.from.id,
    conversationId: activity.conversation.id,
    activityId: activity.id ?? `${activity.conversation.id}:${String(activity.timestamp)}`,
    reply: readReply(activity),
    memory: memoryOf(dialogContext),
    rich: RICH_CHANNELS.has(activity.channelId),
  };
}
