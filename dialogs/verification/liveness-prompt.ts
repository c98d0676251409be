import type { Criteria } from '../../knowledge/checks/criteria.ts';
import { MOVEMENTS_ASKED, possibleMovements } from '../../knowledge/checks/liveness/draw-movements.ts';
import { openPrompt, type Movement } from '../../knowledge/verification/liveness.ts';
import type { Submission } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import type { StepAsking } from './step-question.ts';

/** One movement to be shown now. What happened so far is the submission's to know. */
export interface LivenessAsking extends StepAsking {
  readonly challengeKey: string;
  readonly movement: Movement;
  /** Counted from 1. */
  readonly number: number;
  readonly of: number;
  readonly until: string;
  readonly inVain: number;
}

export interface ReadyAsking extends StepAsking {
  /** `cannot`: the customer said so; `no_more`: only a person is left. */
  readonly why: 'first' | 'again' | 'cannot' | 'no_more';
  /** Challenges that came to nothing so far. */
  readonly inVain: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

type Given = Pick<Submission, 'photos' | 'liveness'>;

export function promptInTime(
  submission: Given,
  { at, criteria }: { readonly at: Date; readonly criteria: Criteria },
): boolean {
  const prompt = openPrompt(submission);
  return prompt !== undefined && at.getTime() <= deadlineOf(prompt.askedAt, criteria);
}

const deadlineOf = (askedAt: string, { liveness }: Criteria): number =>
  Date.parse(askedAt) + liveness.maxSeconds * 1000;

export function livenessAsking(
  { knowledge }: Pick<Means, 'knowledge'>,
  submission: Given,
): Omit<LivenessAsking, keyof StepAsking> {
  const prompt = openPrompt(submission);
  if (!prompt) throw new Error('no movement is to be shown');
  const { challenge, movement, askedAt } = prompt;
  return {
    challengeKey: challenge.key,
    movement,
    number: challenge.prompts.findIndex((one) => one.movement === movement) + 1,
    of: challenge.prompts.length,
    until: new Date(deadlineOf(askedAt, knowledge.criteria)).toISOString(),
    inVain: inVainOf(submission),
  };
}

export async function readyAsking(
  means: Means,
  submission: Submission,
): Promise<Omit<ReadyAsking, keyof StepAsking>> {
  const inVain = inVainOf(submission);
  if (!(await mayBeAsked(means, submission))) return { why: 'no_more', inVain };
  const last = submission.liveness?.challenges.at(-1);
  if (!last) return { why: 'first', inVain };
  const saidCannot =
    last.end?.how === 'given_up' &&
    last.prompts.some(({ movement }) => submission.liveness?.cannot.includes(movement));
  return { why: saidCannot ? 'cannot' : 'again', inVain };
}

const inVainOf = ({ liveness }: Given): number =>
  (liveness?.challenges ?? []).filter(({ end }) => end?.how !== 'passed').length;

/** What may be drawn for this customer now; empty when nothing may. */
export async function movementsToDraw(
  { services, knowledge }: Means,
  submission: Submission,
): Promise<readonly Movement[]> {
  const limits = knowledge.criteria.liveness;
  const { selfie } = submission.photos;
  if (!selfie) return [];
  const possible = possibleMovements(selfie.measurements, submission.liveness?.cannot ?? [], limits);
  if (possible.length < MOVEMENTS_ASKED) return [];
  const { challengesDrawnAt } = await services.submissions.lookBack(submission.customerId);
  const since = services.now().getTime() - DAY_MS;
  const today = challengesDrawnAt.filter((at) => Date.parse(at) > since).length;
  return today < limits.maxChallengesPerDay ? possible : [];
}

async function mayBeAsked(means: Means, submission: Submission): Promise<boolean> {
  return (await movementsToDraw(means, submission)).length > 0;
}
