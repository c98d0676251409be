import { connect } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';

import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { countingDialog, startStations, type StationOptions, type Stations } from './stations.ts';
import { grant, Widget } from './widget.ts';

let fresh: FreshDatabase;
let running: Stations[];
let widgets: Widget[];

beforeEach(async () => {
  fresh = await freshDatabase();
  running = [];
  widgets = [];
});

afterEach(async () => {
  for (const widget of widgets) widget.close();
  for (const stations of running) await stations.stop();
  await fresh.drop();
});

async function start(options: StationOptions = {}): Promise<Stations> {
  const stations = await startStations(fresh, options);
  running.push(stations);
  return stations;
}

function seen(widget: Widget): Widget {
  widgets.push(widget);
  return widget;
}

describe('a chat in the widget', () => {
  it('greets once, answers, and shows each message as sent with the answer behind it', async () => {
    const { origin } = await start();
    const widget = seen(await Widget.open(origin));
    await widget.hears('Welcome!');
    const id = await widget.says('hello', 'client-1');
    const answer = await widget.hears('1: hello');
    expect(widget.texts).toEqual(['Welcome!', 'hello', '1: hello']);
    const [welcome, echo] = widget.shown;
    expect(echo).toMatchObject({
      id,
      channelData: { clientActivityID: 'client-1' },
      from: { id: widget.held.userId, role: 'user' },
    });
    expect(answer).toMatchObject({ replyToId: id, from: { role: 'bot' } });
    // It would wait five seconds for a message that it never gets to see.
    expect(welcome?.replyToId).toBeUndefined();
    const times = widget.shown.map(({ timestamp }) => Date.parse(timestamp));
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(new Set(times).size).toBe(3);
  });

  it('goes on after a reload, with everything said before, and no second greeting', async () => {
    const { origin } = await start();
    const visit = await grant(origin);
    const before = seen(new Widget(origin, visit.grant));
    await before.hears('Welcome!');
    await before.says('hello');
    await before.hears('1: hello');
    before.close();
    const again = await grant(origin, { cookie: visit.cookie });
    expect(again.grant).toMatchObject({
      conversationId: visit.grant.conversationId,
      userId: visit.grant.userId,
    });
    const after = seen(new Widget(origin, again.grant, { reload: true }));
    await after.hears('1: hello');
    await after.says('me again');
    await after.hears('2: me again');
    expect(after.texts).toEqual(['Welcome!', 'hello', '1: hello', 'me again', '2: me again']);
  });

  it('sends only what is new to a client that comes with its watermark', async () => {
    const { origin } = await start();
    const first = seen(await Widget.open(origin));
    await first.says('hello');
    await first.hears('1: hello');
    const page = await first.raw(`/conversations/${first.held.conversationId}/activities?watermark=`);
    const { watermark } = (await page.json()) as { watermark: string };
    const later = seen(new Widget(origin, first.held, { reload: true, watermark }));
    await first.says('and now');
    await later.hears('2: and now');
    expect(later.texts).toEqual(['and now', '2: and now']);
  });

  it('shows the same in two tabs', async () => {
    const { origin } = await start();
    const visit = await grant(origin);
    const one = seen(new Widget(origin, visit.grant));
    await one.hears('Welcome!');
    const held = (await grant(origin, { cookie: visit.cookie })).grant;
    const other = seen(new Widget(origin, held));
    await one.says('from the first');
    await other.hears('1: from the first');
    await other.says('from the second');
    await one.hears('2: from the second');
    await other.hears('2: from the second');
    expect(other.texts).toEqual(one.texts);
    expect(one.texts.filter((text) => text === 'Welcome!')).toHaveLength(1);
  });

  it('loses nothing when the connection breaks', async () => {
    const { origin, conversations } = await start();
    const widget = seen(await Widget.open(origin));
    await widget.hears('Welcome!');
    // The client library keeps its socket to itself: cut it from the other side of the world.
    const cut = running[0];
    await cut?.stop();
    running = [];
    const port = Number(new URL(origin).port);
    const again = await start({ config: { http: { port } } });
    await again.turns.tell(
      widget.held.conversationId,
      { type: 'message', text: 'while you were away' },
      'bot',
      'k1',
    );
    await widget.hears('while you were away', 40_000);
    expect(widget.texts).toEqual(['Welcome!', 'while you were away']);
    expect(conversations).toBeDefined();
  });

  it('works without a socket, by polling', async () => {
    const { origin } = await start();
    const widget = seen(new Widget(origin, (await grant(origin)).grant, { webSocket: false }));
    await widget.hears('Welcome!');
    await widget.says('hello');
    await widget.hears('1: hello');
    expect(widget.texts).toEqual(['Welcome!', 'hello', '1: hello']);
  });

  it('takes a message that is posted twice once, and answers it once', async () => {
    const { origin } = await start();
    const widget = seen(await Widget.open(origin));
    await widget.hears('Welcome!');
    const ids = await Promise.all([
      widget.says('twice', 'c1'),
      widget.says('twice', 'c1'),
      widget.says('twice', 'c1'),
    ]);
    expect(new Set(ids).size).toBe(1);
    await widget.hears('1: twice');
    await widget.says('next', 'c2');
    await widget.hears('2: next');
    expect(widget.texts).toEqual(['Welcome!', 'twice', '1: twice', 'next', '2: next']);
  });

  it('gives a card form to the bot with its fields', async () => {
    const { origin } = await start();
    const widget = seen(await Widget.open(origin));
    await widget.post({
      value: { token: 't1', surname: 'Doe' },
      channelData: { postBack: true, clientActivityID: 'c1' },
    });
    await widget.hears('1: value {"token":"t1","surname":"Doe"}');
  });

  it('shows at once that a long answer is being written, and does not keep the sign', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const answer = () => slow.then(() => 'done');
    const { origin } = await start({ rootDialog: countingDialog({ answer }) });
    const widget = seen(await Widget.open(origin));
    await widget.hears('Welcome!');
    await widget.says('measure this');
    await until('the sign', () => widget.received.find(({ type }) => (type as string) === 'typing'));
    finish();
    await widget.hears('1: done');
    const log = await widget.raw(`/conversations/${widget.held.conversationId}/activities`);
    const { activities } = (await log.json()) as { activities: { type: string }[] };
    expect(activities.map(({ type }) => type)).toEqual(['message', 'message', 'message']);
  });

  it('replaces a card that the bot has updated', async () => {
    const stations = await start();
    const widget = seen(await Widget.open(stations.origin));
    await widget.hears('Welcome!');
    const { conversationId } = widget.held;
    const { turns } = stations.conversations;
    const welcomeId = widget.shown[0]?.id ?? '';
    await stations.conversations.append(
      conversationId,
      'user',
      { type: 'message', text: 'x' },
      { turn: true },
    );
    const turn = await turns.next(conversationId);
    if (!turn) throw new Error('nothing is owed');
    const activity = { type: 'message', text: 'Welcome back!', id: welcomeId };
    await turns.commit(turn, { replies: [{ kind: 'replace', activity }], state: [] });
    await widget.hears('Welcome back!');
    expect(widget.texts).toEqual(['Welcome back!', 'x']);
  });
});

