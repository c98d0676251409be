import { compareVerification } from '../../knowledge/answer/compare.ts';
import { DIAGNOSIS } from '../diagnosis/diagnosis-flow.ts';
import { beginDiagnosis } from '../diagnosis/diagnosis-state.ts';
import { ESCALATION } from '../escalation/escalation-flow.ts';
import type { EscalationState } from '../escalation/escalation-state.ts';
import { INSTITUTION } from '../institution/institution-flow.ts';
import { LIMITS, standingOf, type LimitsState } from '../limits/limits-flow.ts';
import { readTableFilter, tableCard } from '../limits/table-card.ts';
import type { TriedSoFar } from '../memory.ts';
import { describeStatus } from '../status/describe-status.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { standingIn } from './follow-up.ts';
import { buttonIntent } from './phrases.ts';
import { answerAside, answerFrom, showAside, type Scene } from './scene.ts';

export async function verify(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === VERIFICATION)
    return answerAside(scene, means.words.say('flow.already_there_verification'));
  // Its state lives in the submission: beginning it anew goes on where it was, whatever lies in between.
  dialogs.stack.splice(0);
  turn.memory.misunderstood = 0;
  await dialogs.beginDialog(VERIFICATION, {});
}

/** The verification of a company; that of the person stays where it is. */
export async function beginInstitution(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === INSTITUTION)
    return answerAside(scene, means.words.say('flow.already_there_verification'));
  dialogs.stack.splice(0);
  turn.memory.misunderstood = 0;
  await dialogs.beginDialog(INSTITUTION, {});
}

export async function bringPerson(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === ESCALATION)
    return answerAside(scene, means.words.say('flow.already_there_escalation'));
  const said = saidAlready(scene.text);
  const { diagnosis } = turn.memory;
  const prefill =
    diagnosis && said && diagnosis.summary === ''
      ? { ...diagnosis, summary: said.summary }
      : (diagnosis ?? said);
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

export async function diagnoseProblem(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting, recognition } = scene;
  const [first] = recognition?.entities.problemIds ?? [];
  const latest = await means.services.submissions.latest(turn.customerId);
  // The reasons are known here: they say more than advice on failed verifications in general.
  if (first === FAILED && latest?.state === 'rejected')
    return showAside(scene, await describeStatus(means, turn));
  const named = first !== undefined;
  const state = beginDiagnosis({ text: named ? scene.text : '' });
  if (waiting?.flow === DIAGNOSIS) await dialogs.replaceDialog(DIAGNOSIS, state);
  else await dialogs.beginDialog(DIAGNOSIS, state);
}

/** A problem that was chosen from what the search found. */
export async function diagnoseNamed(scene: Scene, problemId: string): Promise<void> {
  await scene.dialogs.beginDialog(DIAGNOSIS, beginDiagnosis({ symptoms: [problemId] }));
}

export async function answerLimits(scene: Scene): Promise<void> {
  const { turn, waiting, recognition, text } = scene;
  const { limitIds = [], concepts = [], verified, amounts = [], country } = recognition?.entities ?? {};
  // "I am not verified", said where something else about the account was asked, is still about the same rows.
  const isRemark = waiting?.flow === LIMITS && limitIds.length === 0 && verified !== undefined;
  await beginLimits(scene, {
    limitIds: isRemark ? (turn.memory.limitIds ?? []) : limitIds,
    standing: recognition ? standingIn(recognition.entities) : {},
    question: text,
    concepts,
    asked: { amounts, ...(country !== undefined && { country }) },
  });
}

export async function beginLimits({ dialogs, waiting }: Scene, state: LimitsState): Promise<void> {
  if (waiting?.flow === LIMITS) await dialogs.replaceDialog(LIMITS, state);
  else await dialogs.beginDialog(LIMITS, state);
}

/** "What changes when I verify?", for the rows that are named, or those of the last answer when it goes on with it. */
export async function compare(scene: Scene): Promise<void> {
  const { means, turn, recognition, text } = scene;
  const { topic } = turn.memory;
  const named = recognition?.entities.limitIds ?? [];
  const pressed = buttonIntent(means.words, text, true) === 'compare';
  const rows = named.length > 0 ? named : pressed ? (topic?.limitIds ?? []) : [];
  const standing = await standingOf(means, turn, recognition ? standingIn(recognition.entities) : {});
  const answer = compareVerification(means.knowledge, rows, standing);
  await answerFrom(scene, answer, 'compare');
  turn.memory.topic = { question: text, shown: ['compare'], limitIds: rows, standing: {}, unhelpful: 0 };
}

/** The guide's table with its filters; what a card says filters it anew. */
export async function showTable(scene: Scene): Promise<void> {
  const { means, turn } = scene;
  const standing = await standingOf(means, turn, {});
  const filter = readTableFilter(turn.reply.card?.fields ?? {});
  await showAside(scene, tableCard(means.words, means.knowledge, { filter, standing, rich: turn.rich }));
}
