import type { Secret } from '../guard/find-secret.ts';
import { message } from '../replies/message.ts';
import { sizeWords } from '../replies/size.ts';
import { uploadIdsOf } from '../reply.ts';
import { INSTITUTION } from '../institution/institution-flow.ts';
import { waitsForPaper } from '../institution/open-institution.ts';
import { nextStep } from '../verification/next-step.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { goOnWithDraft } from './admit-ignorance.ts';
import { PURPOSE } from './purpose-question.ts';
import { explainScreenshot } from './explain-screenshot.ts';
import { answerAside, type Scene } from './scene.ts';

/** A card from earlier: nothing is changed by it, and the question that is open is asked again. */
export async function declineOldCard(scene: Scene): Promise<void> {
  const { turn, waiting, means } = scene;
  if (waiting) return answerAside(scene, means.words.say('old_card'));
  await turn.context.sendActivity(message(means.words.say('old_card')));
  if (!(await goOnWithDraft(scene))) await answerAside(scene, means.words.say('old_card_nothing'));
}

/** Warns without repeating what was sent. */
export async function warnOfSecret(scene: Scene, secret: Secret): Promise<void> {
  const { words } = scene.means;
  await answerAside(scene, [words.say(`secret.${secret}`), words.say('secret.advice')].join(' '));
}

/** Files that nobody asked for: kept for the step that needs them, or asked about. */
export async function keepForLater(scene: Scene): Promise<void> {
  const { dialogs, turn, waiting, means } = scene;
  const { words, services, knowledge } = means;
  const lost = turn.reply.files.some(({ kind }) => kind === 'refused');
  if (lost) {
    const limit = sizeWords(words, knowledge.criteria.photo.maxBytes);
    await turn.context.sendActivity(message(words.say('verification.photo.upload_refused', { limit })));
  }
  if (await explainScreenshot(scene)) return;
  turn.memory.held = [...new Set([...turn.memory.held, ...uploadIdsOf(turn.reply)])];
  if (turn.memory.held.length === 0) return answerAside(scene, words.say('menu.offer'));
  if (waiting) return answerAside(scene, words.say('verification.photo.held'));
  const latest = await services.submissions.latest(turn.customerId);
  const step = latest?.state === 'draft' ? nextStep(latest) : undefined;
  const isPhotoStep =
    step === 'document_front' || step === 'document_back' || step === 'selfie' || step === 'liveness';
  if (isPhotoStep) await dialogs.beginDialog(VERIFICATION, {});
  else await dialogs.beginDialog((await waitsForPaper(means, turn)) ? INSTITUTION : PURPOSE, {});
}