describe('the stream', () => {
  async function streamUrl(widget: Widget): Promise<string> {
    const answer = await widget.raw(`/conversations/${widget.held.conversationId}`);
    return ((await answer.json()) as { streamUrl: string }).streamUrl;
  }

  /** Resolves with the code of a refused handshake, or 101. */
  const dial = (url: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { headers });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_req, res) => resolve(res.statusCode ?? 0));
      socket.on('error', () => undefined);
    });

  it('refuses pages of other origins, and lets in our own and the configured ones', async () => {
    const { origin } = await start({ config: { http: { widgetOrigins: ['https://exchange.example'] } } });
    const url = await streamUrl(seen(await Widget.open(origin)));
    expect(await dial(url)).toBe(101);
    expect(await dial(url, { origin })).toBe(101);
    expect(await dial(url, { origin: 'https://exchange.example' })).toBe(101);
    expect(await dial(url, { origin: 'https://evil.example' })).toBe(403);
    expect(await dial(url, { origin: 'null' })).toBe(403);
  });

  it('survives addresses that are none', async () => {
    const { origin } = await start();
    const { hostname, port } = new URL(origin);
    for (const path of ['//', '/%', '/v3/directline/conversations/%ff/stream', '*']) {
      const socket = connect(Number(port), hostname);
      const lines = [`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket'];
      socket.on('error', () => undefined).end(`${lines.join('\r\n')}\r\n\r\n`);
      await new Promise((resolve) => socket.once('connect', resolve));
    }
    const widget = seen(await Widget.open(origin));
    await widget.hears('Welcome!');
  });

  it('refuses a chat token in its address, an expired one, and one for another conversation', async () => {
    let now = new Date();
    const { origin } = await start({ now: () => now });
    const [ann, bob] = [seen(await Widget.open(origin)), seen(await Widget.open(origin))];
    const url = await streamUrl(ann);
    expect(await dial(url.replace(/t=.*/, `t=${ann.held.token}`))).toBe(403);
    expect(await dial(url.replace(ann.held.conversationId, bob.held.conversationId))).toBe(403);
    now = new Date(now.getTime() + 6 * 60_000);
    expect(await dial(url)).toBe(403);
  });

  it('holds nothing for a client that does not read, and gives it everything once it does', async () => {
    const { origin, conversations } = await start({ answering: false });
    const widget = seen(await Widget.open(origin));
    const { conversationId } = widget.held;
    const socket = new WebSocket(await streamUrl(widget));
    const frames: { activities: unknown[] }[] = [];
    socket.on(
      'message',
      (data: Buffer) => data.length > 0 && frames.push(JSON.parse(data.toString()) as never),
    );
    await new Promise((resolve) => socket.once('open', resolve));
    socket.pause();
    const text = 'x'.repeat(15_000);
    const writing = Array.from({ length: 400 }, () =>
      conversations.append(conversationId, 'agent', { type: 'message', text }),
    );
    await Promise.all(writing);
    socket.resume();
    const total = () => frames.reduce((sum, { activities }) => sum + activities.length, 0);
    await until('all of it', () => total() >= 400 || undefined);
    expect(total()).toBe(400);
    expect(frames.length).toBeGreaterThan(3);
    socket.close();
  });
});
