import { DIAGNOSIS, type DiagnosisState } from '../diagnosis/diagnosis-flow.ts';
import { ESCALATION } from '../escalation/escalation-flow.ts';
import type { EscalationState } from '../escalation/escalation-state.ts';
import { LIMITS, type LimitsState } from '../limits/limits-flow.ts';
import type { TriedSoFar } from '../memory.ts';
import { describeStatus } from '../status/describe-status.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { answerAside, showAside, type Scene } from './scene.ts';

export async function verify(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === VERIFICATION)
    return answerAside(scene, means.words.say('flow.already_there_verification'));
  // Its state lives in the submission: beginning it anew goes on where it was, whatever lies in between.
  dialogs.stack.splice(0);
  turn.memory.misunderstood = 0;
  await dialogs.beginDialog(VERIFICATION, {});
}

export async function bringPerson(scene: Scene): Promise<void> {
  const { dialogs, means, turn, waiting } = scene;
  if (waiting?.flow === ESCALATION)
    return answerAside(scene, means.words.say('flow.already_there_escalation'));
  const said = saidAlready(turn.reply.text);
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
  const state: DiagnosisState = { text: named ? turn.reply.text : '', uploadIds: [], ruledOut: 0 };
  if (waiting?.flow === DIAGNOSIS) await dialogs.replaceDialog(DIAGNOSIS, state);
  else await dialogs.beginDialog(DIAGNOSIS, state);
}

export async function answerLimits({ dialogs, turn, waiting, recognition }: Scene): Promise<void> {
  const { limitIds = [], verified, registeredAt, country } = recognition?.entities ?? {};
  // "I am not verified", said where something else about the account was asked, is still about the same rows.
  const isRemark = waiting?.flow === LIMITS && limitIds.length === 0 && verified !== undefined;
  const state: LimitsState = {
    limitIds: isRemark ? (turn.memory.limitIds ?? []) : limitIds,
    standing: {
      ...(verified !== undefined && { verified }),
      ...(registeredAt !== undefined && { registeredAt }),
      ...(country !== undefined && { residence: country }),
    },
  };
  if (waiting?.flow === LIMITS) await dialogs.replaceDialog(LIMITS, state);
  else await dialogs.beginDialog(LIMITS, state);
}
