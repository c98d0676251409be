import type { DialogContext, DialogReason, DialogTurnResult } from 'botbuilder-dialogs';

import { causeOf, deviceOf, type Device } from '../../knowledge/diagnose/causes.ts';
import { askedSoFar, standOf, stepsGiven } from '../../knowledge/diagnose/walk.ts';
import { ESCALATION } from '../escalation/escalation-flow.ts';
import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import type { TriedSoFar } from '../memory.ts';
import { isWish } from '../navigation.ts';
import { message, offering } from '../replies/message.ts';
import { turnOf, type Turn } from '../turn.ts';
import type { DiagnosisAnswer } from './answers.ts';
import { browserAgeWords } from './browser-age-words.ts';
import { beginDiagnosis, type DiagnosisState } from './diagnosis-state.ts';
import { offerPersonQuestion } from './offer-person-question.ts';
import { problemQuestion } from './problem-question.ts';
import { seenQuestion } from './seen-question.ts';
import { symptomQuestion, type SymptomAsking } from './symptom-question.ts';
import { triedQuestion, type TriedAsking } from './tried-question.ts';

export const DIAGNOSIS = 'diagnosis';

/** What is said to help where no symptom is recognised: the guide's general steps. */
const UNRECOGNISED = 'other_error';

/** From a symptom to its cause, by the trees of knowledge/diagnosis; where they end, to a person. */
export class DiagnosisFlow extends Flow<DiagnosisState, DiagnosisAnswer> {
  constructor(means: Means) {
    super(DIAGNOSIS, means, [
      problemQuestion(means),
      seenQuestion(means),
      symptomQuestion(means),
      triedQuestion(means),
      offerPersonQuestion(means),
    ]);
  }

  protected override async next(turn: Turn, before: DiagnosisState): Promise<Next<DiagnosisState>> {
    const { knowledge, services, words } = this.means;
    const symptoms = before.symptoms ?? this.#symptomsIn(before);
    if (!symptoms) {
      turn.memory.diagnosis = { ...NOTHING_YET, summary: before.text, uploadIds: before.uploadIds };
      const { likely } = before;
      if (likely) return { kind: 'ask', question: 'seen', options: { likely }, state: before };
      return { kind: 'ask', question: 'problem', options: { uploadIds: before.uploadIds }, state: before };
    }
    const state = { ...before, symptoms };
    const { happened = [] } = state;
    const device = deviceOf(knowledge, await services.userAgent(turn.conversationId));
    turn.memory.diagnosis = this.#triedSoFar(state, symptoms, device);
    const stand = standOf(knowledge, symptoms, happened, device);
    switch (stand.kind) {
      case 'ask': {
        const { kind, ...asking } = stand;
        return { kind, question: 'symptom', options: asking satisfies SymptomAsking, state };
      }
      case 'try': {
        const { id, title, sections, aboutBrowserAge } = stand.cause;
        const age = aboutBrowserAge ? browserAgeWords(words, device.age) : undefined;
        const options: TriedAsking = {
          ...{ cause: id, title, sections, steps: stand.steps, uploadIds: [] },
          first: happened.every(({ kind }) => kind !== 'failed'),
          ...(age !== undefined && { age }),
        };
        return { kind: 'ask', question: 'tried', options, state };
      }
      case 'ticket':
        return { kind: 'ask', question: 'offer_person', options: {}, state };
    }
  }

  protected override readonly reworded = async (turn: Turn, state: DiagnosisState): Promise<object> => {
    const next = await this.next(turn, state);
    if (next.kind !== 'ask') return {};
    // Files that came with the question stay.
    return Object.fromEntries(Object.entries(next.options ?? {}).filter(([name]) => name !== 'uploadIds'));
  };

  /** Undefined: it has to be asked for. */
  #symptomsIn({ text, described, likely }: DiagnosisState): readonly string[] | undefined {
    if (likely) return undefined;
    const { problemIds } = this.means.recogniser.recognise(text).entities;
    if (problemIds.length > 0) return problemIds;
    return described ? [UNRECOGNISED] : undefined;
  }

  /** For the people who may take over. */
  #triedSoFar(
    { text, uploadIds, happened = [] }: DiagnosisState,
    symptoms: readonly string[],
    device: Device,
  ): TriedSoFar {
    const { knowledge, atDesk } = this.means;
    const causes = happened.flatMap((event) => (event.kind === 'failed' ? [event.cause] : []));
    return {
      summary: text || (causeOf(knowledge, symptoms[0] ?? '', device)?.title ?? ''),
      problemIds: [...new Set([...symptoms, ...causes])],
      tried: stepsGiven(atDesk.knowledge, happened, device),
      asked: askedSoFar(atDesk.knowledge, happened, atDesk.words.choice('not_sure').title),
      uploadIds,
    };
  }

  protected override async take(
    turn: Turn,
    state: DiagnosisState,
    answer: DiagnosisAnswer,
  ): Promise<After<DiagnosisState>> {
    const { words } = this.means;
    const { happened = [] } = state;
    switch (answer.kind) {
      case 'problem': {
        const { text, uploadIds, symptoms, likely } = answer;
        const known = { text, uploadIds, ...(symptoms && { symptoms }), ...(likely && { likely }) };
        return { kind: 'on', state: { ...beginDiagnosis(known), described: text !== '' } };
      }
      case 'seen': {
        const { text, uploadIds } = state;
        const symptoms = answer.problemId === null ? {} : { symptoms: [answer.problemId] };
        return { kind: 'on', state: beginDiagnosis({ text, uploadIds, ...symptoms }) };
      }
      case 'symptom': {
        const { tree, node, option } = answer;
        const answered = { kind: 'answered', tree, node, option } as const;
        return { kind: 'on', state: { ...state, happened: [...happened, answered] } };
      }
      case 'tried': {
        if (answer.helped) {
          delete turn.memory.diagnosis;
          const offer = offering(words, words.say('diagnosis.solved'), ['verify', 'status'], turn.rich);
          await turn.context.sendActivity(offer);
          return { kind: 'end' };
        }
        const uploadIds = [...state.uploadIds, ...answer.uploadIds];
        const failed = { kind: 'failed', cause: answer.cause } as const;
        return { kind: 'on', state: { ...state, uploadIds, happened: [...happened, failed] } };
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
    if (asked === 'problem' || asked === 'seen') return Promise.resolve(undefined);
    const { happened = [], text, uploadIds, symptoms } = state;
    if (happened.length > 0) return Promise.resolve({ ...state, happened: happened.slice(0, -1) });
    // What it is about was not said in words but read or chosen: there is nothing to take back.
    if (text === '' && symptoms !== undefined) return Promise.resolve(undefined);
    return Promise.resolve(beginDiagnosis({ uploadIds }));
  }

  protected override restart(): Promise<DiagnosisState> {
    return Promise.resolve(beginDiagnosis());
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_other');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_diagnosis');
  }
}

const NOTHING_YET: Omit<TriedSoFar, 'summary' | 'uploadIds'> = { problemIds: [], tried: [], asked: [] };
