import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { digest, LIMITS, startStations, type Stations } from './stations.ts';
import { grant, Widget } from './widget.ts';

let fresh: FreshDatabase;
let stations: Stations | undefined;
let widget: Widget | undefined;
let now: Date;

beforeEach(async () => {
  fresh = await freshDatabase();
  now = new Date();
});

afterEach(async () => {
  widget?.close();
  await stations?.stop();
  await fresh.drop();
  [stations, widget] = [undefined, undefined];
});

async function openChat(): Promise<Widget> {
  stations = await startStations(fresh, { now: () => now });
  widget = await Widget.open(stations.origin);
  await widget.hears('Welcome!');
  return widget;
}

const picture = (format: 'png' | 'jpeg', tint: number): Promise<Buffer> =>
  sharp({ create: { width: 24, height: 16, channels: 3, background: { r: tint, g: 90, b: 40 } } })
    .toFormat(format)
    .toBuffer();

/** What a decoder takes for MP4; the checks do not look further. */
const video = (bytes: number): Buffer =>
  Buffer.concat([
    Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex'),
    randomBytes(bytes - 32),
  ]);

const storedUploads = async (): Promise<number> =>
  Number((await fresh.database.query<{ n: number }>('select count(*) as n from upload'))[0]?.n);

interface ShownFile {
  readonly name: string;
  readonly contentType: string;
  readonly contentUrl?: string;
  readonly thumbnailUrl?: string;
}

async function filesShown(chat: Widget, text: string): Promise<ShownFile[]> {
  const shown = await until('the message with its files', () => chat.shown.find((one) => one.text === text));
  return (shown.attachments ?? []) as unknown as ShownFile[];
}

