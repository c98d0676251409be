import { answerArticle } from '../../knowledge/answer/answer.ts';
import { articleOf } from '../../knowledge/knowledge.ts';
import { DETAILS } from '../replies/words.ts';
import { describeStatus } from '../status/describe-status.ts';
import { nextStep, progressOf } from '../verification/next-step.ts';
import {
  answerLimits,
  beginInstitution,
  beginLimits,
  bringPerson,
  compare,
  diagnoseNamed,
  diagnoseProblem,
  showTable,
  verify,
} from './begin-flows.ts';
import { answerHelped, answerNotHelped, noneFits } from './feedback.ts';
import { offerLanguages } from '../language/offer-languages.ts';
import { openInstitutionProgress } from '../institution/open-institution.ts';
import { standingIn } from './follow-up.ts';
import { askForMailCode, besideMailQuestion } from './mail-code.ts';
import { menuFor } from './menu.ts';
import { answerSender, OFFICIAL_MAIL } from './judge-sender.ts';
import { cancel, goBackOne, startOver } from './leaving.ts';
import { answerAside, answerFrom, showAside, type Scene } from './scene.ts';

type Interruption = (scene: Scene) => Promise<void>;

/** What each intent does, wherever the conversation stands. Intents with an article are answered by it. */
const INTERRUPTIONS: Readonly<Record<string, Interruption>> = {
  help: async (scene) => {
    const { words } = scene.means;
    const { waiting } = scene;
    const here = waiting ? [waiting.question.help(waiting.options)] : [words.say('welcome.hello')];
    const menu = waiting ? undefined : await menuFor(scene.means, scene.turn);
    return answerAside(
      scene,
      [...here, words.say('help.general')].join('\n\n'),
      menu && [...menu, 'language' as const],
    );
  },
  language: offerLanguages,
  mail_code: askForMailCode,
  repeat: async (scene) => {
    const { turn, waiting, dialogs, means } = scene;
    if (waiting) return dialogs.repromptDialog();
    return answerAside(scene, turn.memory.lastAnswer ?? means.words.say('misunderstood.nothing_to_repeat'));
  },
  what: explain,
  skip: (scene) => {
    const { words } = scene.means;
    const { waiting } = scene;
    if (!waiting) return answerAside(scene, words.say('repair.nothing_to_skip'));
    return answerAside(
      scene,
      [words.say('repair.cannot_skip'), waiting.question.help(waiting.options)].join('\n\n'),
    );
  },
  which_detail: (scene) => {
    const { words } = scene.means;
    const details = DETAILS.map((detail) => `- ${words.say(`label.${detail}`)}`);
    return answerAside(scene, [words.say('repair.which_detail'), details.join('\n')].join('\n\n'));
  },
  how_are_you: (scene) => answerAside(scene, scene.means.words.say('small_talk.how_are_you')),
  secret_offer: (scene) => answerAside(scene, scene.means.words.say('secret.about_to_send')),
  answer_helped: answerHelped,
  answer_not_helped: answerNotHelped,
  none_fits: noneFits,
  whole_table: showTable,
  compare,
  back: goBackOne,
  cancel,
  start_over: startOver,
  greeting: greet,
  thanks: (scene) => answerAside(scene, scene.means.words.say('small_talk.thanks')),
  goodbye: (scene) => answerAside(scene, scene.means.words.say('small_talk.goodbye')),
  yes: offerMenu,
  no: offerMenu,
  solved: (scene) => answerAside(scene, scene.means.words.say('diagnosis.solved')),
  unsolved: diagnoseProblem,
  verify,
  reverify: verify,
  status: async (scene) => showAside(scene, await describeStatus(scene.means, scene.turn)),
  problem: diagnoseProblem,
  limits: answerLimits,
  person: bringPerson,
  company: beginInstitution,
};

/** "Why do you need this?": most questions of a verification are asked because of KYC, some have reasons of their own. */
const WHY = 'article:why_kyc';

/** "Is this mail really from you?": a code in it can be checked. */
const MAIL_QUESTION = 'official_mail';

/** True when the intent led somewhere. */
export async function interrupt(scene: Scene, recognised: string): Promise<boolean> {
  const why = scene.waiting?.question.why;
  const intent = recognised === WHY && why ? (why === 'help' ? 'help' : why) : recognised;
  const interruption = INTERRUPTIONS[intent];
  if (interruption) {
    await interruption(scene);
    return true;
  }
  return answerTarget(scene, intent);
}

/** The one that leads to the verification of an institution. */
const INSTITUTION_ARTICLE = 'institution';

/** An article, by its intent or its id, or a passage that was offered. */
async function answerTarget(scene: Scene, target: string): Promise<boolean> {
  const { knowledge, config } = scene.means;
  const [kind, id = ''] = target.split(':');
  if (kind === 'limit' && knowledge.limits.has(id)) {
    const standing = scene.recognition ? standingIn(scene.recognition.entities) : {};
    await beginLimits(scene, { limitIds: [id], standing, question: scene.text });
    return true;
  }
  if (kind === 'problem' && knowledge.problems.has(id)) {
    await diagnoseNamed(scene, id);
    return true;
  }
  const article = articleOf(knowledge, target) ?? (kind === 'article' ? id : undefined);
  if (article === undefined || !knowledge.articles.has(article)) return false;
  if (article === OFFICIAL_MAIL && (await answerSender(scene))) return true;
  const beside =
    article === MAIL_QUESTION
      ? besideMailQuestion(scene)
      : article === INSTITUTION_ARTICLE
        ? { offer: 'company' as const }
        : undefined;
  await answerFrom(scene, answerArticle(knowledge, article, config), `article:${article}`, beside);
  return true;
}

/** "What?": the question in other words; without one, what was said last. */
function explain(scene: Scene): Promise<void> {
  const { waiting, turn, means } = scene;
  if (waiting) return answerAside(scene, waiting.question.help(waiting.options));
  const { words } = means;
  const said = turn.memory.lastAnswer ?? words.say('help.general');
  return answerAside(scene, said, ['answer_not_helped', 'help', 'person']);
}

function offerMenu(scene: Scene): Promise<void> {
  return answerAside(scene, scene.means.words.say('menu.offer'));
}

async function greet(scene: Scene): Promise<void> {
  const { means, turn, waiting } = scene;
  const { words, services } = means;
  if (waiting) return answerAside(scene, words.say('small_talk.greeting'));
  const latest = await services.submissions.latest(turn.customerId);
  const step = latest?.state === 'draft' ? nextStep(latest) : undefined;
  const progress = step && step !== 'consent' ? progressOf(step) : await openInstitutionProgress(means, turn);
  const draft = progress ? [words.say('welcome.draft', { ...progress })] : [];
  return answerAside(scene, [words.say('welcome.again'), ...draft, words.say('menu.offer')].join(' '));
}
