import { answerArticle } from '../../knowledge/answer/answer.ts';
import { articleOf } from '../../knowledge/knowledge.ts';
import { DIAGNOSIS, type DiagnosisState } from '../diagnosis/diagnosis-flow.ts';
import { ESCALATION, type EscalationState } from '../escalation/escalation-flow.ts';
import { LIMITS, type LimitsState } from '../limits/limits-flow.ts';
import type { TriedSoFar } from '../memory.ts';
import { sourced } from '../replies/sourced.ts';
import { describeStatus } from '../status/describe-status.ts';
import { nextStep, progressOf } from '../verification/next-step.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { cancel, goBackOne, startOver } from './leaving.ts';
import { answerAside, showAside, type Scene } from './scene.ts';

type Interruption = (scene: Scene) => Promise<void>;

/** What each intent does, wherever the conversation stands. Intents with an article are answered by it. */
const INTERRUPTIONS: Readonly<Record<string, Interruption>> = {
  help: (scene) => {
    const { words } = scene.means;
    const { waiting } = scene;
    const here = waiting ? [waiting.question.help(waiting.options)] : [words.say('welcome.hello')];
    return answerAside(scene, [...here, words.say('help.general')].join('\n\n'));
  },
  repeat: async (scene) => {
    const { turn, waiting, dialogs, means } = scene;
    if (waiting) return dialogs.repromptDialog();
    return answerAside(scene, turn.memory.lastAnswer ?? means.words.say('misunderstood.nothing_to_repeat'));
  },
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
};

/** "Why do you need this?": most questions of a verification are asked because of KYC, some have reasons of their own. */
const WHY = 'article:why_kyc';

/** True when the intent led somewhere. */
export async function interrupt(scene: Scene, recognised: string): Promise<boolean> {
  const why = scene.waiting?.question.why;
  const intent = recognised === WHY && why ? (why === 'help' ? 'help' : why) : recognised;
  const interruption = INTERRUPTIONS[intent];
  if (interruption) {
    await interruption(scene);
    return true;
  }
  const { knowledge, words, config } = scene.means;
  const articleId = articleOf(knowledge, intent);
  if (articleId === undefined) return false;
  const text = sourced(words, answerArticle(knowledge, articleId, config));
  scene.turn.memory.lastAnswer = text;
  await answerAside(scene, text);
  return true;
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
  const draft =
    step === undefined || step === 'consent' ? [] : [words.say('welcome.draft', { ...progressOf(step) })];
  return answerAside(scene, [words.say('welcome.again'), ...draft, words.say('menu.offer')].join(' '));
}

async function verify(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === VERIFICATION)
    return answerAside(scene, means.words.say('flow.already_there_verification'));
  // Its state lives in the submission: beginning it anew goes on where it was, whatever lies in between.
  dialogs.stack.splice(0);
  turn.memory.misunderstood = 0;
  await dialogs.beginDialog(VERIFICATION, {});
}

async function bringPerson(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === ESCALATION)
    return answerAside(scene, means.words.say('flow.already_there_escalation'));
  const prefill = turn.memory.diagnosis ?? saidAlready(turn.reply.text);
  const state: EscalationState = prefill ? { prefill } : {};
  await dialogs.beginDialog(ESCALATION, state);
}

/** Whoever says in the same breath what it is about need not say it again. */
function saidAlready(text: string): TriedSoFar | undefined {
  if (text.split(/\s+/).length < WORDS_OF_A_SUMMARY) return undefined;
  return { summary: text, problemIds: [], tried: [], uploadIds: [] };
}

const WORDS_OF_A_SUMMARY = 8;

const FAILED = 'verification_failed';

async function diagnoseProblem(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting, recognition } = scene;
  const [first] = recognition?.entities.problemIds ?? [];
  const latest = await means.services.submissions.latest(turn.customerId);
  // The reasons are known here: they say more than advice on failed verifications in general.
  if (first === FAILED && latest?.state === 'rejected')
    return showAside(scene, await describeStatus(means, turn));
  const named = first !== undefined;
  const state: DiagnosisState = { text: named ? turn.reply.text : '', uploadIds: [], ruledOut: 0 };
  if (waiting?.flow === DIAGNOSIS) await dialogs.replaceDialog(DIAGNOSIS, state);
  else await dialogs.beginDialog(DIAGNOSIS, state);
}

async function answerLimits({ dialogs, waiting, recognition }: Scene): Promise<void> {
  const { limitIds = [], verified, registeredAt, country } = recognition?.entities ?? {};
  const state: LimitsState = {
    limitIds,
    standing: {
      ...(verified !== undefined && { verified }),
      ...(registeredAt !== undefined && { registeredAt }),
      ...(country !== undefined && { residence: country }),
    },
  };
  if (waiting?.flow === LIMITS) await dialogs.replaceDialog(LIMITS, state);
  else await dialogs.beginDialog(LIMITS, state);
}
