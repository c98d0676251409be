import type { Activity } from 'botbuilder';

/** What a customer sent in one message. */
export interface Reply {
  readonly text: string;
  /** What a card submitted, with the token of the question that it belongs to. */
  readonly card: CardReply | undefined;
  readonly files: readonly SentFile[];
}

export interface CardReply {
  readonly token: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type SentFile =
  | { readonly kind: 'stored'; readonly uploadId: string; readonly name: string }
  /** It never reached us whole; `why` is the failure's code, such as `too_large`. */
  | { readonly kind: 'refused'; readonly why: string; readonly name: string };

const UPLOAD = 'upload:';

export function readReply(activity: Partial<Activity>): Reply {
  return {
    text: (activity.text ?? '').trim(),
    card: readCard(activity.value),
    files: (activity.attachments ?? []).flatMap((attachment): SentFile[] => {
      const name = attachment.name ?? '';
      const why = refusal(attachment.content);
      if (why !== undefined) return [{ kind: 'refused', why, name }];
      // Channels add attachments of their own, such as the text as HTML: those are no files.
      if (!attachment.contentUrl?.startsWith(UPLOAD)) return [];
      return [{ kind: 'stored', uploadId: attachment.contentUrl.slice(UPLOAD.length), name }];
    }),
  };
}

function refusal(content: unknown): string | undefined {
  if (typeof content !== 'object' || content === null || !('refused' in content)) return undefined;
  const { refused } = content;
  if (typeof refused === 'string') return refused;
  return refused === true ? 'refused' : undefined;
}

function readCard(value: unknown): CardReply | undefined {
  if (typeof value !== 'object' || value === null || !('token' in value)) return undefined;
  const { token, ...rest } = value;
  if (typeof token !== 'string') return undefined;
  const texts = Object.entries(rest).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { token, fields: Object.fromEntries(texts) };
}

export function uploadIdsOf(reply: Reply): string[] {
  return reply.files.flatMap((file) => (file.kind === 'stored' ? [file.uploadId] : []));
}
