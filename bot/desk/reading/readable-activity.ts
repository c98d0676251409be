import type { LoggedActivity } from '../../conversations/conversations.ts';
import { isObject, listOf, textOf } from './plain-json.ts';
import { readCard, type CardLine } from './readable-card.ts';

/** A part of a message as an agent reads it. */
export type Block =
  | { readonly kind: 'text'; readonly markdown: string }
  | { readonly kind: 'card'; readonly lines: readonly CardLine[] }
  | { readonly kind: 'file'; readonly uploadId: string; readonly name: string }
  /** It never reached us whole. */
  | { readonly kind: 'lost_file'; readonly name: string; readonly why: string }
  /** Buttons that the customer saw. */
  | { readonly kind: 'choices'; readonly titles: readonly string[] }
  /** What a card sent back. */
  | { readonly kind: 'given'; readonly fields: readonly { readonly name: string; readonly value: string }[] };

const UPLOAD = 'upload:';
/** Marks which question a card belongs to; it says nothing to people. */
const CARD_TOKEN = 'token';

/** Undefined for what nobody saw: typing, joining and other signals. */
export function readActivity(activity: LoggedActivity): readonly Block[] | undefined {
  if (activity.type !== 'message') return undefined;
  const text = typeof activity.text === 'string' ? activity.text.trim() : '';
  const blocks: Block[] = [
    ...(text === '' ? [] : [{ kind: 'text', markdown: text } as const]),
    ...listOf(activity['attachments']).flatMap(readAttachment),
    ...readValue(activity['value']),
    ...readSuggestions(activity['suggestedActions']),
  ];
  return blocks.length > 0 ? blocks : undefined;
}

function readAttachment(attachment: unknown): Block[] {
  if (!isObject(attachment)) return [];
  const { contentType, content } = attachment;
  const name = textOf(attachment['name']) || 'file';
  const address = textOf(attachment['contentUrl']);
  if (address.startsWith(UPLOAD)) return [{ kind: 'file', uploadId: address.slice(UPLOAD.length), name }];
  if (isObject(content) && 'refused' in content) {
    return [{ kind: 'lost_file', name, why: textOf(content['refused']) || 'refused' }];
  }
  if (typeof contentType !== 'string' || !contentType.startsWith('application/vnd.microsoft.card.'))
    return [];
  const lines = readCard(content);
  return lines.length > 0 ? [{ kind: 'card', lines }] : [];
}

function readValue(value: unknown): Block[] {
  if (!isObject(value)) return [];
  const fields = Object.entries(value)
    .filter(
      ([name, field]) => name !== CARD_TOKEN && (typeof field === 'string' || typeof field === 'number'),
    )
    .map(([name, field]) => ({ name, value: String(field) }));
  return fields.length > 0 ? [{ kind: 'given', fields }] : [];
}

function readSuggestions(suggested: unknown): Block[] {
  const titles = isObject(suggested) ? listOf(suggested['actions']).map(titleOf) : [];
  const named = titles.filter((title) => title !== '');
  return named.length > 0 ? [{ kind: 'choices', titles: named }] : [];
}

const titleOf = (action: unknown): string => (isObject(action) ? textOf(action['title']) : '');
