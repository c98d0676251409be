import type { LogEntry } from '../../conversations/conversations.ts';
import type { AskedWord, BlindWords } from '../../tickets/blind-words.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import type { Veil } from './veil.ts';
import { readableTexts } from './readable-texts.ts';

/** A stretch of text; marked where it is what was looked for. */
export interface Excerpt {
  readonly who: string;
  readonly parts: readonly { readonly text: string; readonly marked: boolean }[];
}

const AROUND = 60;
const LONGEST = 180;

/**
 * The place that holds most of what was looked for, with it marked. Undefined when nothing that can still be read
 * holds any of it: it may have been withdrawn, or be the customer's name.
 */
export function excerptOf(
  ticket: Pick<TicketRecord, 'summary' | 'tried' | 'email' | 'language'>,
  entries: readonly LogEntry[],
  asked: readonly AskedWord[],
  words: BlindWords,
  veil: Pick<Veil, 'text'>,
): Excerpt | undefined {
  let best: Excerpt | undefined;
  let most = 0;
  const sources = [
    { who: 'Ticket', texts: [ticket.summary, ...ticket.tried, ticket.email ?? ''] },
    ...entries.map(({ author, activity }) => ({ who: WHO[author], texts: readableTexts(activity) })),
  ];
  for (const { who, texts } of sources) {
    for (const text of texts.map((one) => veil.text(one))) {
      const found = words.findIn(text, asked, ticket.language);
      const kinds = new Set(found.map(({ word }) => word)).size;
      if (kinds > most) {
        most = kinds;
        best = { who, parts: cut(text, found) };
      }
    }
  }
  return best;
}

const WHO: Readonly<Record<LogEntry['author'], string>> = {
  user: 'Customer',
  bot: 'Assistant',
  agent: 'Desk',
};

function cut(text: string, found: readonly { start: number; end: number }[]): Excerpt['parts'] {
  const from = Math.max(0, (found[0]?.start ?? 0) - AROUND);
  const to = Math.min(text.length, from + LONGEST);
  const parts: { text: string; marked: boolean }[] = [];
  let place = from;
  for (const { start, end } of found) {
    if (start < place || end > to) continue;
    parts.push(
      { text: text.slice(place, start), marked: false },
      { text: text.slice(start, end), marked: true },
    );
    place = end;
  }
  parts.push({ text: text.slice(place, to), marked: false });
  const shown = parts.filter((part) => part.text !== '');
  return [
    ...(from > 0 ? [{ text: '… ', marked: false }] : []),
    ...shown,
    ...(to < text.length ? [{ text: ' …', marked: false }] : []),
  ];
}
