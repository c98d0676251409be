import { randomUUID } from 'node:crypto';

import type { Audit } from '../audit/audit.ts';
import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';

/** An answer that is given again and again, in the languages that somebody wrote it in. */
export interface CannedReply {
  readonly id: string;
  readonly title: string;
  /** ISO 639-1 to text with placeholders. */
  readonly texts: Readonly<Record<string, string>>;
  readonly version: number;
}

/** What a placeholder stands for. What is not known is left out of the text. */
export interface ReplyValues {
  readonly name: string | undefined;
  readonly ticket: string;
  readonly agent: string;
  readonly link: string;
}

export const PLACEHOLDERS = [
  'name',
  'ticket',
  'agent',
  'link',
] as const satisfies readonly (keyof ReplyValues)[];

export type ReplyFault =
  | { readonly kind: 'title_missing' }
  | { readonly kind: 'text_missing' }
  | { readonly kind: 'text_too_long'; readonly language: string }
  | { readonly kind: 'placeholder_unknown'; readonly language: string; readonly placeholder: string };

export interface CannedReplies {
  /** By title. */
  all(): Promise<readonly CannedReply[]>;
  find(id: string): Promise<CannedReply | undefined>;
  add(reply: Pick<CannedReply, 'title' | 'texts'>, agentId: string): Promise<CannedReply>;
  /** Throws Failure('conflict') when somebody else changed it after this version. */
  change(reply: CannedReply, agentId: string): Promise<void>;
  remove(id: string, agentId: string): Promise<void>;
}

export const MAX_TITLE_CHARACTERS = 80;
export const MAX_REPLY_CHARACTERS = 4000;

export function createCannedReplies(deps: {
  database: Database;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): CannedReplies {
  const { database, audit, now } = deps;
  const columns = 'id, title, texts, version';
  type Row = { id: string; title: string; texts: Record<string, string>; version: number };
  const noteDeed = (
    tx: Queryable,
    agentId: string,
    deed: 'added' | 'changed' | 'removed',
    { id, version }: Pick<CannedReply, 'id'> & { readonly version?: number },
  ): Promise<void> =>
    audit.append(tx, {
      ...{ at: now(), actor: `agent:${agentId}`, action: `reply.${deed}`, object: `reply:${id}` },
      ...(version !== undefined && { details: { version } }),
    });
  return {
    all: () =>
      database.query<Row>(
        `select ${columns} from canned_reply where removed_at is null order by lower(title), id`,
      ),

    find: async (id) =>
      (
        await database.query<Row>(
          `select ${columns} from canned_reply where id = $1 and removed_at is null`,
          [id],
        )
      )[0],

    add: ({ title, texts }, agentId) =>
      database.transaction(async (tx) => {
        const reply = { id: randomUUID(), title, texts, version: 1 };
        await tx.query(
          'insert into canned_reply (id, title, texts, changed_at, changed_by) values ($1, $2, $3, $4, $5)',
          [reply.id, title, JSON.stringify(texts), now(), agentId],
        );
        await noteDeed(tx, agentId, 'added', reply);
        return reply;
      }),

    change: ({ id, title, texts, version }, agentId) =>
      database.transaction(async (tx) => {
        const changed = await tx.query(
          `update canned_reply set title = $2, texts = $3, version = version + 1, changed_at = $4, changed_by = $5
           where id = $1 and version = $6 and removed_at is null returning id`,
          [id, title, JSON.stringify(texts), now(), agentId, version],
        );
        if (changed.length === 0) throw new Failure('conflict', 'the reply was changed or removed meanwhile');
        await noteDeed(tx, agentId, 'changed', { id, version: version + 1 });
      }),

    remove: (id, agentId) =>
      database.transaction(async (tx) => {
        const removed = await tx.query(
          `update canned_reply set removed_at = $2, changed_by = $3
           where id = $1 and removed_at is null returning id`,
          [id, now(), agentId],
        );
        if (removed.length === 0) return;
        // A macro does the rest of its steps without it.
        await tx.query('update macro set reply_id = null where reply_id = $1', [id]);
        await noteDeed(tx, agentId, 'removed', { id });
      }),
  };
}

const PLACEHOLDER = /\{([^{}\n]*)\}/g;

/** What is wrong with a reply as somebody wrote it. Pure. */
export function replyFaults({ title, texts }: Pick<CannedReply, 'title' | 'texts'>): readonly ReplyFault[] {
  const known: readonly string[] = PLACEHOLDERS;
  return [
    ...(title === '' || title.length > MAX_TITLE_CHARACTERS ? [{ kind: 'title_missing' } as const] : []),
    ...(Object.keys(texts).length === 0 ? [{ kind: 'text_missing' } as const] : []),
    ...Object.entries(texts).flatMap(([language, text]): ReplyFault[] => [
      ...(text.length > MAX_REPLY_CHARACTERS ? [{ kind: 'text_too_long', language } as const] : []),
      ...[...text.matchAll(PLACEHOLDER)].flatMap(([, placeholder = '']): ReplyFault[] =>
        known.includes(placeholder) ? [] : [{ kind: 'placeholder_unknown', language, placeholder }],
      ),
    ]),
  ];
}

/** In the customer's language, else in English, else in any. Pure. */
export function replyText(
  { texts }: Pick<CannedReply, 'texts'>,
  language: string | undefined,
  values: ReplyValues,
): { readonly language: string; readonly text: string } {
  const [first = ''] = Object.keys(texts);
  const chosen =
    [language, 'en', first].find((one) => one !== undefined && Object.hasOwn(texts, one)) ?? first;
  const text = (texts[chosen] ?? '').replace(PLACEHOLDER, (whole, placeholder: string) => {
    const known = PLACEHOLDERS.find((one) => one === placeholder);
    return known === undefined ? whole : (values[known] ?? '');
  });
  return { language: chosen, text };
}

/** Where the customer's name comes in. */
export const NAME = '{name}';

/** "Hello {name}," of somebody without a name is "Hello,". Pure. */
export function fillName(text: string, name: string | undefined): string {
  if (name !== undefined) return text.replaceAll(NAME, name);
  return text.replace(/[ \t]*\{name\}/g, '');
}
