import { PHOTO_SLOTS, type Submission } from '../../knowledge/verification/submission.ts';
import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import type { Conflict, VerificationAnswer, VerificationQuestion } from './answers.ts';
import { askingFor, refusalsOf } from './asking-for.ts';
import { checkQuestion } from './check-question.ts';
import { conflictQuestion } from './conflict-question.ts';
import { consentQuestion } from './consent-question.ts';
import { countryQuestion } from './country-question.ts';
import { documentTypeQuestion } from './document-type-question.ts';
import { enterVerification, submittedWords } from './enter-verification.ts';
import { fieldQuestion } from './field-question.ts';
import { livenessQuestion } from './liveness-question.ts';
import { livenessReadyQuestion } from './liveness-ready-question.ts';
import { nextStep, progressOf } from './next-step.ts';
import { FORM_FIELDS } from './particulars.ts';
import { particularsQuestion } from './particulars-question.ts';
import { photoQuestion } from './photo-question.ts';
import { firstQuestion, questionBefore } from './question-order.ts';
import { createSubmissionDesk } from './submission-desk.ts';
import { createTakeAnswer } from './take-answer.ts';
import { settled, type VerificationState } from './verification-state.ts';
import { explainDropped } from './explain-reasons.ts';

export const VERIFICATION = 'verification';

/**
 * Gets one person through identity verification. What was given lives in the submission, so this flow asks
 * for what that lacks and can begin at any point, in any conversation, after any loss of dialog state.
 */
export class VerificationFlow extends Flow<VerificationState, VerificationAnswer> {
  readonly #desk;
  readonly #takeAnswer;

  constructor(means: Means) {
    super(VERIFICATION, means, [
      consentQuestion(means),
      countryQuestion(means),
      documentTypeQuestion(means),
      particularsQuestion(means),
      ...FORM_FIELDS.map((field) => fieldQuestion(means, field)),
      ...PHOTO_SLOTS.map((slot) => photoQuestion(means, slot)),
      livenessReadyQuestion(means),
      livenessQuestion(means),
      conflictQuestion(means),
      checkQuestion(means),
    ]);
    this.#desk = createSubmissionDesk(means);
    this.#takeAnswer = createTakeAnswer(means, this.#desk);
  }

  protected override async next(turn: Turn, state: VerificationState): Promise<Next<VerificationState>> {
    const opened = await enterVerification(this.means, turn, state);
    if (!opened) return { kind: 'end' };
    const begun: VerificationState = { ...settled(state), ...(state.queue && { queue: state.queue }) };
    const { submission, dropped } = await this.#desk.settle(opened);
    if (dropped.length > 0) await turn.context.sendActivity(message(explainDropped(this.means, dropped)));
    if (state.conflict)
      return this.#askAboutConflict(submission, state.conflict, { ...begun, conflict: state.conflict });

    const step = nextStep(submission);
    const question =
      state.queue?.[0] ??
      (step === 'submit'
        ? undefined
        : firstQuestion(step, submission, {
            rich: turn.rich,
            at: this.means.services.now(),
            criteria: this.means.knowledge.criteria,
          }));
    if (!question) return this.#submit(turn, submission);
    const options = await askingFor(this.means, turn, submission, question, state.pardoned);
    return { kind: 'ask', question, options, state: begun };
  }

  protected override async take(
    turn: Turn,
    state: VerificationState,
    answer: VerificationAnswer,
  ): Promise<After<VerificationState>> {
    return this.#takeAnswer(turn, state, answer);
  }

  protected override async back(
    turn: Turn,
    state: VerificationState,
    asked: string,
  ): Promise<VerificationState | undefined> {
    const { conflict } = state;
    if (conflict) return { ...settled(state), queue: [conflict.patch ? 'check' : conflict.slot] };
    const submission = await this.means.services.submissions.latest(turn.customerId);
    const documentType = submission?.answers.documentType ?? 'passport';
    const before = questionBefore(asked as VerificationQuestion, documentType, turn.rich);
    return before && { ...settled(state), queue: [before] };
  }

  #askAboutConflict(
    submission: Submission,
    conflict: Conflict,
    state: VerificationState,
  ): Next<VerificationState> {
    const options = {
      conflict,
      refusals: refusalsOf(submission, conflict.slot, state.pardoned),
      progress: progressOf(conflict.patch ? 'check' : conflict.slot),
      confirmLeaving: true,
    };
    return { kind: 'ask', question: 'conflict', options, state };
  }

  async #submit(turn: Turn, draft: Submission): Promise<Next<VerificationState>> {
    const submitted = await this.means.services.submissions.submit(draft.id);
    const text = await submittedWords(this.means, submitted);
    await turn.context.sendActivity(offering(this.means.words, text, ['status', 'account'], turn.rich));
    return { kind: 'end' };
  }

  protected override restart(): Promise<VerificationState> {
    return Promise.resolve({ startOver: true });
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_verification');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_verification');
  }
}
