import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { loadKnowledge } from '../../../knowledge/load.ts';
import { documentMeasurements } from '../submissions/specimen.ts';
import { openDesk, PASSWORD, PIXEL, type Browser, type Desk } from './desk-kit.ts';

const { reasons } = loadKnowledge();

let desk: Desk;
let kim: Browser;
let lee: Browser;
let kimId: string;
let leeId: string;
let number: string;
let page: string;
let customers = 0;
let customerId: string;

beforeAll(async () => {
  desk = await openDesk({ publicUrl: 'http://help.example' });
  kim = await desk.agent('Kim');
  lee = await desk.agent('Lee');
  const all = await desk.people.agents.all();
  [kimId, leeId] = ['Kim', 'Lee'].map((name) => all.find((agent) => agent.name === name)?.id ?? '') as [
    string,
    string,
  ];
});
afterAll(() => desk.close());

beforeEach(async () => {
  customerId = `dl_${(customers += 1)}`;
  number = await desk.ticket({ customerId });
  page = `/desk/tickets/${number}`;
  await desk.customers.vouch(customerId, { name: 'Anna', verified: false });
});

/** Sessions last for a working day; these tests go from day to day. */
async function signInAgain(): Promise<void> {
  await kim.send('/desk/sign-in', { login: 'kim', password: PASSWORD });
  await lee.send('/desk/sign-in', { login: 'lee', password: PASSWORD });
}

const said = async (customer = customerId): Promise<string[]> =>
  (await desk.saidByAgents(`c_${customer}`)).map(({ text }) => text);

const html = async (agent: Browser, path = page): Promise<string> => (await agent.get(path)).text();
const optionOf = (text: string, title: string): string =>
  new RegExp(`<option value="([^"]+)"[^>]*>${title}`).exec(text)?.[1] ?? '';

describe('notes', () => {
  it('are there for colleagues, in words to search for, and never reach the customer', async () => {
    const noted = await kim.send(page, { text: 'Looks like\na zeppelin' }, `${page}/note`);
    expect(await noted.text()).toContain('Looks like\na zeppelin');
    expect(await html(lee)).toContain('Looks like\na zeppelin');
    expect(await desk.conversations.since(`c_${customerId}`, 0)).toEqual([]);
    await desk.keepTickets();
    expect(await (await lee.send('/desk', { q: 'zeppelin' }, '/desk/find')).text()).toContain(number);
  });

  it('count once when the form is sent twice, say something, and lie sealed', async () => {
    const opened = await html(kim);
    await kim.submit(opened, `${page}/note`, { text: 'Twice' });
    await kim.submit(opened, `${page}/note`, { text: 'Twice' });
    const ticket = await desk.tickets.byNumber(number);
    expect(await desk.ticketDesk.notes(ticket?.id ?? '')).toHaveLength(1);
    expect(await (await kim.send(page, { text: ' ' }, `${page}/note`)).text()).toContain('Nothing was noted');
    const [row] = await desk.database.query<{ content: Buffer }>(
      'select content from ticket_note order by id desc limit 1',
    );
    expect(row?.content.toString('latin1')).not.toContain('Twice');
  });
});

describe('handing over', () => {
  it('gives it to a colleague with the reason, and stands in the history', async () => {
    await kim.send(page, { to: leeId, reason: 'Speaks Turkish' }, `${page}/assign`);
    expect(await desk.tickets.byNumber(number)).toMatchObject({ agentId: leeId, state: 'open' });
    const shown = await html(lee);
    for (const words of ['You look after it.', 'Speaks Turkish', 'Handed over by Kim'])
      expect(shown).toContain(words);
  });

  it('does nothing when somebody was faster, and nothing to nobody', async () => {
    const opened = await html(kim);
    await lee.send(page, {}, `${page}/take`);
    const late = await kim.submit(opened, `${page}/assign`, { to: kimId });
    expect(await late.text()).toContain('so nothing was done');
    expect(await desk.tickets.byNumber(number)).toMatchObject({ agentId: leeId });
    expect((await kim.send(page, { to: number }, `${page}/assign`)).status).toBe(400);
    const unknown = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';
    expect((await kim.send(page, { to: unknown }, `${page}/assign`)).status).toBe(404);
  });
});

describe('a promise', () => {
  it('is shown, goes by the priority, and is kept or not', async () => {
    desk.now = new Date('2026-03-02T10:00:00Z'); // A Monday, within working hours.
    await signInAgain();
    const urgent = await desk.ticket({ customerId: 'dl_promise' });
    const address = `/desk/tickets/${urgent}`;
    await desk.keepTickets();
    expect(await html(kim, address)).toContain('Answer due in 8 h');
    await kim.send(address, { priority: 'urgent' }, `${address}/priority`);
    await desk.keepTickets();
    expect(await html(kim, address)).toContain('Answer due in 1 h');
    desk.now = new Date('2026-03-02T11:30:00Z');
    expect(await html(kim, address)).toContain('Answer overdue by 30 min');
    expect(await html(kim, '/desk?order=due')).toContain('Answer overdue by 30 min');
    await kim.send(address, { text: 'Here' }, `${address}/answer`);
    await desk.keepTickets();
    const answered = await html(kim, address);
    expect(answered).toContain('>late</span>');
    expect(answered).toContain('stands still: the customer is asked');
    await kim.send(address, {}, `${address}/solve`);
    await desk.keepTickets();
    expect(await html(kim, address)).toContain('>in time</span>');
  });
});

