import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { until } from '../../kit/until.ts';
import { documentMeasurements } from '../submissions/specimen.ts';
import { fileAddressIn, openDesk, PIXEL, type Browser, type Desk } from './desk-kit.ts';

let desk: Desk;
let kim: Browser;
let lee: Browser;
let number: string;
let page: string;
/** A customer and a conversation of its own for each test. */
let customerId: string;
let chat: string;
let count = 0;

beforeAll(async () => {
  desk = await openDesk();
  kim = await desk.agent('Kim');
  lee = await desk.agent('Lee');
});
afterAll(() => desk.close());

beforeEach(async () => {
  customerId = `dl_${(count += 1)}`;
  chat = `c_${customerId}`;
  number = await desk.ticket({ customerId });
  page = `/desk/tickets/${number}`;
});

/** Gives a reason and has the personal data of a ticket shown. */
const open = (browser: Browser, address = page) =>
  browser.send(address, { reason: 'customer_asks' }, `${address}/show`);

/** The address of a file for Kim, as a ticket gives it to somebody with a reason. */
async function addressOf(uploadId: string): Promise<string> {
  const ticket = `/desk/tickets/${await desk.ticket({ uploadIds: [uploadId] })}`;
  return fileAddressIn(await (await open(kim, ticket)).text(), uploadId);
}

const say = (author: 'user' | 'bot', activity: Record<string, unknown>, conversationId = chat) =>
  desk.conversations.append(conversationId, author, { type: 'message', ...activity });

describe('the queue', () => {
  it('shows what waits, with who looks after it, and finds a ticket by its number as people type it', async () => {
    await kim.send(page, {}, `${page}/take`);
    const queue = await (await lee.get('/desk')).text();
    expect(queue).toContain('The camera stays black');
    expect(queue).toContain('Wants to talk to a person');
    expect(queue).toContain('Kim');
    expect((await kim.get(`/desk/find?q=${number.replace('VG-', 'vg%20')}`)).url).toBe(
      `${desk.origin}${page}`,
    );
    const nothing = await kim.get('/desk/find?q=VG-9999999');
    expect(nothing.status).toBe(404);
    expect(await nothing.text()).toContain('Tickets look like VG-1042');
  });
});

describe('a ticket of somebody who was rejected and sent in again', () => {
  const reject = async () => {
    const submission = await desk.sentIn(customerId);
    const [agent] = await desk.people.agents.all();
    const wish = { outcome: 'rejected', reasons: ['document_blurred'], version: submission.version } as const;
    await desk.submissions.decide(submission.reference, wish, agent?.id ?? '');
  };

  /** What a list of the queue leads to, from top to bottom. */
  async function listed(query = ''): Promise<{ tickets: string[]; submissions: string[] }> {
    const html = await (await kim.get(`/desk${query}`)).text();
    const linked = (what: string) =>
      [...html.matchAll(new RegExp(`href="/desk/${what}/(VG-\\d+|[A-Z0-9-]+)"`, 'g'))].map(
        ([, id]) => id ?? '',
      );
    return { tickets: linked('tickets'), submissions: linked('submissions') };
  }

  it('goes first, from when they send in until they are decided on', async () => {
    desk.now = new Date(desk.now.getTime() - 60_000);
    const longer = await desk.ticket({ customerId: `dl_${(count += 1)}` });
    const other = await desk.sentIn(`dl_${(count += 1)}`);
    desk.now = new Date(desk.now.getTime() + 60_000);
    await reject();
    const before = (await listed()).tickets;
    expect(before.indexOf(longer)).toBeLessThan(before.indexOf(number));
    expect(await desk.tickets.byNumber(number)).toMatchObject({ expedited: false });
    const { id } = await desk.submissions.start(customerId, chat);
    await desk.submissions.keepPhoto(id, 'document_front', {
      uploadId: await desk.keep(PIXEL, 'sharp.png', customerId),
      measurements: documentMeasurements,
      verdict: { outcome: 'pass' },
    });
    await desk.submissions.submit(id);
    expect(await desk.tickets.byNumber(number)).toMatchObject({ expedited: true });
    const now = await listed();
    expect(now.tickets[0]).toBe(number);
    const again = await desk.submissions.find(id);
    expect(now.submissions[0]).toBe(again?.reference);
    expect(now.submissions).toContain(other.reference);
    expect(await (await kim.get(page)).text()).toContain('Expedited');
    const later = await desk.ticket({ customerId });
    expect(await desk.tickets.byNumber(later)).toMatchObject({ expedited: true });
    await desk.submissions.withdraw(id);
    expect(await desk.tickets.byNumber(number)).toMatchObject({ expedited: false });
  });
});

