import { crc32 } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

import { stripMetadata } from '../../../bot/storage/strip-metadata.ts';

const SECRETS = ['Place-4711', 'Camera-4711', 'Owner-4711'];

/** Arrives in pieces of this size, as a network delivers it. */
async function strip(bytes: Buffer, pieceBytes = 1000): Promise<Buffer> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await Promise.resolve();
      yield bytes.subarray(at, at + pieceBytes);
    }
  }
  const parts: Buffer[] = [];
  for await (const part of stripMetadata(pieces())) parts.push(part);
  return Buffer.concat(parts);
}

const drawn = () => {
  const data = Buffer.alloc(120 * 80 * 3);
  for (let i = 0; i < data.length; i++) data[i] = (i * 7 + (i >> 5) * 3) % 256;
  return sharp(data, { raw: { width: 120, height: 80, channels: 3 } });
};
const withSecrets = (image: Sharp, orientation = 1) =>
  image.withMetadata({ orientation }).withExifMerge({
    IFD0: { Make: 'Camera-4711', Artist: 'Owner-4711', ImageDescription: 'Place-4711' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
  });

/** What a viewer shows: upright, in pixels. */
const shown = (bytes: Buffer) =>
  sharp(bytes).autoOrient().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });

async function expectSameButBare(original: Buffer, pieceBytes?: number): Promise<Buffer> {
  const stripped = await strip(original, pieceBytes);
  const [before, after] = [await shown(original), await shown(stripped)];
  expect(after.info).toMatchObject({ width: before.info.width, height: before.info.height });
  expect(after.data.equals(before.data)).toBe(true);
  for (const secret of SECRETS) expect(stripped.includes(secret)).toBe(false);
  return stripped;
}

describe('a picture on its way into the store', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'loses place, camera and owner, but not which way up it is: %i',
    async (orientation) => {
      const photo = await withSecrets(drawn(), orientation).jpeg().toBuffer();
      for (const secret of SECRETS) expect(photo.includes(secret)).toBe(true);
      const { exif, orientation: kept } = await sharp(await expectSameButBare(photo)).metadata();
      expect(kept ?? 1).toBe(orientation);
      expect(exif?.length ?? 0).toBeLessThan(40);
    },
  );

  it.each([
    ['progressive', { progressive: true }],
    ['with Huffman tables of its own', { optimiseCoding: true, quality: 40 }],
    ['without subsampled colours', { chromaSubsampling: '4:4:4' }],
  ])('keeps the pixels of a JPEG %s, however it arrives', async (_, options) => {
    const photo = await withSecrets(drawn()).jpeg(options).toBuffer();
    for (const pieceBytes of [1, 7, 4096]) await expectSameButBare(photo, pieceBytes);
  });

  it('keeps a colour profile and the colours of print', async () => {
    const wide = await drawn().withIccProfile('p3').jpeg().toBuffer();
    expect((await sharp(await expectSameButBare(wide)).metadata()).icc).toBeDefined();
    await expectSameButBare(await drawn().toColourspace('cmyk').jpeg().toBuffer());
  });

  it('loses what hangs on behind its end: an archive, a page, a film', async () => {
    for (const tail of [
      'PK\x03\x04Owner-4711',
      '<html><script>alert("Owner-4711")</script>',
      '\0\0\0\x18ftypmp42Owner-4711',
    ]) {
      for (const format of ['jpeg', 'png'] as const) {
        const clean = await drawn().toFormat(format).toBuffer();
        const stripped = await expectSameButBare(Buffer.concat([clean, Buffer.from(tail, 'latin1')]));
        expect(stripped.length).toBeLessThanOrEqual(clean.length);
      }
    }
  });

  it('loses comments, previews and notes of programs', async () => {
    const photo = await drawn().jpeg().toBuffer();
    const segment = (marker: number, text: string) => {
      const body = Buffer.from(text, 'latin1');
      const head = Buffer.from([0xff, marker, 0, 0]);
      head.writeUInt16BE(body.length + 2, 2);
      return Buffer.concat([head, body]);
    };
    const noisy = Buffer.concat([
      photo.subarray(0, 2),
      segment(0xfe, 'Owner-4711'),
      segment(0xed, 'Photoshop 3.0\0Place-4711'),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x>Camera-4711</x>'),
      segment(0xe0, 'JFXX\0Owner-4711'),
      photo.subarray(2),
    ]);
    expect((await expectSameButBare(noisy)).equals(await strip(photo))).toBe(true);
  });

  it('keeps what a PNG needs, without texts, times and the frames of an animation', async () => {
    const png = await withSecrets(drawn().png({ palette: true }).withMetadata()).toBuffer();
    const chunk = (type: string, body: Buffer) => {
      const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
      bytes.writeUInt32BE(body.length, 0);
      bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
      return bytes;
    };
    const animated = Buffer.concat([
      png.subarray(0, 33),
      chunk('acTL', Buffer.from('0000000200000000', 'hex')),
      chunk('tEXt', Buffer.from('Comment\0Owner-4711')),
      png.subarray(33),
    ]);
    const stripped = await expectSameButBare(animated, 11);
    expect(stripped.includes('acTL')).toBe(false);
    await expectSameButBare(await drawn().toColourspace('rgb16').png().toBuffer());
  });

  it('blanks EXIF and XMP of a WebP', async () => {
    const stripped = await expectSameButBare(await withSecrets(drawn()).webp({ lossless: true }).toBuffer());
    expect((await sharp(stripped).metadata()).width).toBe(120);
  });
});

describe('what is no whole picture', () => {
  it('passes as far as it goes, and never for ever', async () => {
    const photo = await withSecrets(drawn()).jpeg().toBuffer();
    for (const cut of [2, 3, 5, 20, 200, photo.length - 1]) {
      const stripped = await strip(photo.subarray(0, cut), 3);
      expect(stripped.length).toBeLessThanOrEqual(cut);
      for (const secret of SECRETS) expect(stripped.includes(secret)).toBe(false);
    }
    const png = await drawn().png().toBuffer();
    png.writeUInt32BE(0xffffffff, 33);
    expect((await strip(png)).length).toBeLessThanOrEqual(png.length);
    await strip(Buffer.alloc(100_000, 0xff));
    await strip(Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(100_000, 0xff)]));
  });

  it('passes unchanged when it is something else', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('words'),
      Buffer.from('\0\0\0\x18ftypisom and a film', 'latin1'),
    ]) {
      expect(await strip(bytes, 4)).toEqual(bytes);
    }
  });
});
