import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Agent, ROBIN } from '../kit/agent.ts';
import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { Customer, wordsOf } from '../kit/customer.ts';
import { passportHolder, type PassportHolder } from '../kit/passport-holder.ts';
import { goToPhoto, leavesMovementsToPerson } from './steps.ts';

const FOUR_MEBIBYTES = 4 * 1024 * 1024;

/** The same picture, padded behind its end to a size in bytes: it still decodes. */
function paddedTo(bytes: number, jpeg: Buffer): Buffer {
  return Buffer.concat([jpeg, Buffer.alloc(bytes - jpeg.length)]);
}

describe('photos that cannot be taken as they are', () => {
  let app: RunningApp;
  let anna: PassportHolder;

  beforeAll(async () => {
    app = await startApp();
    anna = await passportHolder('anna');
  }, 180_000);

  afterAll(async () => {
    await app.stop();
    await removeApp(app.folder);
  });

  it('are refused with what is wrong with each, lose nothing, and lead to success', async () => {
    const customer = await new Customer(app.origin).comes();
    await goToPhoto(customer, anna);

    await customer.sends({
      name: 'passport.jpg',
      bytes: Buffer.from('This is a text and no picture.\n'.repeat(40)),
    });
    await customer.hears(/not a (photo|picture)|JPG|PNG/i);
    await customer.sends({ name: 'passport.jpg', bytes: paddedTo(FOUR_MEBIBYTES, anna.passport) });
    await customer.hears(/4 MB/i);
    await customer.sends({ name: 'passport.jpg', bytes: anna.blurredPassport });
    await customer.hears(/sharp|blur/i);
    await customer.hears(/person|another (way|device)/i);

    const differing = await passportHolder('anna', { birthDate: '1991-01-31' });
    await customer.sends({ name: 'passport.jpg', bytes: differing.passport });
    const differs = await customer.hears(/date of birth/i);
    // What stands on the document is never read out.
    expect(wordsOf(differs)).not.toMatch(/1991|31 January/);

    await customer.sends({ name: 'passport.jpg', bytes: paddedTo(FOUR_MEBIBYTES - 1, anna.passport) });
    await customer.hears(/check your answers/i);
    await customer.fills({}, /correct|right|continue/i);
    await customer.hears(/selfie/i);
    const berta = await passportHolder('berta');
    await customer.sends({ name: 'me.jpg', bytes: berta.selfie });
    await customer.hears(/(not|n't).*match|same person|differ/i);
    await customer.sends({ name: 'me.jpg', bytes: anna.selfie });
    await leavesMovementsToPerson(customer);
    const { text = '' } = await customer.hears(/VG-[0-9A-Z]{4}-[0-9A-Z]{4}/);

    const agent = await new Agent(app.origin).comesWith(app.deskInvite ?? '', ROBIN);
    const reference = /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
    const { html } = await agent.opens(`/desk/submissions/${reference}`);
    const refused = html.slice(html.indexOf('id="refused"'));
    expect([...refused.matchAll(/<code>([a-z_]+)<\/code>/g)].map(([, code]) => code)).toEqual([
      'photo_format_unsupported',
      'photo_too_large',
      'document_blurred',
      'document_birth_date_differs',
      'selfie_face_differs',
    ]);
    expect(app.printed()).not.toMatch(/Müller|C01X00T47|1990-12-31/);
    customer.leaves();
  }, 180_000);
});