describe('from ticket to ticket', () => {
  it('goes on to what waits longest and is the agent’s or nobody’s, and leaves out what is a colleague’s', async () => {
    const own = await openDesk();
    const tom = await own.agent('Tom');
    const ann = await own.agent('Ann');
    const numbers: string[] = [];
    for (const customer of ['dl_one', 'dl_two', 'dl_three']) {
      own.now = new Date(own.now.getTime() + 60_000);
      numbers.push(await own.ticket({ customerId: customer }));
    }
    const [first = '', second = '', third = ''] = numbers;
    const nextOf = async (agent: Browser, after = '') =>
      (await agent.raw(`/desk/tickets/next?after=${after}`)).headers.get('location');
    expect(await nextOf(tom)).toBe(`/desk/tickets/${first}`);
    expect(await nextOf(tom, first)).toBe(`/desk/tickets/${second}`);
    await ann.send(`/desk/tickets/${second}`, {}, `/desk/tickets/${second}/take`);
    expect(await nextOf(tom, first)).toBe(`/desk/tickets/${third}`);
    expect(await nextOf(ann, first)).toBe(`/desk/tickets/${second}`);
    for (const number of [first, third])
      await tom.send(
        `/desk/tickets/${number}`,
        { text: 'Done', then: 'solve' },
        `/desk/tickets/${number}/answer`,
      );
    expect(await own.tickets.byNumber(third)).toMatchObject({ state: 'solved' });
    expect((await own.saidByAgents('c_dl_three')).map(({ text }) => text)).toContain('Done');
    expect(await nextOf(tom)).toBe('/desk?done=nothing_left');
    await own.close();
  });
});

