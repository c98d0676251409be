import { unknownAnswer } from '../../knowledge/answer/answer.ts';
import { INSTITUTION } from '../institution/institution-flow.ts';
import { openInstitutionStep } from '../institution/open-institution.ts';
import { wayOut } from '../replies/way-out.ts';
import { nextStep } from '../verification/next-step.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { closestMeanings, MOST_OFFERS } from './closest-meanings.ts';
import { noteQuestion } from './note-question.ts';
import { offerChoices } from './passages.ts';
import { answerAside, type Scene } from './scene.ts';

/** A guess below this is not worth showing. */
const WORTH_OFFERING = 0.15;

/** Says honestly that a message was not understood, and offers ways to go on; repeatedly: a person. */
export async function admitIgnorance(scene: Scene, isQuestion: boolean): Promise<void> {
  const { means, turn, waiting, text } = scene;
  const { words, knowledge } = means;
  if (!waiting && !isQuestion && (await goOnWithDraft(scene))) return;

  const unknown = unknownAnswer(knowledge).text.trim();
  await noteQuestion(scene, { text, why: 'unanswered', shown: [] });
  if (waiting) return answerAside(scene, unknown);
  turn.memory.misunderstood += 1;
  if (turn.memory.misunderstood >= 2) {
    await turn.context.sendActivity(wayOut(words));
    return;
  }
  turn.memory.topic = { question: text, shown: [], unhelpful: 0 };
  const closest = closestMeanings(scene, WORTH_OFFERING);
  const passages = means.search
    .find(text)
    .filter(({ title }) => !closest.some((other) => other.title === title))
    .slice(0, Math.max(0, MOST_OFFERS - closest.length));
  const offers = [...closest, ...passages];
  if (offers.length === 0) return answerAside(scene, isQuestion ? unknown : words.say('misunderstood.first'));
  const list = passages.map(({ title, excerpt }) => words.say('answer.passage', { title, excerpt }));
  const said = words.say(list.length > 0 ? 'misunderstood.passages' : 'misunderstood.closest');
  await offerChoices(scene, [said, list.join('\n')].join('\n\n').trim(), offers);
}

/** Words that fit nowhere may answer a question that got lost: the draft knows which one is open. */
export async function goOnWithDraft({ dialogs, means, turn }: Scene): Promise<boolean> {
  const latest = await means.services.submissions.latest(turn.customerId);
  if (latest?.state === 'draft' && nextStep(latest) !== 'consent') {
    await dialogs.beginDialog(VERIFICATION, {});
    return true;
  }
  if ((await openInstitutionStep(means, turn)) === undefined) return false;
  await dialogs.beginDialog(INSTITUTION, {});
  return true;
}
