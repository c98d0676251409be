import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Agent, ROBIN } from '../kit/agent.ts';
import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { Customer } from '../kit/customer.ts';
import { openMailbox, type Mailbox } from '../kit/mailbox.ts';
import { passportHolder, type PassportHolder } from '../kit/passport-holder.ts';
import { drawPdf } from '../specimen/draw-pdf.ts';
import { goToPhoto, leavesMovementsToPerson, showsMovements } from './steps.ts';

describe('a verification, through public interfaces only', () => {
  let app: RunningApp;
  let mailbox: Mailbox;
  let agent: Agent;

  beforeAll(async () => {
    mailbox = await openMailbox();
    app = await startApp({ env: { SMTP_URL: mailbox.url, OFFICIAL_KYC_EMAIL: 'kyc@exchange.example' } });
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

  it('of a company goes to its own queue, comes back for more, and is approved in chat and mail', async () => {
    const customer = await new Customer(app.origin).comes();
    await customer.hears(/assistant|bot/i);
    await customer.says('how can our company get verified');
    await customer.hears(/review officer/);
    await customer.says('Verify a company');
    await customer.hears(/company registered/);
    await customer.says('Germany');
    await customer.hears(/details of the company/);
    await customer.fills(COMPANY, /Continue/);
    await customer.hears(/authorised person/);
    await customer.fills(PERSON, /Continue/);
    await customer.hears(/certificate of incorporation/);

    for (const [bytes, said] of [
      [await drawPdf({ password: 'secret' }), /protected/],
      [await drawPdf({ script: true, packed: true }), /more than pages/],
      [(await drawPdf({ pages: 3 })).subarray(0, 900), /damaged/],
      [Buffer.from('just words'), /neither a PDF nor a photo/],
    ] as const) {
      await customer.sends({ name: 'deed.pdf', bytes, type: 'application/pdf' });
      await customer.hears(said);
      await customer.hears(/certificate of incorporation/);
    }
    await customer.sends({ name: 'deed.pdf', bytes: await drawPdf({ pages: 3 }), type: 'application/pdf' });
    await customer.hears(/power of attorney/);
    const { passport: photo } = await passportHolder('berta');
    await customer.sends({ name: 'authority.jpg', bytes: photo });
    await customer.hears(/register of owners/);
    await customer.says('Skip');
    await customer.hears(/Look over everything/);
    await customer.fills({}, /correct/i);
    const { text: sent = '' } = await customer.hears(/VG-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(sent).toContain('only from the official KYC e-mail address **kyc@exchange.example**');
    const reference = /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(sent)?.[0] ?? '';
    await customer.says('kyc@exchange-kyc.example');
    await customer.hears(/NOT ours/);

    expect((await agent.opens('/desk/institutions')).html).toContain(reference);
    const page = await agent.opens(`/desk/institutions/${reference}`);
    expect(page.html).toContain('Example Trading GmbH');
    const [, picture = ''] = /<img src="(\/desk\/uploads\/[^"]+\/pages\/1[^"]+)"/.exec(page.html) ?? [];
    const drawn = await agent.fetches(picture.replaceAll('&amp;', '&'));
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    await agent.submits(page, /\/ask$/, { reason: ['ownership_unclear'] });

    expect((await customer.hears(/need something more/)).text).toContain('register of owners');
    await mailbox.receives(/verification of your company needs your attention/);
    await customer.says('Continue with my company');
    await customer.hears(/register of owners/);
    await customer.sends({ name: 'owners.pdf', bytes: await drawPdf(), type: 'application/pdf' });
    await customer.hears(/Look over everything/);
    await customer.fills({}, /correct/i);
    await customer.hears(/was submitted for review/);
    const again = await agent.opens(`/desk/institutions/${reference}`);
    await agent.submits(again, /\/approve$/, {});

    await customer.hears(/of your company was approved/);
    const mail = await mailbox.receives(/verification of your company was approved/);
    expect(JSON.stringify(mail.to)).toContain(PERSON.person_email);
    expect(mail.text).toContain(reference);
    expect(app.printed()).not.toMatch(/Example Trading|HRB 12345|erika\.muster/);
    customer.leaves();
  }, 180_000);
});

const COMPANY = {
  company_name: 'Example Trading GmbH',
  registration_number: 'HRB 12345 B',
  company_address: '',
  website: 'example.com',
};
const PERSON = {
  person_name: 'Erika Muster',
  person_role: 'Director',
  person_email: 'erika.muster@example.com',
};

/** The selfie, and the movements left to a person; gives the reference. */
async function sendsIn(customer: Customer, holder: PassportHolder): Promise<string> {
  await customer.sends({ name: 'me.jpg', bytes: holder.selfie });
  await leavesMovementsToPerson(customer);
  const { text = '' } = await customer.hears(/submitted.*VG-[0-9A-Z]{4}-[0-9A-Z]{4}/is);
  return /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
}
