import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import type { InstitutionRecord } from '../../../bot/submissions/institution.ts';
import { drawPdf } from '../../specimen/draw-pdf.ts';
import { fileAddressIn, openDesk, type Browser, type Desk } from './desk-kit.ts';

let desk: Desk;
let kim: Browser;
let company: InstitutionRecord;
let page: string;
let customer = 0;

beforeAll(async () => {
  desk = await openDesk();
  kim = await desk.agent('Kim');
});
afterAll(() => desk.close());

beforeEach(async () => {
  customer += 1;
  company = await desk.companySentIn(`dl_${customer}`);
  page = `/desk/institutions/${company.reference}`;
});

const stateOf = async () => (await desk.institutions.byReference(company.reference))?.state;
const textOf = async (browser: Browser, address: string): Promise<string> =>
  (await browser.get(address)).text();
const audited = async (): Promise<string[]> =>
  (await desk.audit.list({ object: `institution:${company.reference}` }))
    .map(({ action }) => action)
    .reverse();

describe('the queue of companies', () => {
  it('stands beside that of people, each with its count, and names nobody', async () => {
    const html = await textOf(kim, '/desk/institutions');
    expect(html).toContain(company.reference);
    expect(html).toMatch(/Companies <span class="count">\d+<\/span>/);
    expect(html).toContain('E•••••• T•••••• G••••••');
    expect(html).not.toMatch(/Example Trading|HRB 12345|Eriksson/);
    expect(await textOf(kim, '/desk')).toMatch(
      /href="\/desk\/institutions"[^>]*>Companies <span class="count">[1-9]/,
    );
  });

  it('has the longest waiting first, and those that were asked for more apart', async () => {
    desk.now = new Date(desk.now.getTime() + 60_000);
    const later = await desk.companySentIn(`dl_${customer}_later`);
    const html = await textOf(kim, '/desk/institutions');
    expect(html.indexOf(company.reference)).toBeLessThan(html.indexOf(later.reference));
    await kim.send(page, { reason: 'ownership_unclear' }, `${page}/ask`);
    const after = await textOf(kim, '/desk/institutions');
    expect(after.indexOf('Asked for more (')).toBeLessThan(after.indexOf(company.reference));
  });

  it('finds one by its reference, for reviewers', async () => {
    const found = await kim.get(`/desk/find?q=${company.reference.toLowerCase()}`);
    expect(new URL(found.url).pathname).toBe(page);
    const robin = await desk.agent(`Robin${customer}`, 'agent');
    expect((await robin.get(`/desk/find?q=${company.reference}`)).status).toBe(404);
  });
});

