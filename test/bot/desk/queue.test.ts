import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openDesk, type Browser, type Desk } from './desk-kit.ts';

let desk: Desk;
let kim: Browser;
let lee: Browser;
let leeId: string;
/** 28 tickets about other things, so that there are two pages. */
let numbers: string[];
let camera: string;

const PER_PAGE = 25;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  desk = await openDesk();
  kim = await desk.agent('Kim');
  lee = await desk.agent('Lee');
  leeId = (await desk.people.agents.all()).find(({ name }) => name === 'Lee')?.id ?? '';
  numbers = [];
  const start = desk.now.getTime();
  for (let place = 0; place < 28; place += 1) {
    desk.now = new Date(start + place * 60_000);
    numbers.push(
      await desk.ticket({ customerId: `dl_${place}`, summary: `Matter ${place}`, category: 'upload_fails' }),
    );
  }
  desk.now = new Date(start + HOUR_MS);
  camera = await desk.ticket({ customerId: 'dl_anna', summary: 'It stays black' });
  await desk.customers.vouch('dl_anna', { name: 'Anna Eriksson', verified: false });
  await desk.conversations.note('c_dl_anna', { language: 'de' });
  await desk.conversations.append('c_dl_anna', 'user', {
    type: 'message',
    text: 'Meine Kameras zeigen nichts',
  });
  await desk.keepTickets();
});
afterAll(() => desk.close());

const listed = (html: string): string[] =>
  [...html.matchAll(/href="\/desk\/tickets\/(VG-\d+)"/g)].map(([, number]) => number ?? '');
const open = async (agent: Browser, query: string): Promise<string> =>
  (await agent.get(`/desk${query}`)).text();
const nextOf = (html: string): string =>
  /href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
const find = async (agent: Browser, q: string, more: Record<string, string> = {}) =>
  agent.send('/desk', { q, ...more }, '/desk/find');

describe('pages', () => {
  it('show every ticket once, the longest waiting first', async () => {
    const first = await open(kim, '');
    expect(listed(first)).toEqual(numbers.slice(0, PER_PAGE));
    const second = await (await kim.get(nextOf(first))).text();
    expect(listed(second)).toEqual([...numbers.slice(PER_PAGE), camera]);
    expect(nextOf(second)).toBe('');
  });

  it.each(['', '?order=due', '?order=priority', '?order=newest', '?part=all&order=newest'])(
    'leave nothing out in the order of "%s"',
    async (query) => {
      const first = await open(kim, query);
      const second = await (await kim.get(nextOf(first))).text();
      const all = [...listed(first), ...listed(second)];
      expect(all).toHaveLength(29);
      expect(new Set(all)).toEqual(new Set([...numbers, camera]));
    },
  );

  it('begin anew for an address that nobody wrote', async () => {
    expect(listed(await open(kim, '?from=bm9uc2Vuc2U'))).toEqual(numbers.slice(0, PER_PAGE));
    expect(listed(await open(kim, '?order=nonsense&part=%27&assignee=x&over=-1'))).toHaveLength(PER_PAGE);
  });
});

describe('a filter', () => {
  it.each([
    ['?category=person_wanted', () => [camera]],
    ['?language=de', () => [camera]],
    ['?language=de&category=upload_fails', () => []],
    ['?order=newest&category=person_wanted', () => [camera]],
    ['?part=waiting', () => []],
    ['?part=finished', () => []],
  ])('%s', async (query, expected) => {
    expect(listed(await open(kim, query))).toEqual(expected());
  });

  it('by how long they wait', async () => {
    const before = desk.now;
    desk.now = new Date(before.getTime() + 30 * 60_000);
    // All but the last were opened more than an hour ago.
    const html = await open(kim, '?over=1&order=newest');
    expect(listed(html)).not.toContain(camera);
    desk.now = before;
  });

  it('can be kept under a name, for oneself or for everybody, and be removed by who made it only', async () => {
    await kim.send('/desk?language=de', { name: 'German ones', shared: 'yes' }, '/desk/views');
    await kim.send('/desk?part=waiting', { name: 'Mine alone' }, '/desk/views');
    const html = await open(lee, '');
    expect(html).toContain('href="/desk?language=de"');
    expect(html).toContain('German ones');
    expect(html).not.toContain('Mine alone');
    const own = await open(kim, '?language=de');
    const view = /name="view" value="([^"]+)"/.exec(own)?.[1] ?? '';
    const form = /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
    await lee.post('/desk/views/remove', { form, view });
    expect(await open(lee, '')).toContain('German ones');
    await kim.submit(own, '/desk/views/remove');
    expect(await open(lee, '')).not.toContain('German ones');
  });

  it('is not kept without a name', async () => {
    const answer = await kim.send('/desk?language=de', { name: ' ' }, '/desk/views');
    expect(await answer.text()).toContain('Nothing was kept');
  });
});

