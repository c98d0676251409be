import type { SelfieMeasurements } from '../checks/selfie-measurements.ts';
import type { Verdict } from '../verdict.ts';

/** What a customer may be asked to do. Left and right are their own. */
export const MOVEMENTS = [
  'turn_left',
  'turn_right',
  'look_up',
  'smile',
  'open_mouth',
  'come_closer',
] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** A photo that was sent for a prompt. The bytes are elsewhere, encrypted, under `uploadId`. */
export interface LivenessPhoto {
  readonly uploadId: string;
  /** The activity that brought it. */
  readonly key: string;
  /** When the last byte had arrived. */
  readonly uploadedAt: string;
  readonly measurements: SelfieMeasurements;
  readonly verdict: Verdict;
  readonly at: string;
}

export interface LivenessPrompt {
  readonly movement: Movement;
  /** The clock runs from here. Absent until the prompts before it are answered. */
  readonly askedAt?: string;
  /** Oldest first; the last one is the answer when it was not refused. */
  readonly photos: readonly LivenessPhoto[];
}

export const CHALLENGE_ENDS = ['passed', 'failed', 'expired', 'given_up'] as const;
export type ChallengeEnd = (typeof CHALLENGE_ENDS)[number];

/** Movements that were drawn for one selfie, to be shown one after the other. Once ended it is never used again. */
export interface LivenessChallenge {
  /** The activity that asked for it: a turn that is run again finds the challenge that it drew. */
  readonly key: string;
  readonly selfieUploadId: string;
  readonly drawnAt: string;
  readonly prompts: readonly LivenessPrompt[];
  readonly end?: { readonly how: ChallengeEnd; readonly at: string };
}

/** What is known of whether the person at the camera is there and alive. */
export interface Liveness {
  /** Oldest first. */
  readonly challenges: readonly LivenessChallenge[];
  /** What the customer says they cannot do. */
  readonly cannot: readonly Movement[];
  /** How it came out for one selfie; with another selfie it is to be done again. */
  readonly result?: { readonly selfieUploadId: string; readonly verdict: Verdict; readonly at: string };
}

export const NO_LIVENESS: Liveness = { challenges: [], cannot: [] };

interface Given {
  readonly photos: { readonly selfie?: { readonly uploadId: string } };
  readonly liveness?: Liveness;
}

/** Shown, or left to a person, for the selfie that is kept now. */
export function livenessSettled({ photos, liveness }: Given): boolean {
  const { selfie } = photos;
  return selfie !== undefined && liveness?.result?.selfieUploadId === selfie.uploadId;
}

/** The prompt that waits for its photo, in time or not; undefined when no challenge for this selfie is open. */
export function openPrompt({
  photos,
  liveness,
}: Given):
  (LivenessPrompt & { readonly askedAt: string; readonly challenge: LivenessChallenge }) | undefined {
  const challenge = liveness?.challenges.at(-1);
  if (!challenge || challenge.end || challenge.selfieUploadId !== photos.selfie?.uploadId) return undefined;
  const prompt = challenge.prompts.find((one) => !answerOf(one));
  return prompt?.askedAt === undefined ? undefined : { ...prompt, askedAt: prompt.askedAt, challenge };
}

/** The photo that answered a prompt. */
export function answerOf({ photos }: Pick<LivenessPrompt, 'photos'>): LivenessPhoto | undefined {
  return photos.find(({ verdict }) => verdict.outcome !== 'retake');
}

/** Every photo that was sent for a challenge. */
export const livenessPhotos = (liveness: Liveness | undefined): LivenessPhoto[] =>
  (liveness?.challenges ?? []).flatMap(({ prompts }) => prompts.flatMap(({ photos }) => photos));
