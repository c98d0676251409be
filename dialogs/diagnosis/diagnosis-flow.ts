import type { DialogContext, DialogReason, DialogTurnResult } from 'botbuilder-dialogs';

import { diagnose, type Problem } from '../../knowledge/diagnose/diagnose.ts';
import { ESCALATION } from '../escalation/escalation-flow.ts';
import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import { isWish } from '../navigation.ts';
import { message, offering } from '../replies/message.ts';
import { turnOf, type Turn } from '../turn.ts';
import type { DiagnosisAnswer } from './answers.ts';
import { offerPersonQuestion } from './offer-person-question.ts';
import { problemQuestion } from './problem-question.ts';
import { triedQuestion } from './tried-question.ts';

export interface DiagnosisState {
  /** The problem in the customer's words. */
  readonly text: string;
  readonly uploadIds: readonly string[];
  /** The customer was asked to describe it: what is still not recognised gets general advice. */
  readonly described?: boolean;
  /** Causes that did not turn out to be the one. */
  readonly ruledOut: number;
}

export const DIAGNOSIS = 'diagnosis';

/** A problem in words: one cause after the other with what helps against it, then a person. */
export class DiagnosisFlow extends Flow<DiagnosisState, DiagnosisAnswer> {
  constructor(means: Means) {
    super(DIAGNOSIS, means, [problemQuestion(means), triedQuestion(means), offerPersonQuestion(means)]);
  }

  protected override async next(turn: Turn, state: DiagnosisState): Promise<Next<DiagnosisState>> {
    const { recogniser, knowledge, services } = this.means;
    const recognition = recogniser.recognise(state.text);
    if (recognition.entities.problemIds.length === 0 && !state.described) {
      turn.memory.diagnosis = { summary: state.text, problemIds: [], tried: [], uploadIds: state.uploadIds };
      return { kind: 'ask', question: 'problem', options: { uploadIds: state.uploadIds }, state };
    }
    const browser = await services.userAgent(turn.conversationId);
    const { problems } = diagnose(knowledge, recognition, browser);
    turn.memory.diagnosis = {
      summary: state.text || (problems[0]?.title ?? ''),
      problemIds: problems.map(({ id }) => id),
      tried: stepsOf(problems.slice(0, state.ruledOut)),
      uploadIds: state.uploadIds,
    };
    const problem = problems[state.ruledOut];
    if (!problem) return { kind: 'ask', question: 'offer_person', options: {}, state };
    const alreadyTried = new Set(turn.memory.diagnosis.tried);
    const steps = problem.steps.filter((step) => !alreadyTried.has(step));
    // What helps against this cause was all tried against the one before.
    if (steps.length === 0) return { kind: 'on', state: { ...state, ruledOut: state.ruledOut + 1 } };
    const { title, sections } = problem;
    const options = { title, steps, sections, uploadIds: [], first: state.ruledOut === 0 };
    return { kind: 'ask', question: 'tried', options, state };
  }

  protected override async take(
    turn: Turn,
    state: DiagnosisState,
    answer: DiagnosisAnswer,
  ): Promise<After<DiagnosisState>> {
    const { words } = this.means;
    switch (answer.kind) {
      case 'problem': {
        const { text, uploadIds } = answer;
        return { kind: 'on', state: { text, uploadIds, described: true, ruledOut: 0 } };
      }
      case 'tried': {
        if (answer.helped) {
          delete turn.memory.diagnosis;
          const offer = offering(words, words.say('diagnosis.solved'), ['verify', 'status'], turn.rich);
          await turn.context.sendActivity(offer);
          return { kind: 'end' };
        }
        const uploadIds = [...state.uploadIds, ...answer.uploadIds];
        return { kind: 'on', state: { ...state, uploadIds, described: true, ruledOut: state.ruledOut + 1 } };
      }
      case 'offer_person':
        if (answer.wanted)
          return { kind: 'become', flow: ESCALATION, state: { prefill: turn.memory.diagnosis } };
        await turn.context.sendActivity(message(words.say('diagnosis.declined')));
        return { kind: 'end' };
    }
  }

  /** Back from another flow. With a ticket opened meanwhile the problem is in people's hands: no steps any more. */
  override async resumeDialog(
    outer: DialogContext,
    reason: DialogReason,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    const handedOver = turnOf(outer).memory.diagnosis === undefined && !isWish(result);
    return handedOver ? outer.endDialog() : super.resumeDialog(outer, reason, result);
  }

  protected override back(
    _turn: Turn,
    state: DiagnosisState,
    asked: string,
  ): Promise<DiagnosisState | undefined> {
    if (asked === 'problem') return Promise.resolve(undefined);
    if (state.ruledOut > 0) return Promise.resolve({ ...state, ruledOut: state.ruledOut - 1 });
    return Promise.resolve({ text: '', uploadIds: state.uploadIds, ruledOut: 0 });
  }

  protected override restart(): Promise<DiagnosisState> {
    return Promise.resolve({ text: '', uploadIds: [], ruledOut: 0 });
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_other');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_diagnosis');
  }
}

function stepsOf(problems: readonly Problem[]): string[] {
  return [...new Set(problems.flatMap(({ steps }) => steps))];
}
