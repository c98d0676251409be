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
  const memory = memoryOf(dialogContext);
  context.turnState.set(MEMORY, memory);
  return turnWith(context, memory);
}

const MEMORY = Symbol('memory');

/** Where the framework hands over no dialogs: only inside a turn whose dialogs were looked at before. */
export function turnIn(context: TurnContext): Turn {
  const memory = context.turnState.get<Memory | undefined>(MEMORY);
  if (!memory) throw new Error('no dialog has looked at this turn yet');
  return turnWith(context, memory);
}

function turnWith(context: TurnContext, memory: Memory): Turn {
  const { activity } = context;
  return {
    context,
    customerId: activity.from.id,
    conversationId: activity.conversation.id,
    activityId: activity.id ?? `${activity.conversation.id}:${String(activity.timestamp)}`,
    reply: readReply(activity),
    memory,
    rich: RICH_CHANNELS.has(activity.channelId),
  };
}
