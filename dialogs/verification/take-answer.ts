import type { Answers, Submission } from '../../knowledge/verification/submission.ts';
import type { After } from '../flow.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import type { VerificationAnswer, VerificationQuestion } from './answers.ts';
import { explainReasons } from './explain-reasons.ts';
import { settleConflict } from './settle-conflict.ts';
import type { SubmissionDesk } from './submission-desk.ts';
import { settled, type VerificationState } from './verification-state.ts';

type Outcome = After<VerificationState>;
type TakeAnswer = (turn: Turn, state: VerificationState, answer: VerificationAnswer) => Promise<Outcome>;

/** Puts each answer into the submission. Safe to run twice for one message. */
export function createTakeAnswer(means: Means, desk: SubmissionDesk): TakeAnswer {
  const { services, words } = means;
  const { submissions, customers } = services;

  async function takeConsent(
    turn: Turn,
    draft: Submission,
    agreed: boolean,
    state: VerificationState,
  ): Promise<Outcome> {
    if (!agreed) {
      const text = words.say('verification.consent.refused');
      await turn.context.sendActivity(offering(words, text, ['person', 'account', 'verify'], turn.rich));
      return { kind: 'end' };
    }
    const at = services.now().toISOString();
    await submissions.give(draft.id, { consent: { at, version: words.say('verification.consent.version') } });
    return { kind: 'on', state };
  }

  async function takeAnswers(
    turn: Turn,
    draft: Submission,
    answers: Answers,
    state: VerificationState,
  ): Promise<Outcome> {
    const conflict = await desk.give(draft, answers);
    if (conflict) {
      const why = [words.say('verification.mismatch.changed'), ...explainReasons(means, conflict.reasons)];
      await turn.context.sendActivity(message(why.join('\n\n')));
      return { kind: 'on', state: { ...state, conflict } };
    }
    const { email } = await customers.find(turn.customerId);
    const askForEmail = !turn.rich && answers.documentNumber !== undefined && email === undefined;
    return {
      kind: 'on',
      state: askForEmail ? { ...state, queue: ['email', ...(state.queue ?? [])] } : state,
    };
  }

  async function takeEmail(turn: Turn, email: string): Promise<void> {
    const known = await customers.remember(turn.customerId, { email });
    if (known.email === email) return;
    await turn.context.sendActivity(message(words.say('verification.particulars.email_not_changed')));
  }

  async function changeDocument(draft: Submission, state: VerificationState): Promise<Outcome> {
    await submissions.dropPhoto(draft.id, 'document_front');
    await submissions.dropPhoto(draft.id, 'document_back');
    const queue: VerificationQuestion[] = ['country', 'document_type', 'document_number'];
    return { kind: 'on', state: { ...state, queue, pardoned: draft.refusals } };
  }

  return async (turn, before, answer) => {
    const rest = (before.queue ?? []).slice(1);
    const state = { ...settled(before), ...(rest.length > 0 && { queue: rest }) };
    const draft = await submissions.latest(turn.customerId);
    // Sent in or decided meanwhile, from another window or by an earlier run of this turn.
    if (draft?.state !== 'draft') return { kind: 'on', state: { begun: true } };
    switch (answer.kind) {
      case 'consent':
        return takeConsent(turn, draft, answer.agreed, state);
      case 'answers': {
        if (answer.email !== undefined) await takeEmail(turn, answer.email);
        return takeAnswers(turn, draft, answer.answers, state);
      }
      case 'email':
        if (answer.email !== undefined) await takeEmail(turn, answer.email);
        return { kind: 'on', state };
      case 'photo_settled':
      case 'liveness_noted':
        return { kind: 'on', state };
      case 'another_document':
        return changeDocument(draft, state);
      case 'confirmed':
        await submissions.give(draft.id, { confirmed: true });
        return { kind: 'on', state };
      case 'change':
        return { kind: 'on', state: { ...state, queue: [answer.question] } };
      default:
        return settleConflict(means, turn, draft, answer, state);
    }
  };
}