describe('files sent in the widget', () => {
  it('arrive in their order with the text, named by id for the bot and by address for the client', async () => {
    const chat = await openChat();
    const [png, jpeg] = [await picture('png', 10), await picture('jpeg', 200)];
    const answer = await chat.sends(
      [
        { name: 'front.png', bytes: png, type: 'image/png' },
        { name: 'back.jpg', bytes: jpeg, type: 'image/jpeg' },
      ],
      {
        text: 'both sides',
        channelData: { clientActivityID: 'c1', attachmentSizes: [png.length, jpeg.length] },
      },
    );
    const { id } = (await answer.json()) as { id: string };
    await chat.hears('1: both sides | front.png image/png upload: | back.jpg image/jpeg upload:');
    const files = await filesShown(chat, 'both sides');
    expect(files.map(({ name }) => name)).toEqual(['front.png', 'back.jpg']);
    expect(files.every(({ thumbnailUrl }) => thumbnailUrl === undefined)).toBe(true);
    const echo = chat.shown.find((one) => one.text === 'both sides');
    expect(echo).toMatchObject({ id, channelData: { clientActivityID: 'c1' } });
    const bytes = await Promise.all(
      files.map(async ({ contentUrl = '' }) =>
        digest(new Uint8Array(await (await fetch(contentUrl)).arrayBuffer())),
      ),
    );
    expect(bytes).toEqual([digest(png), digest(jpeg)]);
  });

  it('are judged by their content, not by what the browser says', async () => {
    const chat = await openChat();
    await chat.sends([{ name: 'notes.jpg', bytes: Buffer.from('only words'), type: 'image/jpeg' }], {
      text: 'photo',
    });
    await chat.hears('1: photo | notes.jpg application/octet-stream upload:');
  });

  it('take a form without text or activity', async () => {
    const chat = await openChat();
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await picture('png', 1))], { type: 'image/png' }), 'a.png');
    await chat.raw(`/conversations/${chat.held.conversationId}/upload`, { method: 'POST', body: form });
    await chat.hears('1: a.png image/png upload:');
  });

  it('that are too large are refused alone, with the limit, and the others are taken', async () => {
    const chat = await openChat();
    const big = Buffer.concat([await picture('png', 1), randomBytes(LIMITS.maxScreenshotBytes)]);
    const answer = await chat.sends(
      [
        { name: 'big.png', bytes: big, type: 'image/png' },
        { name: 'ok.png', bytes: await picture('png', 2), type: 'image/png' },
        { name: 'huge.mp4', bytes: video(LIMITS.maxRecordingBytes * 3), type: 'video/mp4' },
      ],
      { text: 'three' },
    );
    expect(answer.status).toBe(200);
    await chat.hears(
      '1: three | big.png image/png {"refused":"too_large","limitBytes":10000} | ok.png image/png upload:' +
        ' | huge.mp4 video/mp4 {"refused":"too_large","limitBytes":200000}',
    );
    expect(await storedUploads()).toBe(1);
    // Web Chat would try to show a picture that is not there.
    expect((await filesShown(chat, 'three'))[0]).toEqual({
      name: 'big.png',
      contentType: 'application/octet-stream',
    });
  });

  it('have a limit of their own as PDF', async () => {
    const chat = await openChat();
    const pdf = (bytes: number): Buffer =>
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes - 9)]);
    const files = [
      { name: 'deed.pdf', bytes: pdf(LIMITS.maxPdfBytes), type: 'application/pdf' },
      { name: 'book.pdf', bytes: pdf(LIMITS.maxPdfBytes + 1), type: 'application/pdf' },
    ];
    await chat.sends(files, { text: 'two' });
    await chat.hears(
      '1: two | deed.pdf application/pdf upload:' +
        ' | book.pdf application/pdf {"refused":"too_large","limitBytes":20000}',
    );
    expect(await storedUploads()).toBe(1);
  });

  it('are measured against the limit of their kind: a recording may be larger than a picture', async () => {
    const chat = await openChat();
    await chat.sends([{ name: 'screen.mp4', bytes: video(LIMITS.maxRecordingBytes), type: 'video/mp4' }], {
      text: 'at the limit',
    });
    await chat.hears('1: at the limit | screen.mp4 video/mp4 upload:');
    await chat.sends(
      [{ name: 'screen.mp4', bytes: video(LIMITS.maxRecordingBytes + 1), type: 'video/mp4' }],
      { text: 'over it' },
    );
    await chat.hears('2: over it | screen.mp4 video/mp4 {"refused":"too_large","limitBytes":200000}');
  });

  it('are stored once when the same upload comes twice', async () => {
    const chat = await openChat();
    const files = [{ name: 'a.png', bytes: await picture('png', 1), type: 'image/png' }];
    const activity = { text: 'once', channelData: { clientActivityID: 'same' } };
    const answers = await Promise.all([chat.sends(files, activity), chat.sends(files, activity)]);
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { id: string }).id),
    );
    expect(new Set(ids).size).toBe(1);
    await chat.hears(/^1: once/);
    expect(await storedUploads()).toBe(1);
    const contentUrl = (await filesShown(chat, 'once'))[0]?.contentUrl ?? '';
    expect((await fetch(contentUrl)).status).toBe(200);
  });

  it('leave nothing behind when the line breaks, and the next try works', async () => {
    const chat = await openChat();
    const { origin, held } = chat;
    const boundary = 'b0undary';
    const cut = request(`${origin}/v3/directline/conversations/${held.conversationId}/upload`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${held.token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
    });
    cut.on('error', () => undefined);
    const whole = await picture('png', 1);
    cut.write(
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`,
        ),
        whole,
        Buffer.from(
          `\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="b.png"\r\nContent-Type: image/png\r\n\r\n`,
        ),
        whole.subarray(0, 40),
      ]),
    );
    await until('the first file to be stored', async () => (await storedUploads()) === 1 || undefined);
    cut.destroy();
    await until('it to be removed', async () => (await storedUploads()) === 0 || undefined);
    await chat.sends([{ name: 'a.png', bytes: whole, type: 'image/png' }], { text: 'again' });
    await chat.hears('1: again | a.png image/png upload:');
  });

  it('without end are cut off, and the chat still says so', async () => {
    const chat = await openChat();
    const endless = video(LIMITS.maxRecordingBytes * 100);
    await chat
      .sends([{ name: 'endless.mp4', bytes: endless, type: 'video/mp4' }], { text: 'long' })
      .catch(() => undefined);
    await chat.hears('1: long | endless.mp4 video/mp4 {"refused":"too_large","limitBytes":200000}');
    expect(await storedUploads()).toBe(0);
  });

  it.each([
    ['no multipart body', { body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['no boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
    [
      'a body that ends in the middle',
      {
        body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      },
    ],
  ])('are refused with 400: %s', async (_what, init) => {
    const chat = await openChat();
    const answer = await chat.raw(`/conversations/${chat.held.conversationId}/upload`, {
      method: 'POST',
      ...init,
    });
    expect(answer.status).toBe(400);
    expect(await storedUploads()).toBe(0);
  });
});

describe('the address of a file', () => {
  async function sent(bytes: Buffer, name: string, type: string): Promise<string> {
    const chat = widget ?? (await openChat());
    await chat.sends([{ name, bytes, type }], { text: 'file' });
    return (await filesShown(chat, 'file'))[0]?.contentUrl ?? '';
  }

  it('shows a picture and runs nothing', async () => {
    const url = await sent(await picture('png', 5), 'übersicht "1".png', 'image/png');
    const { headers, status } = await fetch(url);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toMatch(/^inline; .*filename\*=UTF-8''%C3%BCbersicht/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('cache-control')).toMatch(/^private, max-age=\d+/);
  });

  it('only downloads what is no picture', async () => {
    const url = await sent(Buffer.from('<script>alert(1)</script>'), 'page.html', 'text/html');
    const { headers } = await fetch(url);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  it('gives a player the piece of a recording that it asks for', async () => {
    const bytes = video(LIMITS.maxRecordingBytes);
    const url = await sent(bytes, 'screen.mp4', 'video/mp4');
    const piece = await fetch(url, { headers: { range: 'bytes=100000-100009' } });
    expect([piece.status, piece.headers.get('content-range')]).toEqual([206, 'bytes 100000-100009/200000']);
    expect(Buffer.from(await piece.arrayBuffer())).toEqual(bytes.subarray(100_000, 100_010));
    const tail = await fetch(url, { headers: { range: 'bytes=-5' } });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(-5));
    const beyond = await fetch(url, { headers: { range: 'bytes=200000-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */200000']);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('200000');
  });

  it('works for a while and for nobody who changes it', async () => {
    const url = await sent(await picture('png', 5), 'a.png', 'image/png');
    expect((await fetch(url.replace(/upl_./, 'upl_x'))).status).toBe(403);
    expect((await fetch(url.replace(/e=(\d+)/, (_all, e: string) => `e=${Number(e) + 3600}`))).status).toBe(
      403,
    );
    expect((await fetch(url.replace(/&s=.*/, ''))).status).toBe(403);
    expect((await fetch(url)).status).toBe(200);
    now = new Date(now.getTime() + 2 * 60 * 60 * 1000 + 1000);
    expect((await fetch(url)).status).toBe(403);
  });

  it('is new after a reload, and good', async () => {
    const chat = await openChat();
    const url = await sent(await picture('png', 5), 'a.png', 'image/png');
    now = new Date(now.getTime() + 3 * 60 * 60 * 1000);
    const log = await chat.raw(`/conversations/${chat.held.conversationId}/activities`);
    const { activities } = (await log.json()) as { activities: { attachments?: ShownFile[] }[] };
    const fresh = activities.flatMap(({ attachments = [] }) => attachments)[0]?.contentUrl ?? '';
    expect(fresh).not.toBe(url);
    expect((await fetch(fresh)).status).toBe(200);
  });
});

it('nobody else gets an address for a file, even who knows its id', async () => {
  const chat = await openChat();
  await chat.sends([{ name: 'id.png', bytes: await picture('png', 5), type: 'image/png' }], { text: 'mine' });
  const contentUrl = (await filesShown(chat, 'mine'))[0]?.contentUrl ?? '';
  const id = /upl_\w+/.exec(contentUrl)?.[0] ?? '';
  const thief = new Widget(chat.origin, (await grant(chat.origin)).grant);
  await thief.hears('Welcome!');
  // Even if the bot were made to repeat it where an address belongs.
  const attachments = [{ contentType: 'image/png', contentUrl: `upload:${id}` }];
  await stations?.conversations.append(thief.held.conversationId, 'bot', {
    type: 'message',
    text: 'look',
    attachments,
  });
  const stolen = (await filesShown(thief, 'look'))[0]?.contentUrl ?? '';
  expect(stolen).toContain(id);
  expect((await fetch(stolen)).status).toBe(403);
  thief.close();
});
