import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Agent, ROBIN } from '../kit/agent.ts';
import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { Customer } from '../kit/customer.ts';
import { openMailbox, type Mailbox } from '../kit/mailbox.ts';
import { passportHolder, type PassportHolder } from '../kit/passport-holder.ts';
import { goToPhoto, leavesMovementsToPerson, showsMovements } from './steps.ts';

describe('a verification, through public interfaces only', () => {
  let app: RunningApp;
  let mailbox: Mailbox;
  let agent: Agent;

  beforeAll(async () => {
    mailbox = await openMailbox();
    app = await startApp({ env: { SMTP_URL: mailbox.url } });
    agent = await new Agent(app.origin).comesWith(app.deskInvite ?? '', ROBIN);
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
    await customer.fills({}, /correct/i);
    await customer.hears(/selfie/i);
    await customer.sends({ name: 'me.jpg', bytes: holder.selfie });
    const done = await showsMovements(customer, 'anna');
    const reference = /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(done)?.[0] ?? '';

    expect((await agent.opens('/desk')).html).toContain(reference);
    const page = await agent.opens(`/desk/submissions/${reference}`);
    expect(page.html).toContain('Anna Maria');
    await agent.submits(page, /\/approve$/, {});

    await customer.hears(/approved/i);
    const mail = await mailbox.receives(/approved/i);
    expect(mail.to).toMatchObject({ text: 'anna@customer.example' });
    expect(mail.text).toContain(reference);

    // The code in the mail proves to this customer, and to nobody else, that the mail is ours.
    const code = /^ {4}(\S{4}-\S{4})$/m.exec(mail.text ?? '')?.[1] ?? '';
    await customer.says('is this mail really from you?');
    await customer.hears(/has a check code/);
    await customer.says(code.toLowerCase().replace('-', ' '));
    expect((await customer.hears(/this code is from us/)).text).toContain('result of your verification');
    const stranger = await new Customer(app.origin).comes();
    await stranger.hears(/assistant|bot/i);
    await stranger.says(code);
    const theirs = await stranger.hears(/cannot confirm this code/);
    await stranger.says('4F7H-K92B');
    expect((await stranger.hears(/cannot confirm this code/)).text).toBe(theirs.text);
    stranger.leaves();
    expect(app.printed()).not.toMatch(/Müller|anna@customer|C01X00T47/);
    expect(app.printed()).not.toContain(code);
    customer.leaves();
  }, 180_000);

  it('says why it failed, asks again only for that, and puts the new one first', async () => {
    const first = await new Customer(app.origin).comes();
    const other = await passportHolder('carla');
    await goToPhoto(first, other);
    await first.sends({ name: 'passport.jpg', bytes: other.passport });
    await first.hears(/check your answers/i);
    await first.fills({}, /correct/i);
    await first.hears(/selfie/i);
    const waiting = await sendsIn(first, other);

    const holder = await passportHolder('berta');
    const customer = await new Customer(app.origin).comes();
    await goToPhoto(customer, holder);
    await customer.sends({ name: 'passport.jpg', bytes: holder.passport });
    await customer.hears(/check your answers/i);
    await customer.fills({}, /correct/i);
    await customer.hears(/selfie/i);
    const rejected = await sendsIn(customer, holder);
    const page = await agent.opens(`/desk/submissions/${rejected}`);
    await agent.submits(page, /\/reject$/, { reason: ['selfie_blurred'], note: 'for the desk only' });

    const notice = await customer.hears(/not successful/i);
    expect(notice.text).toMatch(/sharp|blur/i);
    expect(JSON.stringify(notice)).not.toContain('for the desk only');
    expect((await mailbox.receives(/needs your attention/)).text).not.toContain('for the desk only');

    await customer.says('where is my verification?');
    await customer.hears(/sharp|blur/i);
    await customer.says('Re-Verify');
    await customer.hears(/expedited/i);
    await customer.hears(/selfie/i);
    const again = await sendsIn(customer, holder);
    expect(again).not.toBe(rejected);

    const { html } = await agent.opens('/desk');
    expect(html.indexOf(again)).toBeGreaterThan(0);
    expect(html.indexOf(again)).toBeLessThan(html.indexOf(waiting));
    expect(html).toMatch(/expedited/i);
    first.leaves();
    customer.leaves();
  }, 180_000);
});

/** The selfie, and the movements left to a person; gives the reference. */
async function sendsIn(customer: Customer, holder: PassportHolder): Promise<string> {
  await customer.sends({ name: 'me.jpg', bytes: holder.selfie });
  await leavesMovementsToPerson(customer);
  const { text = '' } = await customer.hears(/submitted.*VG-[0-9A-Z]{4}-[0-9A-Z]{4}/is);
  return /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
}
