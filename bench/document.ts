/**
 * `npm run bench:document`: documents with and without a zone, by this version and by the first one in the same
 * run; then the delay of the event loop while all threads are busy. Draws its specimens.
 */
import {
  drawIdCardBack,
  drawIdCardFront,
  drawLicence,
  drawPassport,
} from '../test/specimen/draw-document.ts';
import { HOLDERS } from '../test/specimen/holders.ts';
import { portraitOf } from '../test/specimen/portraits.ts';
import { runBench } from './versions/bench.ts';

const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
const photo = { longEdgePx: 2400, noise: 4 };
const passport = { as: 'document', documentType: 'passport' } as const;
const card = { as: 'document', documentType: 'id_card' } as const;

await runBench({
  name: 'document',
  section: 'speed_documents',
  title: 'Speed: documents',
  tasks: [
    { what: 'passport', pictures: [{ ...passport, bytes: await drawPassport(anna, photo) }] },
    {
      what: 'passport on its side',
      pictures: [{ ...passport, bytes: await drawPassport(anna, { ...photo, quarterTurns: 1 }) }],
    },
    { what: 'ID card, front', pictures: [{ ...card, bytes: await drawIdCardFront(anna, photo) }] },
    {
      what: 'ID card, back',
      pictures: [{ ...card, side: 'back', bytes: await drawIdCardBack(anna, photo) }],
    },
    {
      what: 'driving licence, front',
      pictures: [
        { as: 'document', documentType: 'driving_licence', bytes: await drawLicence(anna, 'front', photo) },
      ],
    },
  ],
});