describe('searching', () => {
  it.each([
    ['a word of the conversation in another form', 'Kamera', '<mark>Kameras</mark>'],
    ['several words, wherever they stand', 'black kameras', '<mark>black</mark>'],
    ['the customer’s name', 'eriksson', 'It stays black'],
  ])('finds %s', async (_what, words, shown) => {
    const answer = await find(kim, words);
    const html = await answer.text();
    expect(listed(html)).toEqual([camera]);
    expect(html).toContain(shown);
    // What was looked for may be personal: it stands in the form and in no address.
    expect(answer.url).toBe(`${desk.origin}/desk/find`);
  });

  it('finds a number, a reference and a customer’s id as they are', async () => {
    expect((await find(kim, camera.replace('VG-', 'vg '))).url).toBe(`${desk.origin}/desk/tickets/${camera}`);
    expect(listed(await (await find(kim, 'dl_anna')).text())).toEqual([camera]);
  });

  it('is read page by page, too', async () => {
    const first = await (await find(kim, 'matter')).text();
    expect(listed(first)).toHaveLength(PER_PAGE);
    const second = await (
      await kim.submit(first.slice(first.indexOf('<form class="pages"')), '/desk/find')
    ).text();
    expect(new Set([...listed(first), ...listed(second)])).toEqual(new Set(numbers));
  });

  it('says so when there is nothing, or nothing to look for', async () => {
    expect(await (await find(kim, 'xylophone')).text()).toContain('Nothing was found.');
    expect(await (await find(kim, 'the')).text()).toContain('These words stand in nearly every ticket.');
    expect(listed(await (await find(kim, 'kamera', { part: 'finished' })).text())).toEqual([]);
  });

  it('finds what was written since, and leaves nothing readable in the index', async () => {
    await desk.conversations.append('c_dl_anna', 'user', {
      type: 'message',
      text: 'My passport is Zanzibarian',
    });
    await desk.keepTickets();
    expect(listed(await (await find(kim, 'zanzibarian')).text())).toEqual([camera]);
    const rows = await desk.database.query<{ text: string }>('select w::text as text from ticket_words w');
    const plain = rows.map(({ text }) => text).join('\n');
    expect(plain).not.toMatch(/kamera|eriksson|zanzibar/i);
    // Nor the words as bytes of the numbers.
    expect(plain).toMatch(/^\([0-9a-f-]{36},[^,]+,\d+,"\{[-\d,]+\}"\)$/m);
  });
});

describe('many at once', () => {
  const pick = async (agent: Browser, act: string, ...picked: string[]) => {
    const tickets = await Promise.all(
      picked.map(async (number) => `${number}:${(await desk.tickets.byNumber(number))?.version ?? 0}`),
    );
    return (await agent.send('/desk', { act, ticket: tickets }, '/desk/bulk')).text();
  };
  const two = (): [string, string] => [numbers[0] ?? '', numbers[1] ?? ''];

  it('are taken, handed on, made urgent and solved', async () => {
    const [one, other] = two();
    expect(await pick(kim, `assign:${leeId}`, one, other)).toContain('Done for 2 tickets.');
    expect(await desk.tickets.byNumber(one)).toMatchObject({ agentId: leeId, state: 'open' });
    expect(await pick(lee, 'priority:urgent', one)).toContain('Done for 1 ticket.');
    expect((await desk.tickets.byNumber(one))?.priority).toBe('urgent');
    await desk.keepTickets();
    expect(listed(await open(kim, '?order=priority'))[0]).toBe(one);
    expect(listed(await open(lee, '?assignee=me'))).toEqual(expect.arrayContaining([one, other]));
    expect(await pick(lee, 'solve', one, other)).toContain('Done for 2 tickets.');
    expect(new Set(listed(await open(kim, '?part=finished')))).toEqual(new Set([one, other]));
  });

  it('are left where somebody was faster, and counted', async () => {
    const number = numbers[2] ?? '';
    const html = await open(lee, '');
    await pick(kim, 'take', number);
    const late = await lee.submit(html, '/desk/bulk', { act: 'take', ticket: [`${number}:1`, 'VG-9x:1'] });
    expect(await late.text()).toContain('Done for 0, left for 2');
  });

  it('are none without a tick', async () => {
    expect(await pick(kim, 'take')).toContain('please tick some tickets first');
  });
});

describe('what an agent has not seen', () => {
  it('is counted for each of them', async () => {
    const number = numbers[5] ?? '';
    await kim.get(`/desk/tickets/${number}`);
    await desk.conversations.append('c_dl_5', 'user', { type: 'message', text: 'Hello?' });
    await desk.conversations.append('c_dl_5', 'user', { type: 'message', text: 'Anybody?' });
    const ticket = await desk.tickets.byNumber(number);
    const [kimId] = (await desk.people.agents.all()).filter(({ name }) => name === 'Kim').map(({ id }) => id);
    const unread = async () =>
      ticket ? (await desk.ticketDesk.unread([ticket], kimId ?? '')).get(ticket.id) : NaN;
    expect(await unread()).toBe(2);
    expect(await open(kim, '')).toMatch(/class="unread">2</);
    await kim.get(`/desk/tickets/${number}`);
    expect(await unread()).toBe(0);
  });
});
