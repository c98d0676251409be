import type { Author, Conversations, LogEntry } from '../../conversations/conversations.ts';
import { isObject, textOf } from './plain-json.ts';
import { readActivity, type Block } from './readable-activity.ts';
import type { CardLine } from './readable-card.ts';

/** Something said in a conversation, as plain text: for readers outside of the desk's pages. */
export interface PlainSaying {
  readonly seq: number;
  readonly author: 'customer' | 'assistant' | 'agent';
  /** The agent's name when one spoke. */
  readonly name?: string;
  /** The helpdesk that the agent answered from. */
  readonly via?: string;
  readonly at: string;
  readonly text: string;
  /** Stored files that came with it. */
  readonly files: readonly string[];
}

const AUTHORS: Readonly<Record<Author, PlainSaying['author']>> = {
  user: 'customer',
  bot: 'assistant',
  agent: 'agent',
};

/** What was said after an entry of the log, oldest first, and up to which entry that goes. */
export async function readSayings(
  log: Pick<Conversations, 'since'>,
  conversationId: string,
  afterSeq: number,
): Promise<{ readonly sayings: readonly PlainSaying[]; readonly throughSeq: number }> {
  const sayings: PlainSaying[] = [];
  let throughSeq = afterSeq;
  for (;;) {
    const entries = await log.since(conversationId, throughSeq);
    const last = entries.at(-1);
    if (!last) return { sayings, throughSeq };
    sayings.push(...entries.flatMap(saying));
    throughSeq = last.seq;
  }
}

function saying({ seq, author, at, activity }: LogEntry): PlainSaying[] {
  const blocks = readActivity(activity);
  if (!blocks) return [];
  const { from, channelData } = activity;
  const name = author === 'agent' && isObject(from) ? textOf(from['name']) : '';
  const via = author === 'agent' && isObject(channelData) ? textOf(channelData['via']) : '';
  return [
    {
      ...{ seq, author: AUTHORS[author], at },
      ...(name !== '' && { name }),
      ...(via !== '' && { via }),
      text: blocks.map(blockText).join('\n'),
      files: blocks.flatMap((block) => (block.kind === 'file' ? [block.uploadId] : [])),
    },
  ];
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.markdown;
    case 'card':
      return block.lines.map(lineText).join('\n');
    case 'file':
      return `[file: ${block.name}]`;
    case 'lost_file':
      return `[file that was refused on arrival: ${block.name}]`;
    case 'choices':
      return `[offered: ${block.titles.join(' | ')}]`;
    case 'given':
      return block.fields.map(({ name, value }) => `${wordsOf(name)}: ${value}`).join('\n');
  }
}

function lineText(line: CardLine): string {
  switch (line.kind) {
    case 'text':
      return line.text;
    case 'fact':
      return `${line.title}: ${line.value}`;
    case 'input':
      return `${line.label}: ${line.value}`;
    case 'button':
      return `[${line.title}]`;
  }
}

/** `document_number` and `documentNumber` as people say them. */
const wordsOf = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