describe('a ticket', () => {
  it('shows the problem, what was tried, the browser in words and the customer’s standing', async () => {
    await desk.customers.vouch(customerId, { name: 'Anna Eriksson', residence: 'SE', verified: true });
    const html = await (await open(kim)).text();
    for (const words of [
      'The camera stays black',
      'Updated the browser',
      'Safari 17.5 on iOS 17.5 (Apple iPhone)',
      'anna@example.org',
      'Anna Eriksson',
      'Sweden',
      'Verified',
      'Nobody looks after it yet.',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('shows the conversation as it was, cards as text, and nothing of it as markup', async () => {
    await say('user', { text: '<img src=x onerror=alert(1)> it is **black**' });
    await say('bot', {
      text: 'Please fill in the form.',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            body: [
              { type: 'TextBlock', text: 'Your particulars', weight: 'Bolder' },
              { type: 'Container', items: [{ type: 'Input.Text', id: 'surname', label: 'Surname' }] },
              { type: 'FactSet', facts: [{ title: 'Step', value: '4 of 6' }] },
            ],
            actions: [{ type: 'Action.Submit', title: 'Continue' }],
          },
        },
      ],
      suggestedActions: { actions: [{ title: 'Talk to a person' }] },
    });
    await say('user', { value: { token: 'secret-step', birthDate: '1974-08-12' } });
    const html = await (await open(kim)).text();
    expect(html).toContain('&lt;img src=x onerror=alert(1)> it is <strong>black</strong>');
    for (const words of [
      'Your particulars',
      'Surname',
      '4 of 6',
      'Continue',
      'Talk to a person',
      'Birth date',
      '1974-08-12',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).not.toContain('secret-step');
    expect(html).not.toContain('<img src=x');
  });

  it('shows screenshots as pictures, plays recordings, and says what became of a photo', async () => {
    const screenshot = await desk.keep(PIXEL, 'screen.png');
    const recording = await desk.keep(MP4, 'video.mp4');
    const submission = await desk.sentIn('dl_photos');
    const selfie = submission.photos.selfie?.uploadId ?? '';
    const withFiles = await desk.ticket({ customerId: 'dl_photos', uploadIds: [screenshot, recording] });
    const attachment = { contentType: 'image/png', contentUrl: `upload:${selfie}`, name: 'me.png' };
    await say('user', { attachments: [attachment] }, 'c_dl_photos');
    const html = await (await open(kim, `/desk/tickets/${withFiles}`)).text();
    expect(html).toContain(`<img src="/desk/uploads/${screenshot}?f=covered&amp;`);
    expect(html).toContain(`<video src="/desk/uploads/${recording}?f=original&amp;`);
    // The photo of a face is not spread out in a ticket, only linked.
    expect(html).not.toContain(`<img src="/desk/uploads/${selfie}`);
    expect(html).toContain(`href="/desk/uploads/${selfie}?f=original&amp;`);
    expect(html).toContain('For a person to look at');
    expect(html).toContain(submission.reference);
  });
});

describe('an answer', () => {
  it('reaches the customer’s chat at once and makes the conversation the agent’s', async () => {
    const sent = await kim.send(
      page,
      { text: ' Please allow the camera.\r\nThen try again. ' },
      `${page}/answer`,
    );
    expect(sent.url).toBe(`${desk.origin}${page}?done=answer`);
    const html = await sent.text();
    expect(html).toContain('Your answer is in the customer’s chat.');
    expect(html).toContain('You have the conversation; the assistant is silent.');
    expect(await (await lee.get(page)).text()).toContain(
      'Kim has the conversation; the assistant is silent.',
    );
    expect(await desk.saidByAgents(chat)).toEqual([
      { text: 'Please allow the camera.\nThen try again.', agentName: 'Kim' },
    ]);
    expect((await desk.conversations.find(chat))?.owner).toBe('agent');
  });

  it('sent twice stands in the chat once', async () => {
    const html = await (await kim.get(page)).text();
    await kim.submit(html, `${page}/answer`, { text: 'Hello' });
    await kim.submit(html, `${page}/answer`, { text: 'Hello' });
    expect(await desk.saidByAgents(chat)).toHaveLength(1);
  });

  it('is held back when a colleague was faster, with the words still in the form', async () => {
    const html = await (await lee.get(page)).text();
    await kim.send(page, { text: 'From Kim' }, `${page}/answer`);
    const late = await lee.submit(html, `${page}/answer`, { text: 'From Lee' });
    expect(late.status).toBe(409);
    const shown = await late.text();
    expect(shown).toContain('Kim has this ticket, so nothing was sent. A supervisor');
    expect(shown).toMatch(/<textarea[^>]*>From Lee<\/textarea>/);
    expect((await desk.saidByAgents(chat)).map(({ text }) => text)).toEqual(['From Kim']);
  });

  it('must say something, and not too much', async () => {
    expect((await kim.send(page, { text: '  ' }, `${page}/answer`)).status).toBe(422);
    const long = await kim.send(page, { text: 'x'.repeat(4001) }, `${page}/answer`);
    expect(await long.text()).toContain('at most 4000 characters');
    expect(await desk.saidByAgents(chat)).toEqual([]);
  });
});

describe('who has the chat', () => {
  it('is one of two who take the ticket; the other is told who, and a supervisor can take over', async () => {
    const html = await (await lee.get(page)).text();
    const taken = await kim.send(page, {}, `${page}/take`);
    expect(await taken.text()).toContain('the customer was told that you have joined');
    const late = await lee.submit(html, `${page}/take`);
    expect(late.status).toBe(409);
    const shown = await late.text();
    expect(shown).toContain('Kim has this ticket');
    expect(shown).toContain('A colleague talks with this customer. A supervisor can take the ticket over.');
    expect(shown).not.toContain(`action="${page}/answer"`);
    await lee.send(page, {}, `${page}/take-over`);
    expect(await (await kim.get(page)).text()).toContain(
      'Lee has the conversation; the assistant is silent.',
    );
    expect(await (await lee.get(page)).text()).toContain('Taken over by Lee');
  });

  it('is the assistant again when the agent hands back, and the ticket stays open', async () => {
    await kim.send(page, {}, `${page}/take`);
    const html = await (await kim.send(page, {}, `${page}/hand-back`)).text();
    expect(html).toContain('The assistant has the conversation again. The ticket stays open.');
    expect((await desk.conversations.find(chat))?.owner).toBe('bot');
    expect(await desk.tickets.byNumber(number)).toMatchObject({ state: 'open' });
    expect(html).toContain('Join the chat');
  });

  it('shows whether the customer is there and has read the answer, and what they thought of it', async () => {
    const before = await (await kim.send(page, { text: 'Hello' }, `${page}/answer`)).text();
    expect(before).toContain('does not have the chat open');
    await desk.conversations.presence.note(chat, 'customer', true);
    await desk.conversations.presence.noteRead(chat, 'customer', 1_000);
    const html = await (await kim.get(page)).text();
    expect(html).toContain('has the chat open, read your answer');
    await kim.send(page, {}, `${page}/solve`);
    await desk.tickets.rate(number, customerId, { score: 4, word: 'Quick & kind' });
    const rated = await (await kim.get(page)).text();
    expect(rated).toContain('aria-label="4 of 5"');
    expect(rated).toContain('Quick &amp; kind');
  });

  it('counts as read by the agent who has the chat, when they look, and by nobody else', async () => {
    await kim.send(page, {}, `${page}/take`);
    await say('user', { text: 'Are you there?' });
    const hasRead = async () => (await desk.conversations.presence.of(chat))?.agentHasRead;
    await lee.get(page);
    // A page that refreshes itself behind another tab.
    await kim.get(page, { 'x-desk-live': '1' });
    expect(await hasRead()).toBe(false);
    await kim.get(page, { 'x-desk-live': '1', 'x-desk-seen': '1' });
    expect(await hasRead()).toBe(true);
  });

  it('is told that the agent types, and nobody else can say so', async () => {
    await kim.send(page, {}, `${page}/take`);
    const signs: string[] = [];
    const stop = desk.conversations.subscribe(
      chat,
      () => undefined,
      (sign) => signs.push(sign.kind === 'typing' ? sign.author : sign.kind),
    );
    const tokenOf = async (browser: Browser) =>
      /name="form" value="([^"]+)"/.exec(await (await browser.get(page)).text())?.[1] ?? '';
    expect((await lee.post(`${page}/typing`, { form: await tokenOf(lee) })).status).toBe(204);
    expect((await kim.post(`${page}/typing`, { form: 'forged' })).status).toBe(403);
    expect(signs).not.toContain('agent');
    expect((await kim.post(`${page}/typing`, { form: await tokenOf(kim) })).status).toBe(204);
    expect(signs).toContain('agent');
    stop();
  });

  it('is seen by the customer to be there while their page of it is open, over its reloads', async () => {
    const isHere = async () => (await desk.conversations.presence.of(chat))?.agentIsHere;
    const before = await listen(`/desk/events?ticket=${number}`);
    expect(await isHere()).toBe(false);
    await kim.send(page, {}, `${page}/take`);
    await until('the agent to be there', async () => (await isHere()) || undefined);
    const after = await listen(`/desk/events?ticket=${number}`);
    await before.close();
    await until('both streams to be noted', async () => (await isHere()) || undefined);
    await after.close();
    await until('the agent to be gone', async () => (await isHere()) === false || undefined);
  });

  it('knows whether anybody is at the desk', async () => {
    await desk.staff.note((await desk.people.agents.all())[0]?.id ?? '', false);
    expect((await desk.staff.now()).isStaffed).toBe(false);
    const stream = await listen('/desk/events?watch=queue');
    await until('somebody to be there', async () => (await desk.staff.now()).isStaffed || undefined);
    await stream.close();
    await until('nobody to be there', async () => !(await desk.staff.now()).isStaffed || undefined);
  });
});

