/**
 * `npm run bench:face`: a selfie's check, the comparison of its face with a document's portrait, alone and with the
 * checks of both photos, by this version and by the first one in the same run; then the delay of the event loop
 * while all threads are busy. Draws its specimens.
 */
import { drawPassport } from '../test/specimen/draw-document.ts';
import { HOLDERS } from '../test/specimen/holders.ts';
import { portraitOf, selfieOf } from '../test/specimen/portraits.ts';
import { runBench } from './versions/bench.ts';

const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
const document = {
  as: 'document',
  documentType: 'passport',
  bytes: await drawPassport(anna, { longEdgePx: 2400, noise: 4 }),
} as const;
const selfie = { as: 'selfie', bytes: await selfieOf('anna') } as const;
const closeUp = { as: 'selfie', bytes: await selfieOf('anna', { room: 1.3 }) } as const;
/** Without a zone or print: what is left of a document's check are its portrait and quality. */
const portrait = { as: 'document', documentType: 'passport', bytes: anna.portrait } as const;

await runBench({
  name: 'face',
  section: 'speed_faces',
  title: 'Speed: faces',
  tasks: [
    { what: 'selfie, 900×1200', pictures: [selfie] },
    { what: 'selfie, close up', pictures: [closeUp] },
    {
      what: 'faces of selfie and passport, compared',
      pictures: [selfie, document],
      onlyFaces: true,
    },
    {
      what: 'faces of close-up and passport, compared',
      pictures: [closeUp, document],
      onlyFaces: true,
    },
    { what: 'selfie and cut-out portrait, compared', pictures: [selfie, portrait] },
    { what: 'selfie and passport, compared', pictures: [selfie, document] },
  ],
});
