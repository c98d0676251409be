/** Files as people and attackers send them, through the one careful way of opening an upload. */
import { crc32, deflateSync } from 'node:zlib';

import { describe, expect, it, jest } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

import { inspectPhoto } from '../../../bot/workers/photo-file.ts';
import { checkPhotoFile } from '../../../knowledge/checks/check-photo-file.ts';
import { criteria } from '../../knowledge/checks/measurements.ts';

jest.setTimeout(60_000);

/** Left half red, right half blue, so that every turn shows. */
const flag = (width = 400, height = 300): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#d01010' } }).composite([
    {
      input: { create: { width: width / 2, height, channels: 3, background: '#1010d0' } },
      left: width / 2,
      top: 0,
    },
  ]);

async function said(bytes: Buffer): Promise<string> {
  const { file, picture } = await inspectPhoto(bytes);
  expect(picture !== undefined).toBe(file.decodes);
  return checkPhotoFile(file, criteria.photo)?.code ?? 'fine';
}

function pngChunk(type: string, body: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
  bytes.writeUInt32BE(body.length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}

/** A PNG of one colour whose pixels unpack to `width` × `height` bytes from a few thousand. */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const box = (type: string, body: string) => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(8 + body.length);
  return Buffer.concat([head, Buffer.from(type + body, 'latin1')]);
};

describe('a file named .jpg', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['of an iPhone', () => box('ftyp', 'heic\0\0\0\0mif1heic'), 'photo_heic'],
    ['of an iPhone, taken in a burst', () => box('ftyp', 'hevc\0\0\0\0msf1hevc'), 'photo_heic'],
    ['that is AVIF', () => flag().avif().toBuffer(), 'photo_format_unsupported'],
    ['that is WebP', () => flag().webp().toBuffer(), 'photo_format_unsupported'],
    ['that is a GIF', () => flag().gif().toBuffer(), 'photo_format_unsupported'],
    ['that is a TIFF', () => flag().tiff().toBuffer(), 'photo_format_unsupported'],
    ['that is a film', () => box('ftyp', 'isom\0\0\0\0isomiso2avc1mp41'), 'photo_format_unsupported'],
    ['that is a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj\n'), 'photo_format_unsupported'],
    [
      'that is an SVG',
      () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'photo_format_unsupported',
    ],
    ['that is a page', () => Buffer.from('<!doctype html><script>1</script>'), 'photo_format_unsupported'],
    ['that is an archive', () => Buffer.from('PK\x03\x04 and so on', 'latin1'), 'photo_format_unsupported'],
    [
      'that is a script behind a GIF',
      () => Buffer.from('GIF89a/*\0\0*/=1;alert(1)'),
      'photo_format_unsupported',
    ],
    ['that is empty', () => Buffer.alloc(0), 'photo_empty'],
    ['that has one byte', () => Buffer.from('\xff', 'latin1'), 'photo_format_unsupported'],
  ])('%s', async (_, bytes, expected) => {
    expect(await said(await bytes())).toBe(expected);
  });
});

