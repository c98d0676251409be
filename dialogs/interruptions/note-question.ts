import { findSecret } from '../guard/find-secret.ts';
import type { OpenQuestion } from '../services.ts';
import type { Scene } from './scene.ts';

/** Keeps a question for the people who look after the knowledge, without what says who asked. */
export async function noteQuestion(
  { means, turn }: Pick<Scene, 'means' | 'turn'>,
  { text, ...rest }: Pick<OpenQuestion, 'text' | 'why' | 'shown'>,
): Promise<void> {
  const scrubbed = findSecret(text) === undefined ? means.scrub(text) : undefined;
  if (scrubbed === undefined) return;
  const key = `${turn.activityId}:${rest.why}`;
  await means.services.questions.collect({ ...rest, text: scrubbed, key, locale: means.words.locale });
}
