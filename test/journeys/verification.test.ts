import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Agent } from '../kit/agent.ts';
import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { Customer } from '../kit/customer.ts';
import { openMailbox, type Mailbox } from '../kit/mailbox.ts';
import { passportHolder } from '../kit/passport-holder.ts';
import { goToPhoto } from './steps.ts';

describe('a verification, through public interfaces only', () => {
  let app: RunningApp;
  let mailbox: Mailbox;

  beforeAll(async () => {
    mailbox = await openMailbox();
    app = await startApp({ env: { SMTP_URL: mailbox.url } });
  }, 180_000);

  afterAll(async () => {
    await app.stop();
    await removeApp(app.folder);
    await mailbox.close();
  });

  it('goes from the greeting to the decision, told in the chat and by mail', async () => {
    const holder = await passportHolder('anna');
    const customer = await new Customer(app.origin).comes();
    await customer.hears(/assistant|bot/i);
    await goToPhoto(customer, holder);

    await customer.sends({ name: 'passport.jpg', bytes: holder.passport });
    await customer.hears(/check your answers/i);
    await customer.fills({}, /correct|right|continue/i);
    await customer.hears(/selfie/i);
    await customer.sends({ name: 'me.jpg', bytes: holder.selfie });
    const submitted = await customer.hears(/VG-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    const reference = /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(submitted.text ?? '')?.[0] ?? '';

    const agent = await new Agent(app.origin).comesWith(app.deskInvite ?? '', {
      name: 'Robin Desk',
      login: 'robin',
      password: 'correct horse battery staple',
    });
    expect((await agent.opens('/desk')).html).toContain(reference);
    const page = await agent.opens(`/desk/submissions/${reference}`);
    expect(page.html).toContain('Anna Maria');
    await agent.submits(page, /\/approve$/, {});

    await customer.hears(/approved/i);
    const mail = await mailbox.receives(/approved/i);
    expect(mail.to).toMatchObject({ text: 'anna@customer.example' });
    expect(mail.text).toContain(reference);
    expect(app.printed()).not.toMatch(/Müller|anna@customer|C01X00T47/);
    customer.leaves();
  }, 180_000);
});
