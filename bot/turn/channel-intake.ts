import { TurnContext } from 'botbuilder';

import type { Config } from '../config.ts';
import type { ConversationLedger, LoggedActivity } from '../conversations/conversations.ts';
import type { Customers } from '../customers/customers.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Uploads } from '../storage/uploads.ts';
import type { Vault } from '../storage/vault.ts';
import { attachmentSource, openSource, type AttachmentSource } from './attachment-source.ts';
import { describeError } from '../describe-error.ts';
import type { SupportAdapter } from './support-adapter.ts';

/** Channels wait 15 seconds for an answer and send the message again when there is none. */
const DOWNLOAD_LIMIT_MS = 10_000;
const MOST_FILES = 10;

export interface ChannelIntakeDeps {
  readonly adapter: SupportAdapter;
  readonly conversations: ConversationLedger;
  readonly customers: Pick<Customers, 'vouch'>;
  readonly uploads: Pick<Uploads, 'keep' | 'remove'>;
  readonly vault: Pick<Vault, 'keyedHash'>;
  readonly log: Log;
  readonly config: Pick<Config, 'botFramework' | 'uploads'>;
  readonly onTurnDue: (conversationId: string) => void;
}

/** As dialogs and the log know a file: stored, or with why it was not. */
interface TakenFile {
  readonly contentType: string;
  readonly name: string;
  readonly contentUrl?: string;
  readonly content?: { readonly refused: string; readonly limitBytes?: number };
}

/** Takes in what a remote channel brings: stored with its files when it resolves, answered later. */
export class ChannelIntake {
  readonly #deps: ChannelIntakeDeps;
  /** A channel that repeats a message while its files are still being fetched waits for the first copy. */
  readonly #taking = new Map<string, Promise<void>>();

  constructor(deps: ChannelIntakeDeps) {
    this.#deps = deps;
  }

  async take(context: TurnContext): Promise<void> {
    const { activity } = context;
    const isJoining =
      activity.type === 'conversationUpdate' &&
      (activity.membersAdded ?? []).some((member) => member.id !== activity.recipient.id);
    if (activity.type !== 'message' && !isJoining) return;
    const once = isJoining ? 'joined' : `channel:${activity.id ?? ''}`;
    const key = `${activity.channelId}:${activity.conversation.id}:${once}`;
    const taking =
      this.#taking.get(key) ?? this.#store(context, once).finally(() => this.#taking.delete(key));
    this.#taking.set(key, taking);
    await taking;
  }

  async #store(context: TurnContext, once: string): Promise<void> {
    const { conversations, customers, uploads, onTurnDue } = this.#deps;
    const { activity } = context;
    const reference = this.#referenceOf(context);
    const customerId = this.#ourId(activity.channelId, 'customer', activity.from.id);
    const id = this.#ourId(activity.channelId, 'conversation', activity.conversation.id);
    await customers.vouch(customerId, {});
    await conversations.open({ id, customerId, channel: activity.channelId, reference });
    await conversations.note(id, { reference, ...(activity.locale && { locale: activity.locale }) });
    const attachments = await this.#keepFiles(context, { customerId, conversationId: id });
    const logged = { ...toLogged(context), ...(attachments.length > 0 && { attachments }) };
    const entry = await conversations.append(id, 'user', logged, {
      turn: true,
      ...(activity.id !== undefined || once === 'joined' ? { once } : {}),
    });
    if (!entry.repeated) {
      onTurnDue(id);
      return;
    }
    for (const { contentUrl } of attachments) {
      if (contentUrl !== undefined) await uploads.remove(contentUrl.slice('upload:'.length));
    }
  }

  /** Ids of other channels may be names or addresses: ours say nothing. */
  #ourId(channelId: string, kind: string, theirs: string): string {
    const channel = /^[a-z0-9]{1,40}$/i.exec(channelId)?.[0];
    if (channel === undefined || !theirs)
      throw new Failure('bad_request', 'An activity without a channel or sender');
    const hash = this.#deps.vault.keyedHash(`${channel}:${theirs}`, `${kind} id`);
    return `${channel}_${hash.subarray(0, 18).toString('base64url')}`;
  }

  #referenceOf(context: TurnContext): Record<string, unknown> {
    const reference = TurnContext.getConversationReference(context.activity);
    delete reference.activityId;
    const audience: unknown = context.turnState.get(this.#deps.adapter.OAuthScopeKey);
    return { ...reference, ...(typeof audience === 'string' && audience !== '' && { audience }) };
  }

  async #keepFiles(
    context: TurnContext,
    owner: { customerId: string; conversationId: string },
  ): Promise<TakenFile[]> {
    const sent = (context.activity.attachments ?? []).flatMap(
      (attachment) => attachmentSource(attachment) ?? [],
    );
    return Promise.all(sent.slice(0, MOST_FILES).map((source) => this.#keepFile(context, source, owner)));
  }

  async #keepFile(
    context: TurnContext,
    source: AttachmentSource,
    owner: { customerId: string; conversationId: string },
  ): Promise<TakenFile> {
    const { uploads, config, log } = this.#deps;
    const { maxPhotoBytes, maxScreenshotBytes, maxRecordingBytes, maxPdfBytes } = config.uploads;
    const limitBytes = Math.max(maxPhotoBytes, maxScreenshotBytes, maxRecordingBytes, maxPdfBytes);
    const { name, contentType } = source;
    try {
      const bytes = await openSource(source, {
        serviceUrl: context.activity.serviceUrl,
        onlyLoopback: config.botFramework.mode === 'loopback',
        signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS),
        tokenForChannel: () => this.#tokenForChannel(context),
      });
      const upload = await uploads.keep(bytes, { ...owner, name, limitBytes });
      return { contentType: upload.contentType, name: upload.name, contentUrl: `upload:${upload.id}` };
    } catch (error) {
      if (error instanceof Failure && error.code === 'too_large') {
        return { contentType, name, content: { refused: 'too_large', limitBytes } };
      }
      if (error instanceof Failure && error.code === 'database_unavailable') throw error;
      log.warn(
        { conversationId: owner.conversationId, error: describeError(error) },
        'a file could not be fetched',
      );
      return { contentType, name, content: { refused: 'unavailable' } };
    }
  }

  /** Files that a channel keeps itself are given to the bot only. */
  async #tokenForChannel(context: TurnContext): Promise<string | undefined> {
    if (this.#deps.config.botFramework.mode === 'loopback') return undefined;
    const connector = context.turnState.get<{ credentials?: { getToken?: () => Promise<string> } }>(
      this.#deps.adapter.ConnectorClientKey,
    );
    return connector.credentials?.getToken?.();
  }
}

/** What the log keeps of a message from elsewhere. */
function toLogged(context: TurnContext): LoggedActivity {
  const { activity } = context;
  if (activity.type === 'message' && activity.entities) TurnContext.removeRecipientMention(activity);
  const { id, type, text, textFormat, locale, localTimestamp, localTimezone, name, membersAdded } = activity;
  const kept = {
    text,
    textFormat,
    locale,
    localTimezone,
    localTimestamp,
    value: activity.value as unknown,
    name,
  };
  return {
    type,
    ...(id && { id }),
    ...Object.fromEntries(
      Object.entries(kept).filter(([, content]) => content !== undefined && content !== null),
    ),
    // In the turn, everybody goes by our ids.
    ...(membersAdded && { membersAdded: [{ id: 'user' }] }),
  };
}
