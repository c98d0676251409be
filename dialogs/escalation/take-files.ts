import type { Means } from '../means.ts';
import type { Turn } from '../turn.ts';

/** What our team can open. */
const ACCEPTED: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/mp4',
  'video/webm',
]);

export interface TakenFiles {
  /** What to say about those that were not taken, and that others were. */
  readonly say: readonly string[];
  /** With those from before, each once. */
  readonly uploadIds: readonly string[];
}

/** Sorts the files of a message into those for the ticket and those that cannot be taken. */
export async function takeFiles(
  { services, words }: Means,
  turn: Turn,
  before: readonly string[],
): Promise<TakenFiles> {
  const taken: string[] = [];
  const say: string[] = [];
  for (const file of turn.reply.files) {
    const name = file.name || words.say('escalation.file_unnamed');
    if (file.kind === 'refused') {
      say.push(
        words.say(file.why === 'too_large' ? 'escalation.file_too_large' : 'escalation.file_refused', {
          name,
        }),
      );
      continue;
    }
    const upload = await services.uploads.find(turn.customerId, file.uploadId);
    if (!upload) say.push(words.say('escalation.file_refused', { name }));
    else if (!ACCEPTED.has(upload.contentType)) say.push(words.say('escalation.file_kind', { name }));
    else taken.push(upload.id);
  }
  if (taken.length > 0) say.push(words.say('escalation.files_kept', { count: taken.length }));
  return { say, uploadIds: [...new Set([...before, ...taken])] };
}
