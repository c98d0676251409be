import { randomUUID } from 'node:crypto';

import type { Activity, ResourceResponse } from 'botbuilder';

import type { LoggedActivity, Reply } from '../conversations/conversations.ts';

/**
 * The connector that a turn talks to: it keeps what the bot says until the turn is committed.
 * Only typing leaves at once.
 */
export class TurnOutbox {
  readonly #replies: Reply[] = [];
  readonly #visibleId: string | undefined;
  readonly #onTyping: () => void;

  /** `visibleId`: the id of the message that is answered, when clients can see it. */
  constructor(visibleId: string | undefined, onTyping: () => void) {
    this.#visibleId = visibleId;
    this.#onTyping = onTyping;
  }

  get replies(): readonly Reply[] {
    return this.#replies;
  }

  /** The part of a ConnectorClient that CloudAdapter uses to send. */
  readonly conversations = {
    sendToConversation: (_conversationId: string, activity: Partial<Activity>): Promise<ResourceResponse> =>
      Promise.resolve({ id: this.#say(activity) }),
    replyToActivity: (
      _conversationId: string,
      _replyToId: string,
      activity: Partial<Activity>,
    ): Promise<ResourceResponse> => Promise.resolve({ id: this.#say(activity) }),
    updateActivity: (
      _conversationId: string,
      activityId: string,
      activity: Partial<Activity>,
    ): Promise<ResourceResponse> => {
      this.#replace({ ...toLogged(activity, this.#visibleId), id: activityId });
      return Promise.resolve({ id: activityId });
    },
    deleteActivity: (_conversationId: string, activityId: string): Promise<void> => {
      this.#withdraw(activityId);
      return Promise.resolve();
    },
  };

  #say(activity: Partial<Activity>): string {
    const id = randomUUID();
    if (activity.type === 'typing') this.#onTyping();
    else if (activity.type !== 'trace') {
      this.#replies.push({ kind: 'say', activity: { ...toLogged(activity, this.#visibleId), id } });
    }
    return id;
  }

  #replace(activity: LoggedActivity): void {
    const own = this.#replies.findIndex(
      (reply) => reply.kind !== 'withdraw' && reply.activity.id === activity.id,
    );
    const before = this.#replies[own];
    if (before) this.#replies[own] = { kind: before.kind === 'replace' ? 'replace' : 'say', activity };
    else this.#replies.push({ kind: 'replace', activity });
  }

  #withdraw(activityId: string): void {
    const own = this.#replies.findIndex((reply) => reply.kind === 'say' && reply.activity.id === activityId);
    if (own >= 0) this.#replies.splice(own, 1);
    else this.#replies.push({ kind: 'withdraw', activityId });
  }
}

/** Whose an activity is and where it goes is known where it is logged; this is what it says. */
const SAID = [
  'attachmentLayout',
  'attachments',
  'channelData',
  'code',
  'entities',
  'importance',
  'inputHint',
  'locale',
  'name',
  'speak',
  'suggestedActions',
  'summary',
  'text',
  'textFormat',
  'value',
] as const satisfies readonly (keyof Activity)[];

/** What the log keeps of an activity of ours. `visibleId`: the message that it answers, when clients can see that. */
export function toLogged(activity: Partial<Activity>, visibleId?: string): LoggedActivity {
  const said = SAID.flatMap((field): [string, unknown][] => {
    const content: unknown = activity[field];
    return content === undefined || content === null ? [] : [[field, content]];
  });
  return {
    type: activity.type ?? 'message',
    ...Object.fromEntries(said),
    // Web Chat holds an answer back for seconds while it waits for a message that it never gets to see.
    ...(visibleId !== undefined && activity.replyToId === visibleId && { replyToId: visibleId }),
  };
}
