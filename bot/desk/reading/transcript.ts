import type { Conversations, LogEntry } from '../../conversations/conversations.ts';
import { isObject, textOf } from './plain-json.ts';
import { readActivity, type Block } from './readable-activity.ts';

export interface Utterance {
  readonly seq: number;
  readonly author: LogEntry['author'];
  /** The agent's name when one spoke. */
  readonly name?: string;
  readonly at: string;
  readonly blocks: readonly Block[];
}

/** The whole conversation as people saw it, oldest first. */
export async function readTranscript(
  log: Pick<Conversations, 'since'>,
  conversationId: string,
): Promise<readonly Utterance[]> {
  const utterances: Utterance[] = [];
  let watermark = 0;
  for (;;) {
    const entries = await log.since(conversationId, watermark);
    const last = entries.at(-1);
    if (!last) return utterances;
    utterances.push(...entries.flatMap(utterance));
    watermark = last.seq;
  }
}

function utterance({ seq, author, at, activity }: LogEntry): Utterance[] {
  const blocks = readActivity(activity);
  if (!blocks) return [];
  const from = activity['from'];
  const name = author === 'agent' && isObject(from) ? textOf(from['name']) : '';
  return [{ seq, author, at, blocks, ...(name !== '' && { name }) }];
}

/** The files that a transcript shows, each once. */
export function filesOf(transcript: readonly Utterance[]): readonly string[] {
  const ids = transcript.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'file' ? [block.uploadId] : [])),
  );
  return [...new Set(ids)];
}
