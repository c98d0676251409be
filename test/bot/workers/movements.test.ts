/** Bent pictures of real faces through the real pool and nets, judged by the real check. Runs on dist/: build first. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { createLog } from '../../../bot/log.ts';
import { createWorkers, type Workers } from '../../../bot/workers/workers.ts';
import { checkLiveness, type LivenessContext } from '../../../knowledge/checks/check-liveness.ts';
import { earlierPicture } from '../../../knowledge/checks/liveness/earlier-picture.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import type { Movement } from '../../../knowledge/verification/liveness.ts';
import { criteria } from '../../knowledge/checks/measurements.ts';
import { movementOf, type Bendable, type Take } from '../../specimen/movements.ts';
import { selfieOf, type Person, type SelfieVariation } from '../../specimen/portraits.ts';

jest.setTimeout(180_000);

let workers: Workers;
const selfies = new Map<Person, SelfieMeasurements>();

beforeAll(async () => {
  workers = createWorkers({
    workerFile: new URL('../../../dist/bot/workers/thread.js', import.meta.url),
    log: createLog('silent'),
    threads: 1,
    timeoutMs: 120_000,
  });
  await workers.warmUp();
  for (const person of ['anna', 'berta', 'carla'] as const) {
    selfies.set(person, await workers.measureSelfie(await selfieOf(person)));
  }
});

afterAll(() => workers.stop());

/** The verdict on a photo for a movement, sent in time by somebody whose selfie is known. */
async function judge(
  photo: Buffer,
  movement: Movement,
  person: Person,
  extra: Partial<LivenessContext> = {},
) {
  const selfie = selfies.get(person);
  if (!selfie) throw new Error('no selfie');
  const verdict = checkLiveness(
    await workers.measureSelfie(photo),
    {
      movement,
      askedAt: '2026-11-25T12:00:00.000Z',
      uploadedAt: '2026-11-25T12:00:20.000Z',
      uploadId: 'new',
      selfie,
      documents: [],
      earlier: [earlierPicture('selfie', selfie)],
      side: { triedBefore: false },
      ...extra,
    },
    criteria,
  );
  return [
    verdict.outcome,
    ...(verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code)),
  ].join(' ');
}

const DONE =
  /^(pass|review liveness_movement_unsure|review liveness_face_unsure|review liveness_movement_unsure liveness_face_unsure)$/;

describe('a movement that was made', () => {
  it.each<[Person, Bendable, Take]>([
    ['anna', 'turn_right', {}],
    ['anna', 'turn_right', { again: true }],
    ['anna', 'turn_left', {}],
    ['anna', 'turn_left', { again: true }],
    ['anna', 'come_closer', {}],
    ['anna', 'come_closer', { again: true }],
    ['berta', 'turn_left', {}],
    ['berta', 'turn_left', { again: true }],
    ['berta', 'turn_right', {}],
    ['berta', 'turn_right', { again: true }],
    ['berta', 'open_mouth', {}],
    ['berta', 'open_mouth', { again: true }],
    ['berta', 'come_closer', {}],
    ['berta', 'come_closer', { again: true }],
    ['carla', 'turn_left', {}],
    ['carla', 'smile', {}],
  ])('is seen: %s, %s %o', async (person, movement, take) => {
    expect(await judge(await movementOf(person, movement, take), movement, person)).toMatch(DONE);
  });
});

describe('left and right', () => {
  it.each<[Person, 'turn_left' | 'turn_right']>([
    ['anna', 'turn_right'],
    ['carla', 'turn_left'],
  ])('are told apart: %s, %s, and the mirrored file is the other one', async (person, movement) => {
    const other = movement === 'turn_left' ? 'turn_right' : 'turn_left';
    const photo = await movementOf(person, movement);
    const mirrored = await movementOf(person, movement, { mirrored: true });
    expect(await judge(photo, other, person)).toBe('retake liveness_other_side');
    expect(await judge(mirrored, movement, person)).toBe('retake liveness_other_side');
    expect(await judge(mirrored, other, person)).toMatch(DONE);
    // Where the other turn is asked for too, or after one try, nobody is stuck because of a camera that mirrors.
    const paired = { side: { triedBefore: false, opposite: 'coming' } } as const;
    expect(await judge(mirrored, movement, person, paired)).toMatch(DONE);
    const tried = { side: { triedBefore: true } };
    expect(await judge(mirrored, movement, person, tried)).toMatch(/^review liveness_other_side/);
  });
});

describe('a picture that shows no movement', () => {
  it.each<[string, SelfieVariation]>([
    ['the selfie encoded anew', { quality: 60 }],
    ['the selfie made brighter', { brightness: 1.12 }],
    ['the selfie mirrored', { mirrored: true }],
    ['the selfie cut', { room: 1.8 }],
    ['the selfie tilted', { tiltDegrees: 4 }],
  ])('is refused: %s', async (_, variation) => {
    const photo = await selfieOf('carla', variation);
    for (const movement of ['turn_left', 'look_up', 'smile', 'open_mouth'] as const) {
      expect(await judge(photo, movement, 'carla')).toMatch(
        /^retake liveness_(picture_used|movement_missing)$/,
      );
    }
  });

  it('is known again as an answer of before: encoded anew, or mirrored for the opposite turn', async () => {
    const answer = await workers.measureSelfie(await movementOf('carla', 'turn_left'));
    const earlier = [earlierPicture('before', answer)];
    const again = await movementOf('carla', 'turn_left', { brightness: 1.06 });
    expect(await judge(again, 'turn_left', 'carla', { earlier })).toBe('retake liveness_picture_used');
    const mirrored = await movementOf('carla', 'turn_left', { mirrored: true });
    expect(await judge(mirrored, 'turn_right', 'carla', { earlier })).toBe('retake liveness_picture_used');
  });

  it('is refused when somebody else makes the movement', async () => {
    expect(await judge(await movementOf('berta', 'open_mouth'), 'open_mouth', 'carla')).toBe(
      'retake liveness_face_differs',
    );
  });
});