describe('a picture', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is upright, whichever way the camera marked it: %i',
    async (orientation) => {
      const bytes = await sharp(await flag().png().toBuffer())
        .withMetadata({ orientation })
        .jpeg()
        .toBuffer();
      const { file, picture } = await inspectPhoto(bytes);
      const turned = orientation >= 5;
      expect([file.widthPx, file.heightPx]).toEqual(turned ? [300, 400] : [400, 300]);
      expect([picture?.width, picture?.height]).toEqual([file.widthPx, file.heightPx]);
      // Where the red half comes to lie: left, right, right, left, top, top, bottom, bottom.
      const red = [0.1, 0.9, 0.9, 0.1, 0.1, 0.1, 0.9, 0.9][orientation - 1] ?? 0;
      const [x, y] = turned ? [150, Math.round(400 * red)] : [Math.round(400 * red), 150];
      const at = 3 * (y * (picture?.width ?? 0) + x);
      expect(picture?.data[at]).toBeGreaterThan(180);
      expect(picture?.data[at + 2]).toBeLessThan(60);
    },
  );

  it.each<[string, (image: Sharp) => Sharp]>([
    ['in the colours of print', (image) => image.toColourspace('cmyk').jpeg({ quality: 95 })],
    ['of 16 bits', (image) => image.toColourspace('rgb16').png()],
    ['in a palette', (image) => image.png({ palette: true })],
    ['interlaced', (image) => image.png({ progressive: true })],
    ['progressive', (image) => image.jpeg({ progressive: true })],
    ['with a channel for transparency', (image) => image.ensureAlpha(1).png()],
  ])('%s is read as a viewer shows it', async (_, code) => {
    const drawn = sharp(await flag().png().toBuffer());
    const { file, picture } = await inspectPhoto(await code(drawn).toBuffer());
    expect(file.decodes).toBe(true);
    const [red, blue] = [3 * (150 * 400 + 40), 3 * (150 * 400 + 360)].map((at) => [
      picture?.data[at] ?? 0,
      picture?.data[at + 2] ?? 0,
    ]);
    expect((red?.[0] ?? 0) - (red?.[1] ?? 0)).toBeGreaterThan(100);
    expect((blue?.[1] ?? 0) - (blue?.[0] ?? 0)).toBeGreaterThan(100);
  });

  it('that moves is read as its first frame', async () => {
    const still = await flag().png().toBuffer();
    const moving = Buffer.concat([
      still.subarray(0, 33),
      pngChunk('acTL', Buffer.from('0000000200000000', 'hex')),
      pngChunk(
        'fcTL',
        Buffer.from('00000000' + '00000190' + '0000012c' + '00000000'.repeat(2) + '000a0064' + '0000', 'hex'),
      ),
      still.subarray(33),
    ]);
    expect(await said(moving)).toBe('fine');
  });

  it('with a page or an archive behind its end is a picture', async () => {
    const photo = await flag().jpeg().toBuffer();
    expect(await said(Buffer.concat([photo, Buffer.from('<html><script>1</script>')]))).toBe('fine');
    expect(
      await said(Buffer.concat([photo, Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(5000, 1)])),
    ).toBe('fine');
  });

  it('cut short anywhere is damaged, and nothing worse', async () => {
    const data = Uint8Array.from({ length: 400 * 300 * 3 }, (_, i) => (i * 31 + (i >> 7) * 17) % 256);
    const drawn = () => sharp(data, { raw: { width: 400, height: 300, channels: 3 } });
    for (const photo of [await drawn().jpeg().toBuffer(), await drawn().png().toBuffer()]) {
      for (const share of [0.01, 0.1, 0.5, 0.9]) {
        expect(await said(photo.subarray(0, Math.round(photo.length * share)))).toBe('photo_unreadable');
      }
    }
  });
});

describe('a flood', () => {
  it('of pixels is refused unread: little memory, little time', async () => {
    const flood = bomb(30_000, 30_000);
    expect(flood.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    expect(await said(flood)).toBe('photo_too_many_pixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('just within the limit is read, into no more than the working copy', async () => {
    const { file, picture } = await inspectPhoto(bomb(8000, 7900));
    expect(file.decodes).toBe(true);
    expect(picture?.width).toBe(2560);
  });

  it('in one direction is a thread, not a picture', async () => {
    expect(await said(bomb(60_000, 2))).toBe('photo_too_small');
    expect(await said(await flag(2, 2).resize(1, 5000, { fit: 'fill' }).jpeg().toBuffer())).toBe(
      'photo_too_small',
    );
  });

  it('of bytes without an end is read as far as its header says, or not at all', async () => {
    const endless = Buffer.concat([
      (await flag().jpeg().toBuffer()).subarray(0, 300),
      Buffer.alloc(3_000_000, 0x41),
    ]);
    expect(await said(endless)).toBe('fine');
    expect(await said(Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(3_000_000, 0xff)]))).toBe(
      'photo_unreadable',
    );
  });
});
