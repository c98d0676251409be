import { randomBytes } from 'node:crypto';
import { readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';

import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { createFileFolder } from '../../../bot/storage/files.ts';
import { collect } from '../../../bot/storage/sealed-file.ts';
import { createUploads, type Uploads } from '../../../bot/storage/uploads.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';

const about = { customerId: 'dl_1', conversationId: 'c1', name: 'passport.jpg', limitBytes: 10_000_000 };

let fresh: FreshDatabase;
let folder: string;
let uploads: Uploads;
let clock = new Date();

beforeAll(async () => {
  fresh = await freshDatabase();
  folder = path.join(fresh.folder, 'uploads');
  uploads = createUploads({ ...fresh, files: createFileFolder(folder), now: () => clock });
});

async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const fileOf = async (id: string) => (await filesOnDisk()).find((file) => file.endsWith(id)) ?? '';
const photo = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();

describe('an upload', () => {
  it('comes back as it was sent, with what was found out about it', async () => {
    const bytes = await photo();
    const kept = await uploads.keep(Readable.from([bytes]), about);
    expect(kept).toEqual({
      id: expect.stringMatching(/^upl_[0-9a-f]{32}$/),
      customerId: 'dl_1',
      conversationId: 'c1',
      kind: 'image',
      contentType: 'image/jpeg',
      name: 'passport.jpg',
      bytes: bytes.length,
      sentBytes: bytes.length,
      at: clock.toISOString(),
    });
    expect(await uploads.find(kept.id)).toEqual(kept);
    expect((await uploads.read(kept.id)).equals(bytes)).toBe(true);
  });

  it('is readable neither on disk nor in the database', async () => {
    const bytes = Buffer.concat([await photo(), Buffer.alloc(200_000, 'PASSPORT OF JANE DOE ')]);
    const kept = await uploads.keep(Readable.from([bytes]), { ...about, name: 'jane-doe.jpg' });
    const onDisk = await readFile(await fileOf(kept.id));
    expect(onDisk.includes('JANE')).toBe(false);
    expect(onDisk.includes(bytes.subarray(0, 16))).toBe(false);
    const rows = await fresh.database.query('select upload::text as row from upload where id = $1', [
      kept.id,
    ]);
    expect(JSON.stringify(rows)).not.toContain('jane');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('jane').toString('hex'));
  });

  it('gives any range of a recording', async () => {
    const bytes = randomBytes(500_000);
    const kept = await uploads.keep(Readable.from([bytes]), about);
    const part = await collect(await uploads.stream(kept.id, { first: 123_456, last: 345_678 }));
    expect(part.equals(bytes.subarray(123_456, 345_679))).toBe(true);
    await expect(uploads.stream(kept.id, { first: 0, last: 500_000 })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it.each([
    ['a picture named .txt', () => photo(), 'image', 'image/jpeg'],
    ['a text named .jpg', () => Promise.resolve(Buffer.from('hello')), 'other', 'application/octet-stream'],
    ['nothing', () => Promise.resolve(Buffer.alloc(0)), 'other', 'application/octet-stream'],
    [
      'a recording',
      () => Promise.resolve(Buffer.from('0000001c667479706d703432000000006d70343269736f6d', 'hex')),
      'video',
      'video/mp4',
    ],
    [
      'a web page',
      () => Promise.resolve(Buffer.from('<!doctype html><script>')),
      'other',
      'application/octet-stream',
    ],
  ])('is known by its content: %s', async (_, content, kind, contentType) => {
    const kept = await uploads.keep(Readable.from([await content()]), { ...about, name: 'x.txt' });
    expect(kept).toMatchObject({ kind, contentType });
    expect((await uploads.read(kept.id)).equals(await content())).toBe(true);
  });

  it('is known also when it comes byte by byte', async () => {
    const bytes = await photo();
    const source = Readable.from([...bytes].map((byte) => Buffer.of(byte)));
    expect(await uploads.keep(source, about)).toMatchObject({
      contentType: 'image/jpeg',
      bytes: bytes.length,
    });
  });

  it('may be as large as the limit and no byte larger', async () => {
    expect(
      await uploads.keep(Readable.from([Buffer.alloc(1000)]), { ...about, limitBytes: 1000 }),
    ).toMatchObject({
      bytes: 1000,
    });
    const before = await filesOnDisk();
    let produced = 0;
    const endless = new Readable({
      read() {
        produced += 1000;
        this.push(Buffer.alloc(1000));
      },
    });
    await expect(uploads.keep(endless, { ...about, limitBytes: 300_000 })).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(produced).toBeLessThan(500_000);
    expect(endless.destroyed).toBe(true);
    expect(await filesOnDisk()).toEqual(before);
  });

  it('leaves nothing when the sender breaks off', async () => {
    const before = await filesOnDisk();
    const source = new Readable({ read: () => undefined });
    source.push(Buffer.alloc(300_000));
    const keeping = uploads.keep(source, about);
    setTimeout(() => source.destroy(new Error('connection reset')), 50);
    await expect(keeping).rejects.toThrow('connection reset');
    expect(await filesOnDisk()).toEqual(before);
  });

  it('leaves nothing when it cannot be entered in the database', async () => {
    const before = await filesOnDisk();
    const nameless = { ...about, customerId: null as unknown as string };
    await expect(uploads.keep(Readable.from([Buffer.alloc(10)]), nameless)).rejects.toMatchObject({
      code: '23502',
    });
    expect(await filesOnDisk()).toEqual(before);
  });

  it('is gone for good when it is removed, also the second time', async () => {
    const kept = await uploads.keep(Readable.from([await photo()]), about);
    await uploads.remove(kept.id);
    await uploads.remove(kept.id);
    expect(await uploads.find(kept.id)).toBeUndefined();
    await expect(uploads.read(kept.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await fileOf(kept.id)).toBe('');
  });

  it('is reported as damaged when somebody changed, cut, exchanged or deleted its bytes', async () => {
    const [a, b] = [
      await uploads.keep(Readable.from([randomBytes(200_000)]), about),
      await uploads.keep(Readable.from([randomBytes(200_000)]), about),
    ];
    const file = await fileOf(a.id);
    const sealed = await readFile(file);
    const faults: [string, () => Promise<void>][] = [
      [
        'changed',
        () => writeFile(file, Buffer.concat([sealed.subarray(0, -1), Buffer.of((sealed.at(-1) ?? 0) ^ 1)])),
      ],
      ['exchanged', async () => writeFile(file, await readFile(await fileOf(b.id)))],
      ['cut', () => truncate(file, 33 + 2 * (65_536 + 16))],
      ['emptied', () => truncate(file, 0)],
    ];
    for (const [, harm] of faults) {
      await harm();
      await expect(uploads.read(a.id)).rejects.toMatchObject({ code: 'file_damaged' });
    }
    await writeFile(file, sealed);
    expect(await uploads.read(a.id)).toHaveLength(200_000);
  });
});

describe('sweeping', () => {
  it('removes what never became an upload, once it is old, and nothing else', async () => {
    const kept = await uploads.keep(Readable.from([await photo()]), about);
    const orphan = await uploads.keep(Readable.from([await photo()]), about);
    await fresh.database.query('delete from upload where id = $1', [orphan.id]);
    const halfWritten = path.join(folder, 'incoming', 'upl_00000000000000000000000000000000');
    await writeFile(halfWritten, 'half');

    await uploads.sweep();
    expect(await filesOnDisk()).toEqual(expect.arrayContaining([halfWritten, await fileOf(orphan.id)]));

    clock = new Date(clock.getTime() + 2 * 60 * 60 * 1000);
    const justNow = await uploads.keep(Readable.from([await photo()]), about);
    await utimes(await fileOf(justNow.id), clock, clock);
    await uploads.sweep();
    expect(await fileOf(orphan.id)).toBe('');
    expect(await filesOnDisk()).not.toContain(halfWritten);
    expect(await uploads.read(kept.id)).toHaveLength(kept.bytes);
    expect(await uploads.read(justNow.id)).toHaveLength(justNow.bytes);
  });
});
