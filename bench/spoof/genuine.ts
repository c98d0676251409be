import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { errorCode } from '../../bot/storage/error-code.ts';
import { checkLiveness } from '../../knowledge/checks/check-liveness.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import { earlierPicture } from '../../knowledge/checks/liveness/earlier-picture.ts';
import { seeMovement } from '../../knowledge/checks/liveness/see-movement.ts';
import { MOVEMENTS, type Movement } from '../../knowledge/verification/liveness.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { Still } from './still.ts';

/** A picture of somebody who makes a movement, beside a straight one of the same person. */
export interface Genuine {
  readonly movement: Movement;
  readonly selfie: Still;
  readonly answer: Still;
}

const Row = z.tuple([z.string().min(1), z.enum([...MOVEMENTS, 'none'])]);

/** Which pictures show what, as people saw it. */
export type Seen = ReadonlyMap<string, ReadonlySet<Movement>>;

/** `movements.csv` of a folder of faces: `picture,movement` with a line of heads, `none` for a picture without. */
export async function readSeen(folder: string): Promise<Seen | undefined> {
  const text = await readFile(path.join(folder, 'movements.csv'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const seen = new Map<string, Set<Movement>>();
  const [, ...lines] = text.trim().split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    const row = Row.safeParse(line.split(',').map((cell) => cell.trim()));
    if (!row.success) throw new Error(`line ${i + 2} of movements.csv is not picture,movement (or none)`);
    const [picture, movement] = row.data;
    const movements = seen.get(picture) ?? new Set<Movement>();
    if (movement !== 'none') movements.add(movement);
    seen.set(picture, movements);
  }
  return seen;
}

/**
 * Every picture that shows a movement which the person's selfie does not. Where nobody has looked, our own
 * measurement says so, and then it cannot be found to err.
 */
export function findGenuine(
  library: readonly Still[],
  selfies: readonly Still[],
  { criteria, seen }: { readonly criteria: Criteria; readonly seen: Seen | undefined },
): readonly Genuine[] {
  const selfieOf = new Map(selfies.map((selfie) => [selfie.person, selfie]));
  return library.flatMap((answer) => {
    const selfie = selfieOf.get(answer.person);
    if (!selfie || selfie.file === answer.file) return [];
    const shown = MOVEMENTS.filter((movement) =>
      seen
        ? seen.get(answer.file)?.has(movement) && seen.get(selfie.file)?.has(movement) === false
        : seeMovement(movement, answer.face, selfie.face, criteria.liveness) !== 'none',
    );
    return shown.map((movement) => ({ movement, selfie, answer }));
  });
}

const ASKED = Date.parse('2026-01-01T12:00:00Z');

/** How a genuine answer is judged, alone, so many seconds after the prompt, after what was sent before. */
export function judge(
  { movement, selfie, answer }: Genuine,
  criteria: Criteria,
  { afterSeconds = 20, before = [] as readonly Genuine['answer']['measured'][] } = {},
): Verdict {
  return checkLiveness(
    answer.measured,
    {
      movement,
      askedAt: new Date(ASKED).toISOString(),
      uploadId: 'answer',
      uploadedAt: new Date(ASKED + afterSeconds * 1000).toISOString(),
      selfie: selfie.measured,
      documents: [],
      earlier: [
        earlierPicture('selfie', selfie.measured),
        ...before.map((one, i) => earlierPicture(`before ${i}`, one)),
      ],
      side: { triedBefore: false },
    },
    criteria,
  );
}
