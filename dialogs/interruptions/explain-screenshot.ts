import { DIAGNOSIS } from '../diagnosis/diagnosis-flow.ts';
import { beginDiagnosis } from '../diagnosis/diagnosis-state.ts';
import {
  lookAtScreenshots,
  symptomsSeen,
  wordsForScreen,
  type SeenScreen,
} from '../diagnosis/look-at-screenshots.ts';
import { message } from '../replies/message.ts';
import { uploadIdsOf } from '../reply.ts';
import type { Scene } from './scene.ts';

/** Pictures that nobody asked for: true when they show an error, and the diagnosis has begun. */
export async function explainScreenshot(scene: Scene): Promise<boolean> {
  const { means, turn, waiting } = scene;
  const uploadIds = uploadIdsOf(turn.reply);
  if (uploadIds.length === 0) return false;
  const seen = await lookAtScreenshots(means, turn, uploadIds);
  const found = symptomsSeen(seen.verdict);
  if (found) return begin(scene, seen, uploadIds, found);
  if (seen.verdict.kind !== 'unknown_screen' || waiting) return false;
  await say(scene, [...wordsForScreen(means, seen), means.words.say('diagnosis.seen_nothing')]);
  return begin(scene, undefined, uploadIds, {});
}

/** A screenshot of an error where a photo of a document or a face was asked for. Movements have no time for that. */
export async function explainScreenshotForPhoto(scene: Scene): Promise<boolean> {
  const { means, turn, waiting } = scene;
  const { question } = waiting ?? {};
  const uploadIds = uploadIdsOf(turn.reply);
  if (question?.expects !== 'photo' || question.id === 'liveness' || uploadIds.length === 0) return false;
  const seen = await lookAtScreenshots(means, turn, uploadIds, true);
  // Only what is plain: every doubt is for the checks of photos.
  if (seen.verdict.kind !== 'known') return false;
  return begin(scene, seen, uploadIds, { symptoms: [seen.verdict.problemId] });
}

async function begin(
  scene: Scene,
  seen: SeenScreen | undefined,
  uploadIds: readonly string[],
  found: { symptoms?: readonly string[]; likely?: readonly string[] },
): Promise<true> {
  const { means, dialogs, turn, waiting } = scene;
  turn.memory.misunderstood = 0;
  if (seen) await say(scene, wordsForScreen(means, seen));
  const state = beginDiagnosis({ uploadIds, ...found });
  if (waiting?.flow === DIAGNOSIS) await dialogs.replaceDialog(DIAGNOSIS, state);
  else await dialogs.beginDialog(DIAGNOSIS, state);
  return true;
}

async function say({ turn }: Scene, texts: readonly string[]): Promise<void> {
  for (const text of texts) await turn.context.sendActivity(message(text));
}
