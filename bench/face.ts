/**
 * `npm run bench:face`: a selfie's check, the comparison of its face with a document's portrait, alone and with the
 * checks of both photos, by this version and by the first one in the same run; then the delay of the event loop
 * while all threads are busy. Draws its specimens.
 */
import { drawPassport } from '../test/specimen/draw-document.ts';
import { HOLDERS } from '../test/specimen/holders.ts';
import { portraitOf, selfieOf, type Person } from '../test/specimen/portraits.ts';
import { runBench } from './versions/bench.ts';

const passport = (who: Person) =>
  portraitOf(who).then(async (portrait) => ({
    as: 'document' as const,
    documentType: 'passport' as const,
    bytes: await drawPassport({ ...HOLDERS[who], portrait }, { longEdgePx: 2400, noise: 4 }),
  }));
const selfie = async (who: Person, room?: number) => ({
  as: 'selfie' as const,
  bytes: await selfieOf(who, room === undefined ? {} : { room }),
});
const document = await passport('anna');
const [usual, closeUp] = [await selfie('anna'), await selfie('anna', 1.3)];
/** Without a zone or print: what is left of a document's check are its portrait and quality. */
const portrait = { ...document, bytes: await portraitOf('anna') };

/** A selfie and a passport of each of three people. */
async function pairs(room?: number) {
  const people = ['anna', 'berta', 'carla'] as const;
  return (
    await Promise.all(people.map(async (who) => [await selfie(who, room), await passport(who)]))
  ).flat();
}

await runBench({
  name: 'face',
  section: 'speed_faces',
  title: 'Speed: faces',
  tasks: [
    { what: 'faces of selfie and passport, compared', pictures: await pairs(), onlyFaces: true },
    { what: 'faces of close-up and passport, compared', pictures: await pairs(1.3), onlyFaces: true },
    { what: 'selfie, 900×1200', pictures: [usual] },
    { what: 'selfie, close up', pictures: [closeUp] },
    { what: 'selfie and cut-out portrait, both checks', pictures: [usual, portrait] },
    { what: 'selfie and passport, both checks', pictures: [usual, document] },
  ],
});
