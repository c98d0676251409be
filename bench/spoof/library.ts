import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { FaceEngine } from '../../bot/workers/faces/face-engine.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import { checkSelfie } from '../../knowledge/checks/check-selfie.ts';
import { faceDistance } from '../../knowledge/checks/face-distance.ts';
import { MOVEMENTS_ASKED, possibleMovements } from '../../knowledge/checks/liveness/draw-movements.ts';
import { seeMovement } from '../../knowledge/checks/liveness/see-movement.ts';
import type { Movement } from '../../knowledge/verification/liveness.ts';
import { selfieOf } from '../../test/specimen/portraits.ts';
import { findPictures } from '../eval/folder.ts';
import { measureAll } from '../eval/measure-all.ts';
import type { Victim } from './attacks.ts';
import { featuresOf, openStill, type Still } from './still.ts';

/** Pictures of one person differ in the closing number of their names only, as in Labeled Faces in the Wild. */
const personOf = (file: string) => file.replace(/_?\d+\.\w+$/, '');

/** Every picture of a folder on which the face in the middle is the largest. */
export async function openLibrary(
  engine: FaceEngine,
  folder: string,
  limit: number,
): Promise<readonly Still[]> {
  const files = (await findPictures(folder)).slice(0, limit);
  const stills = await measureAll(files, 1, async (file) =>
    openStill(engine, await readFile(path.join(folder, file)), { file, person: personOf(file) }),
  );
  return stills.filter((still) => still !== undefined);
}

/** For want of a folder: the few people whose pictures the tests use. */
export async function openSpecimens(engine: FaceEngine): Promise<readonly Still[]> {
  const people = ['anna', 'berta', 'carla'] as const;
  const stills = await measureAll(people, 1, async (person) =>
    openStill(engine, await selfieOf(person), { file: `${person}.jpg`, person }),
  );
  return stills.filter((still) => still !== undefined);
}

/** Whether a picture could be somebody's selfie, and movements could be asked after it. */
export function isFitAsSelfie({ measured }: Still, criteria: Criteria): boolean {
  return (
    checkSelfie(measured, [], criteria).outcome !== 'retake' &&
    possibleMovements(measured, [], criteria.liveness).length >= MOVEMENTS_ASKED
  );
}

/** One for each person that has a picture fit as a selfie: their straightest. In the order of the library. */
export async function findVictims(
  engine: FaceEngine,
  library: readonly Still[],
  { criteria, most }: { readonly criteria: Criteria; readonly most: number },
): Promise<readonly Victim[]> {
  const byPerson = new Map<string, Still[]>();
  for (const still of library) byPerson.set(still.person, [...(byPerson.get(still.person) ?? []), still]);
  // Those with several pictures first: only they can be shown out of a collection.
  const people = [...byPerson.values()].sort((a, b) => b.length - a.length);
  const victims: Victim[] = [];
  for (const pictures of people) {
    if (victims.length >= most) break;
    const [still] = pictures
      .filter((one) => isFitAsSelfie(one, criteria))
      .sort((a, b) => Math.abs(a.face.yaw) - Math.abs(b.face.yaw));
    const features = still && (await featuresOf(engine, still.photo));
    if (!still || !features) continue;
    const wearers = await findWearers(engine, library, still);
    if (!wearers) continue;
    const [shut, open] = wearers;
    victims.push({
      ...{ still, features },
      showing: (movement) => fitting(pictures, still, movement, criteria),
      strangers: (movement) =>
        fitting(library, still, movement, criteria)
          .filter(({ person }) => person !== still.person)
          .sort((a, b) => distance(a, still) - distance(b, still)),
      wearer: (mouthOpen) => (mouthOpen ? open : shut),
    });
  }
  return victims;
}

const distance = (a: Still, b: Still) => faceDistance(a.face.descriptor, b.face.descriptor);

/** What shows the movement beside a selfie, clearest first. */
function fitting(
  pictures: readonly Still[],
  selfie: Still,
  movement: Movement,
  { liveness: limits }: Criteria,
): readonly Still[] {
  const seen = (still: Still) => seeMovement(movement, still.face, selfie.face, limits);
  const others = pictures.filter((still) => still.file !== selfie.file);
  return [
    ...others.filter((still) => seen(still) === 'sure'),
    ...others.filter((still) => seen(still) === 'unsure'),
  ];
}

const STRAIGHT = 0.15;
const SHUT = 0.08;
const OPEN = 0.4;

/** Two heads that look straight, one with the mouth shut and one with it open, not the victim's own. */
async function findWearers(engine: FaceEngine, library: readonly Still[], victim: Still) {
  const start = library.indexOf(victim);
  const others = [...library.slice(start), ...library.slice(0, start)].filter(
    ({ person, face }) => person !== victim.person && Math.abs(face.yaw) < STRAIGHT,
  );
  const shut = others.find(({ face }) => (face.mouthOpen ?? 1) < SHUT) ?? others[0];
  if (!shut) return undefined;
  const open = others.find(({ face }) => (face.mouthOpen ?? 0) > OPEN) ?? shut;
  const [shutFeatures, openFeatures] = [
    await featuresOf(engine, shut.photo),
    await featuresOf(engine, open.photo),
  ];
  if (!shutFeatures || !openFeatures) return undefined;
  return [
    { still: shut, features: shutFeatures },
    { still: open, features: openFeatures },
  ] as const;
}
