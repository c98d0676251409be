import type { Activity, ConversationReference, TurnContext } from 'botbuilder';

import type { ChannelReference, Conversation, Delivery, Turns } from '../conversations/conversations.ts';
import type { Log } from '../log.ts';
import { describeError } from '../describe-error.ts';
import type { SupportAdapter } from './support-adapter.ts';

/** A channel that cannot be reached for so long has lost the conversation. */
const GIVE_UP_AFTER_MS = 60 * 60 * 1000;

export interface ChannelDeliveryDeps {
  readonly adapter: SupportAdapter;
  readonly turns: Pick<Turns, 'due' | 'delivered'>;
  readonly now: () => Date;
  readonly log: Log;
}

/** Sends what the log holds for a remote channel, in order; what fails is sent again later. */
export class ChannelDelivery {
  readonly #deps: ChannelDeliveryDeps;

  constructor(deps: ChannelDeliveryDeps) {
    this.#deps = deps;
  }

  async deliver(conversationId: string, reference: ChannelReference): Promise<void> {
    const { turns, now, log } = this.#deps;
    for (const delivery of await turns.due(conversationId)) {
      try {
        const channelActivityId = await this.#send(reference, delivery);
        await turns.delivered(conversationId, delivery.seq, channelActivityId);
      } catch (error) {
        log.warn(
          { conversationId, seq: delivery.seq, error: describeError(error) },
          'a channel did not take a message',
        );
        // Later messages wait, so that the order stays.
        if (now().getTime() - Date.parse(delivery.at) < GIVE_UP_AFTER_MS) return;
        log.error({ conversationId, seq: delivery.seq }, 'a message to a channel was given up');
        await turns.delivered(conversationId, delivery.seq, undefined);
      }
    }
  }

  /** Not stored, not repeated: a sign that does not arrive is no loss. */
  showTyping({ id, reference }: Conversation): void {
    if (!reference) return;
    this.#continue(reference, async (context) => {
      await context.sendActivity({ type: 'typing' });
    }).catch((error: unknown) => {
      this.#deps.log.debug(
        { conversationId: id, error: describeError(error) },
        'a channel did not take a typing sign',
      );
    });
  }

  async #send(reference: ChannelReference, { activity, replaces }: Delivery): Promise<string | undefined> {
    const said: Partial<Activity> = { ...(activity as object) };
    delete said.id; // ours; the channel gives its own
    let channelActivityId: string | undefined;
    await this.#continue(reference, async (context) => {
      if (replaces === undefined) {
        channelActivityId = (await context.sendActivity(said))?.id;
      } else {
        await context.updateActivity({ ...said, id: replaces });
        channelActivityId = replaces;
      }
    });
    return channelActivityId;
  }

  #continue(reference: ChannelReference, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    const { audience, ...rest } = reference as ChannelReference & { audience?: string };
    const { adapter } = this.#deps;
    const run = (context: TurnContext): Promise<void> => {
      // The SDK makes up an id for this turn; an answer "to" it would be unknown to the channel.
      delete (context.activity as Partial<Activity>).id;
      return logic(context);
    };
    const target = rest as Partial<ConversationReference>;
    return audience === undefined
      ? adapter.continueConversationAsync(adapter.appId, target, run)
      : adapter.continueConversationAsync(adapter.appId, target, audience, run);
  }
}
