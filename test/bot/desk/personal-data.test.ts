import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { OPENING_MS } from '../../../bot/people/openings.ts';
import type { SubmissionRecord } from '../../../bot/submissions/submission.ts';
import { fileAddressIn, openDesk, PIXEL, type Browser, type Desk } from './desk-kit.ts';

const MINUTE = 60_000;

let desk: Desk;
let kim: Browser;
let lee: Browser;
let customer = 0;
let submission: SubmissionRecord;
let number: string;
let [screenshot, recording] = ['', ''];

beforeAll(async () => {
  desk = await openDesk();
  kim = await desk.agent('Kim', 'agent');
  lee = await desk.agent('Lee', 'reviewer');
});
afterAll(() => desk.close());

beforeEach(async () => {
  customer += 1;
  const customerId = `dl_${customer}`;
  submission = await desk.sentIn(customerId, { documentNumber: `L89890${customer}` });
  screenshot = await desk.keep(PIXEL, 'anna at home.png', customerId);
  recording = await desk.keep(MP4, 'video.mp4', customerId);
  await desk.customers.vouch(customerId, { name: 'Anna Maria Eriksson', email: 'anna@example.org' });
  number = await desk.ticket({
    ...{ customerId, uploadIds: [screenshot, recording] },
    summary: 'Eriksson cannot be verified',
  });
  await desk.conversations.append(`c_${customerId}`, 'user', {
    type: 'message',
    text: `I am Anna Eriksson, number L89890${customer}`,
    value: { surname: 'Eriksson', birthDate: '1974-08-12' },
  });
});

const pass = (ms: number): void => {
  desk.now = new Date(desk.now.getTime() + ms);
};
const agentId = async (login: string) =>
  (await desk.people.agents.all()).find((agent) => agent.login === login)?.id ?? '';
const openings = async (object: string) =>
  (await desk.audit.list({ object })).filter(({ action }) => action === 'personal_data.opened');

const PERSONAL = /anna|eriksson|L89890|1974|example\.org/i;

describe('a ticket', () => {
  const page = (): string => `/desk/tickets/${number}`;
  const html = async (browser: Browser) => (await browser.get(page())).text();

  it('shows nothing personal until the agent says why, and then to them alone', async () => {
    const masked = await html(kim);
    expect(masked).not.toMatch(PERSONAL);
    expect(masked).toContain('A•••••• M•••••• E••••••');
    expect(masked).toContain('•••••• cannot be verified');
    expect(masked).not.toContain(`/desk/uploads/${recording}`);
    expect(masked).toContain(`/desk/uploads/${screenshot}?f=covered`);

    const shown = await (await kim.send(page(), { reason: 'customer_asks' }, `${page()}/show`)).text();
    for (const words of ['Anna Maria Eriksson', 'anna@example.org', '1974-08-12', `L89890${customer}`]) {
      expect(shown).toContain(words);
    }
    expect(shown).toContain(`/desk/uploads/${recording}?f=original`);
    const others = await html(lee);
    expect(others).not.toMatch(PERSONAL);
    expect(others).toContain('Personal data shown to Kim: The customer asks about it');
  });

  it('is logged with who, what and why; their own words are kept sealed', async () => {
    const note = 'Mr Eriksson phones';
    await kim.send(page(), { reason: 'other', note }, `${page()}/show`);
    const [entry, ...more] = await openings(`ticket:${number}`);
    expect(entry).toMatchObject({ actor: `agent:${await agentId('kim')}`, details: { reason: 'other' } });
    expect(more).toEqual([]);
    expect(JSON.stringify(entry)).not.toContain('Eriksson');
    expect(await desk.people.openings.of({ what: 'ticket', subject: number })).toMatchObject([
      { agentId: await agentId('kim'), reason: 'other', note },
    ]);
    const rows = await desk.database.query<{ text: string }>(
      'select t::text as text from personal_data_opening t',
    );
    expect(rows.map(({ text }) => text).join()).not.toContain('Eriksson');
    await expect(desk.database.query('delete from personal_data_opening')).rejects.toThrow('append-only');
  });

  it.each([
    ['', '', 'Please choose why'],
    ['made_up', 'really', 'Please choose why'],
    ['review', '', 'Please choose why'],
    ['other', ' ab ', 'Please say in a few words'],
  ])('stays masked for the reason %j and the words %j', async (reason, note, words) => {
    const answer = await (await kim.send(page(), { reason, note }, `${page()}/show`)).text();
    expect(answer).toContain(words);
    expect(answer).not.toMatch(PERSONAL);
    expect(await openings(`ticket:${number}`)).toEqual([]);
  });

  it('is masked again after half an hour, and addresses of files end before', async () => {
    const shown = await (await kim.send(page(), { reason: 'customer_asks' }, `${page()}/show`)).text();
    const address = fileAddressIn(shown, recording);
    expect((await kim.get(address)).status).toBe(200);
    pass(11 * MINUTE);
    const late = await kim.get(address);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('Reload the page');
    expect(await html(kim)).toContain('anna@example.org');
    pass(OPENING_MS - 11 * MINUTE);
    expect(await html(kim)).not.toMatch(PERSONAL);
  });

  it('gives addresses that nobody else can use, and that open no other file or form', async () => {
    const shown = await (await kim.send(page(), { reason: 'customer_asks' }, `${page()}/show`)).text();
    const address = fileAddressIn(shown, screenshot);
    expect((await kim.get(address)).status).toBe(200);
    expect((await lee.get(address)).status).toBe(403);
    for (const forged of [
      address.replace('f=covered', 'f=original'),
      address.replace(screenshot, recording),
      address.replace(/e=\d+/, 'e=9999999999'),
      address.replace(/s=[^&]+/, 's='),
    ]) {
      expect((await kim.get(forged)).status).toBe(403);
    }
  });
});

