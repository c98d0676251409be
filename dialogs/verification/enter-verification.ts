import { reasonText } from '../../knowledge/reasons/reason-text.ts';
import type { Submission } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import { nextStep, progressOf } from './next-step.ts';

interface Entry {
  readonly begun?: boolean;
  readonly startOver?: boolean;
}

/** Opens the submission to work on and says where the customer is; undefined when there is nothing to ask. */
export async function enterVerification(
  means: Means,
  turn: Turn,
  entry: Entry,
): Promise<Submission | undefined> {
  const { services, words } = means;
  const { submissions } = services;
  const say = (text: string) => turn.context.sendActivity(message(text));
  const end = async (text: string, offers: readonly ChoiceId[]) => {
    await turn.context.sendActivity(offering(words, text, offers, turn.rich));
    return undefined;
  };

  const latest = await submissions.latest(turn.customerId);
  if (latest?.state === 'submitted') {
    if (entry.begun) return end(await submittedWords(means, latest), ['status', 'account']);
    const { reference } = latest;
    return end(words.say('verification.submitted.already', { reference }), ['status', 'account']);
  }
  const customer = await services.customers.find(turn.customerId);
  if (latest?.state === 'approved' || customer.verified) {
    return end(words.say('verification.submitted.verified'), ['account']);
  }

  if (entry.startOver && !entry.begun && latest?.state === 'draft') {
    await submissions.withdraw(latest.id);
    await say(words.say('verification.withdrawn'));
    return submissions.start(turn.customerId, turn.conversationId);
  }
  // Also for an open draft: the notices follow the customer into this conversation.
  const submission = await submissions.start(turn.customerId, turn.conversationId);
  if (!entry.begun) for (const text of introduction(means, latest, submission)) await say(text);
  return submission;
}

function introduction(
  { words, knowledge }: Means,
  latest: Submission | undefined,
  opened: Submission,
): string[] {
  if (latest?.state === 'rejected') {
    const reasons = latest.decision?.reasons ?? [];
    const named = reasons.map((code) => words.say('status.reason', reasonText(knowledge, { code })));
    return [[words.say('verification.reverify'), ...named].join('\n')];
  }
  const step = nextStep(opened);
  if (latest?.state !== 'draft') return [words.say('verification.begin')];
  if (step === 'consent') return [words.say('verification.welcome_back_start')];
  return [words.say('verification.welcome_back', { ...progressOf(step) })];
}

/** The reference number and what happens next. No time: nobody knows it. */
export async function submittedWords({ services, words }: Means, submission: Submission): Promise<string> {
  const { email } = await services.customers.find(submission.customerId);
  return [
    words.say('verification.submitted.done', { reference: submission.reference }),
    words.say(email ? 'verification.submitted.next' : 'verification.submitted.next_without_email'),
    ...(submission.expedited ? [words.say('verification.submitted.expedited')] : []),
  ].join('\n\n');
}