describe('a canned reply', () => {
  beforeAll(async () => {
    await kim.send(
      '/desk/replies',
      {
        title: 'Camera',
        'text-en': 'Hello {name}, about {ticket}: see {link}. {agent}',
        'text-de': 'Hallo {name}!',
      },
      '/desk/replies/new',
    );
  });

  it('comes into the answer, filled in, and in the customer’s language', async () => {
    const id = optionOf(await html(lee), 'Camera');
    expect(await html(lee, `${page}?reply=${id}`)).toContain(
      `>Hello {name}, about ${number}: see http://help.example. Lee</textarea>`,
    );
    await desk.conversations.note(`c_${customerId}`, { language: 'de' });
    await desk.conversations.append(`c_${customerId}`, 'user', { type: 'message', text: 'Hallo' });
    await desk.keepTickets();
    expect(await html(lee, `${page}/replies/${id}`)).toBe('Hallo {name}!');
    // The name is left open until it is sent: who writes it may not see it.
    await lee.send(page, { text: 'Hallo {name}!' }, `${page}/answer`);
    expect((await said()).at(-1)).toBe('Hallo Anna!');
    expect((await desk.stranger().raw(`${page}/replies/${id}`)).status).toBe(401);
  });

  it('leaves out the name of somebody who has none', async () => {
    const nameless = await desk.ticket({ customerId: 'dl_nameless' });
    const id = optionOf(await html(lee), 'Camera');
    const address = `/desk/tickets/${nameless}`;
    await lee.send(address, { text: await html(lee, `${address}/replies/${id}`) }, `${address}/answer`);
    expect((await said('dl_nameless')).at(-1)).toMatch(/^Hello, about /);
  });

  it('is refused with what is wrong, and what was written stands in the form', async () => {
    const refused = await kim.send(
      '/desk/replies',
      { title: 'Odd', 'text-en': 'Dear {nam}' },
      '/desk/replies/new',
    );
    expect(refused.status).toBe(422);
    const shown = await refused.text();
    expect(shown).toContain('{nam} stands for nothing. There are {name}, {ticket}, {agent}, {link}.');
    expect(shown).toContain('>Dear {nam}</textarea>');
    const empty = await kim.send('/desk/replies', { title: 'Odd' }, '/desk/replies/new');
    expect(await empty.text()).toContain('Please write its text in at least one language.');
  });

  it('is not overwritten by who opened it before a colleague changed it', async () => {
    const opened = await html(kim, '/desk/replies');
    const action = /action="(\/desk\/replies\/[0-9a-f-]{36})"/.exec(opened)?.[1] ?? '';
    await lee.send('/desk/replies', { title: 'Camera', 'text-en': 'Newer' }, action);
    const late = await kim.submit(opened, action, { title: 'Camera', 'text-en': 'Older' });
    expect(late.status).toBe(409);
    expect(await html(kim, '/desk/replies')).toContain('>Newer</textarea>');
  });
});

describe('a macro', () => {
  it('answers, hands on, changes the priority and solves in one, once', async () => {
    const replies = await html(kim, '/desk/replies');
    const reply = optionOf(replies, 'Camera');
    await kim.send(
      '/desk/replies',
      { title: 'All at once', reply, assignee: 'me', priority: 'high', state: 'close' },
      '/desk/macros',
    );
    const opened = await html(kim);
    const macro = optionOf(opened, 'All at once');
    const run = await kim.submit(opened, `${page}/macro`, { macro });
    expect(await run.text()).toContain('every step of it is done');
    expect(await desk.tickets.byNumber(number)).toMatchObject({
      state: 'closed',
      agentId: kimId,
      priority: 'high',
    });
    await kim.submit(opened, `${page}/macro`, { macro });
    expect((await said()).filter((text) => text.includes('Newer'))).toHaveLength(1);
  });

  it('does nothing when somebody was faster, and needs a step', async () => {
    const opened = await html(kim);
    const macro = optionOf(opened, 'All at once');
    await lee.send(page, {}, `${page}/take`);
    const late = await kim.submit(opened, `${page}/macro`, { macro });
    expect(await late.text()).toContain('so nothing was done');
    expect(await said()).toEqual([]);
    const none = await kim.send('/desk/replies', { title: 'Empty' }, '/desk/macros');
    expect(await none.text()).toContain('a macro needs a title and at least one step');
  });
});