describe('a verification', () => {
  const page = (): string => `/desk/submissions/${submission.reference}`;
  const selfie = (): string => submission.photos.selfie?.uploadId ?? '';

  it('is open to the reviewer who is to decide on it: once, and logged', async () => {
    const html = await (await lee.get(page())).text();
    await lee.get(page());
    expect(html).toContain('Anna Maria Eriksson');
    expect((await lee.get(fileAddressIn(html, selfie()))).status).toBe(200);
    expect(await openings(`submission:${submission.reference}`)).toMatchObject([
      { actor: `agent:${await agentId('lee')}`, details: { reason: 'review' } },
    ]);
  });

  it('is not opened by a page that refreshes itself', async () => {
    const html = await (await lee.get(page(), { 'x-desk-live': '1' })).text();
    expect(html).not.toMatch(PERSONAL);
    expect(await openings(`submission:${submission.reference}`)).toEqual([]);
  });

  it('is masked once there is nothing to decide, until somebody says why', async () => {
    await desk.submissions.withdraw(submission.id);
    const masked = await (await lee.get(page())).text();
    expect(masked).not.toMatch(PERSONAL);
    expect(masked).not.toContain('/desk/uploads/');
    expect(masked).not.toContain('P&lt;');
    const shown = await (await lee.send(page(), { reason: 'complaint' }, `${page()}/show`)).text();
    expect(shown).toContain('Anna Maria Eriksson');
    expect((await lee.get(fileAddressIn(shown, selfie()))).status).toBe(200);
  });

  it('stands in the queue without its name', async () => {
    const queue = await (await lee.get('/desk')).text();
    const verifications = queue.slice(0, queue.indexOf('id="tickets-title"'));
    expect(verifications).toContain(submission.reference);
    expect(verifications).not.toMatch(PERSONAL);
  });

  it('is not even named to agents who review nothing', async () => {
    expect(await (await kim.get('/desk')).text()).not.toContain(submission.reference);
    expect((await kim.get(`/desk/find?q=${submission.reference}`)).status).toBe(404);
    const news = await kim.raw(`/desk/events?submission=${submission.reference}`);
    expect(news.status).toBe(403);
  });
});

/** The first box of an MP4 file is enough to be known as one. */
const MP4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom\0\0\x02\0isomiso2'),
  Buffer.alloc(4096, 7),
]);
