import { unknownAnswer } from '../../knowledge/answer/answer.ts';
import { articleOf } from '../../knowledge/knowledge.ts';
import { plain } from '../replies/choose.ts';
import { message, withChoices } from '../replies/message.ts';
import { wayOut } from '../replies/way-out.ts';
import type { MessageKey } from '../replies/words.ts';
import { nextStep } from '../verification/next-step.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { answerAside, type Scene } from './scene.ts';

/** A guess below this is not worth showing. */
const WORTH_OFFERING = 0.15;

/** Says honestly that a message was not understood, and offers ways to go on; repeatedly: a person. */
export async function admitIgnorance(scene: Scene, isQuestion: boolean): Promise<void> {
  const { means, turn, waiting } = scene;
  const { words, knowledge } = means;
  if (waiting) return answerAside(scene, unknownAnswer(knowledge).text.trim());
  if (!isQuestion && (await goOnWithDraft(scene))) return;

  turn.memory.misunderstood += 1;
  if (turn.memory.misunderstood >= 2) {
    await turn.context.sendActivity(wayOut(words));
    return;
  }
  const closest = titlesOfClosest(scene);
  if (closest.length > 0) {
    turn.memory.offers = Object.fromEntries(closest.map(({ title, intent }) => [plain(title), intent]));
    const choices = [...closest, words.choice('person')];
    const offer = withChoices(message(words.say('misunderstood.closest')), choices, turn.rich);
    await turn.context.sendActivity(offer);
    return;
  }
  await answerAside(
    scene,
    isQuestion ? unknownAnswer(knowledge).text.trim() : words.say('misunderstood.first'),
  );
}

/** Words that fit nowhere may answer a question that got lost: the draft knows which one is open. */
export async function goOnWithDraft({ dialogs, means, turn }: Scene): Promise<boolean> {
  const latest = await means.services.submissions.latest(turn.customerId);
  if (latest?.state !== 'draft' || nextStep(latest) === 'consent') return false;
  await dialogs.beginDialog(VERIFICATION, {});
  return true;
}

const TITLED = {
  verify: 'intent.verify',
  status: 'intent.status',
  reverify: 'intent.reverify',
  problem: 'intent.problem',
  limits: 'intent.limits',
  benefits: 'intent.benefits',
  institution: 'intent.institution',
  person: 'intent.person',
  help: 'intent.help',
} as const satisfies Record<string, MessageKey>;

function titlesOfClosest({ means, recognition }: Scene): { title: string; intent: string }[] {
  const { words, knowledge } = means;
  const likely = (recognition?.ranking ?? []).filter(({ confidence }) => confidence >= WORTH_OFFERING);
  return likely.flatMap(({ intent }) => {
    if (intent in TITLED) return [{ title: words.say(TITLED[intent as keyof typeof TITLED]), intent }];
    const article = articleOf(knowledge, intent);
    const title = article === undefined ? undefined : knowledge.articles.get(article)?.title;
    return title === undefined ? [] : [{ title, intent }];
  });
}