describe('solving', () => {
  it('hands the conversation back to the assistant; reopening and closing follow', async () => {
    await kim.send(page, { text: 'Hello' }, `${page}/answer`);
    const solved = await kim.send(page, {}, `${page}/solve`);
    expect(await solved.text()).toContain('The assistant has the conversation again.');
    expect((await desk.conversations.find(chat))?.owner).toBe('bot');
    const closed = await kim.send(page, {}, `${page}/close`);
    expect(await closed.text()).toContain('This ticket is closed. Reopen it to answer.');
    await kim.send(page, {}, `${page}/reopen`);
    expect(await desk.tickets.byNumber(number)).toMatchObject({ state: 'reopened' });
  });

  it('says so when a colleague solved it already', async () => {
    const html = await (await lee.get(page)).text();
    await kim.send(page, {}, `${page}/solve`);
    const late = await lee.submit(html, `${page}/take`);
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('The ticket is solved already.');
  });
});

describe('files', () => {
  it('go to a signed-in agent only, can do nothing, and each look is noted', async () => {
    const id = await desk.keep(PIXEL, 'screen "é".png');
    const address = await addressOf(id);
    const file = await kim.get(address);
    // Not the picture itself, but the copy in which what is personal is covered.
    const shown = Buffer.from(await file.arrayBuffer());
    expect(shown).not.toEqual(PIXEL);
    expect(shown.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': `inline; filename*=UTF-8''screen%20%22%C3%A9%22.png`,
    });
    expect(file.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    const [kimId] = (await desk.people.agents.all())
      .filter(({ name }) => name === 'Kim')
      .map((agent) => agent.id);
    expect(await desk.people.accesses.of('upload', [id])).toMatchObject([{ agentId: kimId, what: 'upload' }]);
    expect((await desk.stranger().raw(address)).status).toBe(401);
    expect(await desk.people.accesses.of('upload', [id])).toHaveLength(1);
    expect((await lee.get(address)).status).toBe(403);
    expect((await kim.get(`/desk/uploads/${id}`)).status).toBe(403);
    await desk.uploads.remove(id);
    expect((await kim.get(address)).status).toBe(404);
  });

  it('that are no picture and no recording are only ever downloaded', async () => {
    const id = await desk.keep(Buffer.from('<html><script>alert(1)</script></html>'), 'page.html');
    const { headers } = await kim.get(await addressOf(id));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  it.each([
    ['bytes=0-3', 206, 'bytes 0-3/', [0, 4]],
    ['bytes=10-', 206, 'bytes 10-', [10, undefined]],
    ['bytes=-5', 206, 'bytes ', [-5, undefined]],
    ['bytes=999999-', 416, 'bytes */', undefined],
    ['bytes=3-1', 200, '', [0, undefined]],
    ['bytes=0-1,4-5', 200, '', [0, undefined]],
  ] as const)('can be asked for in parts: %s', async (range, status, contentRange, part) => {
    const id = await desk.keep(MP4, 'video.mp4');
    const response = await kim.get(await addressOf(id), { range });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-range') ?? '').toContain(contentRange);
    const expected = part ? MP4.subarray(part[0], part[1]) : Buffer.alloc(0);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(expected);
  });
});

describe('events', () => {
  it('tell an open page that something is new, of its subject only', async () => {
    const other = await desk.ticket({ customerId: 'dl_b' });
    const mine = await listen(`/desk/events?ticket=${number}`);
    const others = await listen(`/desk/events?ticket=${other}`);
    const queue = await listen('/desk/events?watch=queue');
    await say('user', { text: 'Hello?' });
    await mine.hears('event: news');
    await desk.tickets.customerWrote('c_dl_b');
    await kim.send(page, {}, `${page}/take`);
    await queue.hears('event: news');
    expect(others.heard()).not.toContain('news');
    for (const stream of [mine, others, queue]) await stream.close();
  });
});

async function listen(path: string) {
  const stop = new AbortController();
  const response = await kim.raw(path, { signal: stop.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const pump = (async () => {
    for (;;) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return;
      heard += chunk.value;
    }
  })().catch(() => undefined);
  return {
    heard: () => heard,
    async hears(words: string) {
      await until(`to hear ${words}`, () => heard.includes(words) || undefined);
    },
    async close() {
      stop.abort();
      await pump;
    },
  };
}

/** The first box of an MP4 file is enough to be known as one. */
const MP4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom\0\0\x02\0isomiso2'),
  Buffer.alloc(4096, 7),
]);
