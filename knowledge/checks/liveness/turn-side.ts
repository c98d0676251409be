import {
  answerOf,
  type LivenessChallenge,
  type LivenessPrompt,
  type Movement,
} from '../../verification/liveness.ts';
import type { TurnSide } from '../check-liveness.ts';

const OPPOSITE: Readonly<Partial<Record<Movement, Movement>>> = {
  turn_left: 'turn_right',
  turn_right: 'turn_left',
};

/** What the challenge so far says about left and right, for one of its prompts. */
export function turnSideOf(
  { movement, photos }: Pick<LivenessPrompt, 'movement' | 'photos'>,
  { prompts }: Pick<LivenessChallenge, 'prompts'>,
): TurnSide {
  const triedBefore = photos.some(
    ({ verdict }) =>
      verdict.outcome !== 'pass' && verdict.reasons.some(({ code }) => code === 'liveness_other_side'),
  );
  const opposite = prompts.find((other) => other.movement === OPPOSITE[movement]);
  if (!opposite) return { triedBefore };
  const yaw = answerOf(opposite)?.measurements.faces[0]?.yaw;
  if (yaw === undefined) return { triedBefore, opposite: 'coming' };
  return { triedBefore, opposite: yaw > 0 === (opposite.movement === 'turn_left') ? 'plain' : 'mirrored' };
}
