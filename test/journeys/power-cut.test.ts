import { afterEach, describe, expect, it } from '@jest/globals';

import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { Customer, wordsOf } from '../kit/customer.ts';
import { passportHolder } from '../kit/passport-holder.ts';
import { goToPhoto, movementIn } from './steps.ts';

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
    await customer.hears(/two small movements/i);
    await customer.says('I am ready');
    const asked = await customer.hears(/Movement 1 of 2/);

    // The same movement is asked for after a restart.
    await app.kill();
    customer.leaves();
    app = await startApp({ folder: app.folder });
    await customer.comes(app.origin);
    await customer.hears(/Movement 1 of 2/);
    await customer.says('repeat');
    const again = await customer.hears(/Movement 1 of 2/);
    expect(movementIn(again.text ?? '')).toBe(movementIn(asked.text ?? ''));
    await customer.says('I cannot do this');
    await customer.hears(/held against you/i);
    await customer.says('Let a person check this part');
    await customer.hears(/VG-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    customer.leaves();
  }, 300_000);
});