describe('a company to review', () => {
  it('shows what was given, opened for the review and logged as that', async () => {
    const html = await textOf(kim, page);
    for (const words of [
      'Example Trading GmbH',
      'HRB 12345 B',
      'Germany',
      'Anna Maria Eriksson',
      'anna@example.com',
    ])
      expect(html).toContain(words);
    expect(await audited()).toEqual(['personal_data.opened']);
    expect(await textOf(await desk.agent(`Lee${customer}`, 'reviewer'), page)).toContain('Opened by Kim');
  });

  it('is masked again once it is decided, until somebody says why they need it', async () => {
    await desk.institutions.withdraw(company.id);
    const html = await textOf(kim, page);
    expect(html).toContain('Personal data is masked.');
    expect(html).not.toMatch(/Example Trading|HRB 12345|Musterweg|example\.com|Eriksson|\/desk\/uploads\//);
    await kim.send(page, { reason: 'complaint', note: '' }, `${page}/show`);
    expect(await textOf(kim, page)).toContain('Example Trading GmbH');
    expect(await audited()).toEqual(['personal_data.opened']);
  });

  it('shows a PDF as pictures that the server drew, and gives the file only to be saved', async () => {
    const html = await textOf(kim, page);
    const [uploadId = ''] = (company.papers.incorporation ?? []).map((paper) => paper.uploadId);
    const pages = [...html.matchAll(/<img src="(\/desk\/uploads\/[^"]+)"/g)].map(([, address = '']) =>
      address.replaceAll('&amp;', '&'),
    );
    expect(pages.filter((address) => address.includes(uploadId))).toHaveLength(3);
    const picture = await kim.raw(pages[0] ?? '');
    expect(picture.status).toBe(200);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(picture.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).height).toBe(1754);
    const file = await kim.raw(fileAddressIn(html, uploadId));
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('gives a page only by its own address, to the session that it was made for', async () => {
    const html = await textOf(kim, page);
    const [, found = ''] = /"(\/desk\/uploads\/[^"]+\/pages\/1\?[^"]+)"/.exec(html) ?? [];
    const address = found.replaceAll('&amp;', '&');
    const lee = await desk.agent(`Other${customer}`, 'reviewer');
    expect((await lee.raw(address)).status).toBe(403);
    expect((await kim.raw(address.replace(/\?.*/, ''))).status).toBe(403);
    const foreign = await desk.keep(await drawPdf(), 'other.pdf', 'dl_somebody');
    expect((await kim.raw(address.replace(/upl_\w+/, foreign))).status).toBe(403);
    for (const none of ['4', '0', '-1', 'x', '99999'])
      expect((await kim.raw(address.replace('/pages/1', `/pages/${none}`))).status).toBe(404);
  });

  it('leads to what else there is of the customer', async () => {
    const person = await desk.sentIn(`dl_${customer}`, { documentNumber: `F${customer}` });
    const number = await desk.ticket({ customerId: `dl_${customer}` });
    const html = await textOf(kim, page);
    expect(html).toContain(`href="/desk/submissions/${person.reference}"`);
    expect(html).toContain(`href="/desk/tickets/${number}"`);
  });
});

describe('deciding', () => {
  it('approves, and leads on', async () => {
    const html = await (await kim.send(page, { note: '' }, `${page}/approve`)).text();
    expect(html).toContain('Approved. The customer is told in the chat and by e-mail.');
    expect(await stateOf()).toBe('approved');
    expect(await audited()).toEqual(['personal_data.opened', 'institution.approved']);
  });

  it('rejects with reasons that the customer reads, and a note that they do not', async () => {
    const fields = { reason: ['authority_unproven'], note: 'signature missing' };
    const html = await (await kim.send(page, fields, `${page}/reject`)).text();
    expect(html).toContain('Rejected. The customer is told what to mend');
    expect((await desk.institutions.byReference(company.reference))?.decision).toMatchObject({
      outcome: 'rejected',
      reasons: ['authority_unproven'],
      note: 'signature missing',
    });
  });

  it('asks for more, by what the customer can do something about', async () => {
    const html = await textOf(kim, page);
    const form = html.split(`${page}/ask`)[1]?.split('</form>')[0] ?? '';
    expect(form).toContain('ownership_unclear');
    expect(form).not.toMatch(/company_not_accepted|paper_/);
    const asked = await kim.submit(html, `${page}/ask`, { reason: ['ownership_unclear'] });
    expect(await asked.text()).toContain('Asked. The customer is told what you need');
    expect(await stateOf()).toBe('more_wanted');
    expect(await audited()).toEqual(['personal_data.opened', 'institution.more_wanted']);
    expect(await textOf(kim, page)).toContain('there is nothing to decide');
  });

  it.each([
    ['reject', { note: 'kept' }],
    ['ask', {}],
  ])('asks for a reason to %s, and keeps what was filled in', async (what, fields) => {
    const answer = await kim.send(page, fields, `${page}/${what}`);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('Please tick at least one reason');
    if (what === 'reject') expect(html).toContain('kept</textarea>');
    expect(await stateOf()).toBe('submitted');
  });

  it('takes no reason that is not one for companies', async () => {
    const answer = await kim.send(page, { reason: ['selfie_blurred', 'paper_active'] }, `${page}/reject`);
    expect(answer.status).toBe(422);
    const person = await desk.sentIn(`dl_${customer}`, { documentNumber: `G${customer}` });
    const other = `/desk/submissions/${person.reference}`;
    expect((await kim.send(other, { reason: ['authority_unproven'] }, `${other}/reject`)).status).toBe(422);
  });

  it('says who was faster, and when it is not what was looked at any more', async () => {
    const before = await textOf(kim, page);
    const lee = await desk.agent(`Quick${customer}`, 'reviewer');
    await lee.send(page, { reason: ['ownership_unclear'] }, `${page}/ask`);
    const late = await kim.submit(before, `${page}/approve`);
    expect(late.status).toBe(409);
    expect(await late.text()).toContain(`Quick${customer} asked for more meanwhile`);
    await desk.institutions.settlePapers(company.id, 'further');
    await desk.institutions.give(company.id, { confirmed: true });
    await desk.institutions.submit(company.id);
    const stale = await kim.submit(before, `${page}/approve`);
    expect(await stale.text()).toContain('It changed after you opened it');
    expect(await stateOf()).toBe('submitted');
  });
});

describe('where two have to say the same', () => {
  let strict: Desk;
  beforeAll(async () => {
    strict = await openDesk({ fourEyes: true });
  });
  afterAll(() => strict.close());

  it('shows what the first said, and decides with the second', async () => {
    const ada = await strict.agent('Ada');
    const bob = await strict.agent('Bob', 'reviewer');
    const { reference } = await strict.companySentIn('dl_x');
    const address = `/desk/institutions/${reference}`;
    expect(await (await ada.send(address, {}, `${address}/approve`)).text()).toContain(
      'when a colleague says the same',
    );
    const html = await textOf(bob, address);
    expect(html).toContain('Ada proposes to');
    expect(html).toContain('Approval proposed by Ada');
    expect(await (await bob.send(address, {}, `${address}/approve`)).text()).toContain('Approved.');
  });
});

describe('a ticket of the same customer', () => {
  it('covers what is known of the company in what was written', async () => {
    const customerId = `dl_${customer}`;
    const number = await desk.ticket({
      customerId,
      summary: 'Example Trading GmbH cannot log in, says Eriksson',
    });
    const html = await textOf(kim, `/desk/tickets/${number}`);
    expect(html).not.toMatch(/Example Trading|Eriksson/);
    expect(html).toContain('cannot log in');
  });
});