describe('the audit log', () => {
  it('keeps who added, changed and removed replies and macros', async () => {
    const idIn = (page: string, kind: 'replies' | 'macros') =>
      [...page.matchAll(new RegExp(`action="/desk/${kind}/([0-9a-f-]{36})`, 'g'))].map(([, id]) => id ?? '');
    const before = await html(kim, '/desk/replies');
    const texts = { title: 'Audited', 'text-en': 'One' };
    await kim.send('/desk/replies', texts, '/desk/replies/new');
    await kim.send('/desk/replies', { title: 'Audited', assignee: 'me' }, '/desk/macros');
    const after = await html(kim, '/desk/replies');
    const added = (kind: 'replies' | 'macros') =>
      idIn(after, kind).find((id) => !idIn(before, kind).includes(id)) ?? '';
    const [reply, macro] = [added('replies'), added('macros')];
    await kim.send('/desk/replies', { ...texts, 'text-en': 'Two' }, `/desk/replies/${reply}`);
    await kim.send('/desk/replies', {}, `/desk/replies/${reply}/remove`);
    await kim.send('/desk/replies', {}, `/desk/macros/${macro}/remove`);
    const deeds = async (object: string) =>
      (await desk.audit.list({ object })).map(({ actor, action }) => `${actor} ${action}`);
    expect(await deeds(`reply:${reply}`)).toEqual(
      ['removed', 'changed', 'added'].map((deed) => `agent:${kimId} reply.${deed}`),
    );
    expect(await deeds(`macro:${macro}`)).toEqual(
      ['removed', 'added'].map((deed) => `agent:${kimId} macro.${deed}`),
    );
  });
});

describe('figures', () => {
  it('count by day, and come as CSV', async () => {
    desk.now = new Date('2026-04-10T10:00:00Z');
    await signInAgain();
    const one = await desk.ticket({ customerId: 'dl_figures' });
    desk.now = new Date('2026-04-10T10:30:00Z');
    await kim.send(`/desk/tickets/${one}`, { text: 'Hello' }, `/desk/tickets/${one}/answer`);
    desk.now = new Date('2026-04-11T10:00:00Z');
    await signInAgain();
    await kim.send(`/desk/tickets/${one}`, {}, `/desk/tickets/${one}/solve`);
    await desk.sentIn('dl_figures');
    await desk.keepTickets();
    const period = 'from=2026-04-09&to=2026-04-11';
    const shown = await html(kim, `/desk/figures?${period}`);
    expect(shown).toContain('9 April 2026 to 11 April 2026');
    expect(shown.match(/<svg class="chart"/g)?.length).toBeGreaterThanOrEqual(4);
    const csv = async (set: string) => html(kim, `/desk/figures/${set}.csv?${period}`);
    expect(await csv('tickets')).toBe(
      'Day,Opened,Solved\r\n2026-04-09,0,0\r\n2026-04-10,1,0\r\n2026-04-11,0,1\r\n',
    );
    expect(await csv('waiting')).toContain('2026-04-10,30,30\r\n2026-04-11,,\r\n');
    expect(await csv('solving')).toContain('2026-04-11,1440,1440\r\n');
    expect(await csv('verifications')).toContain('2026-04-11,1,0,0\r\n');
    expect(await csv('funnel')).toContain('Begun,1\r\n');
    expect(await csv('ratings')).toContain('Mark,Customers\r\n5 of 5,0\r\n');
    expect(await csv('categories')).toContain('Wants to talk to a person,1\r\n');
    expect((await kim.get('/desk/figures/agents.csv')).status).toBe(404);
    const [taken] = await desk.audit.list({ object: 'figures:categories' });
    expect(taken).toMatchObject({
      actor: `agent:${kimId}`,
      action: 'figures.downloaded',
      details: { from: '2026-04-09', to: '2026-04-11' },
    });
  });

  it('tell refusals by the checks from rejections by reviewers', async () => {
    const { id } = await desk.submissions.start('dl_refused', 'c_dl_refused');
    for (const name of ['one.png', 'two.png']) {
      await desk.submissions.refusePhoto(id, 'document_front', {
        uploadId: await desk.keep(PIXEL, name, 'dl_refused'),
        measurements: documentMeasurements,
        verdict: { outcome: 'retake', reasons: [{ code: 'document_blurred' }] },
      });
    }
    const { reference, version } = await desk.sentIn('dl_rejected');
    const wish = { outcome: 'rejected', reasons: ['document_blurred', 'document_glare'], version } as const;
    await desk.submissions.decide(reference, wish, kimId);
    const csv = await html(kim, '/desk/figures/reasons.csv?from=2026-04-11&to=2026-04-11');
    const title = (code: 'document_blurred' | 'document_glare') => reasons.get(code)?.title ?? '';
    expect(csv.trim().split('\r\n')).toEqual([
      'Reason,Refused by the checks,Rejected by reviewers',
      `${title('document_blurred')},2,1`,
      `${title('document_glare')},0,1`,
    ]);
  });

  it.each(['from=2026-02-30', 'from=2026-04-11&to=2026-04-09', 'from=1999-01-01&to=2026-04-09', 'to=x'])(
    'of days that make no sense are those of thirty days: %s',
    async (query) => {
      const csv = await html(kim, `/desk/figures/tickets.csv?${query}`);
      expect(csv.trim().split('\r\n')).toHaveLength(31);
    },
  );
});
