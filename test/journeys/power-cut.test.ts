import { afterEach, describe, expect, it } from '@jest/globals';

import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { Customer, wordsOf } from '../kit/customer.ts';
import { passportHolder } from '../kit/passport-holder.ts';
import { goToPhoto } from './steps.ts';

describe('kill -9 in the middle of a verification', () => {
  let app: RunningApp | undefined;

  afterEach(async () => {
    await app?.stop();
    if (app) await removeApp(app.folder);
  });

  it('loses nothing: the conversation goes on at the same step with everything given', async () => {
    const holder = await passportHolder('anna');
    app = await startApp();
    const customer = await new Customer(app.origin).comes();
    await goToPhoto(customer, holder);
    const saidBefore = customer.log.map(wordsOf);

    // The photo is acknowledged; the process dies before it can be measured.
    await customer.sends({ name: 'passport.jpg', bytes: holder.passport });
    await app.kill();
    customer.leaves();
    app = await startApp({ folder: app.folder });
    await customer.comes(app.origin);

    await customer.hears(/check your answers/i, 60_000);
    const said = customer.log.map(wordsOf);
    expect(said.slice(0, saidBefore.length)).toEqual(saidBefore);
    const checks = said.filter((text) => /check your answers/i.test(text));
    expect(checks).toHaveLength(1);
    expect(checks[0]).toContain('Anna Maria');

    await app.kill();
    customer.leaves();
    app = await startApp({ folder: app.folder });
    await customer.comes(app.origin);
    await customer.hears(/check your answers/i);
    await customer.fills({}, /correct|right|continue/i);
    await customer.hears(/selfie/i);
    await customer.sends({ name: 'me.jpg', bytes: holder.selfie });
    await customer.hears(/VG-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    customer.leaves();
  }, 240_000);
});
