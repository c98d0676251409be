import { randomBytes } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import {
  collect,
  contentBytes,
  openFile,
  sealFile,
  type ByteRange,
} from '../../../bot/storage/sealed-file.ts';

const KIB = 1024;
const CHUNK = 64 * KIB;
const SEALED_CHUNK = CHUNK + 16;
const HEAD = 33;
const key = randomBytes(32);

// eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous
async function* inParts(bytes: Buffer, partBytes: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes);
}

const seal = (content: Buffer, partBytes = 10_000, name = 'a') =>
  collect(sealFile(inParts(content, partBytes), key, name));

function open(
  sealed: Buffer,
  options: { range?: ByteRange; name?: string; key?: Buffer } = {},
): Promise<Buffer> {
  const source = {
    bytes: sealed.length,
    read: (first: number, last: number) => inParts(sealed.subarray(first, last + 1), 50_000),
  };
  return collect(openFile(source, options.key ?? key, options.name ?? 'a', options.range));
}

const damaged = expect.objectContaining({ code: 'file_damaged' });

describe('a sealed file', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])(
    'opens as it was, with %d bytes',
    async (bytes) => {
      const content = randomBytes(bytes);
      for (const partBytes of [1_000, CHUNK, 10 * CHUNK]) {
        const sealed = await seal(content, partBytes);
        expect((await open(sealed)).equals(content)).toBe(true);
        expect(contentBytes(sealed.length)).toBe(bytes);
      }
    },
  );

  it('shows nothing of its content, and no two are alike', async () => {
    const content = Buffer.alloc(CHUNK * 2, 'passport ');
    const sealed = await seal(content);
    expect(sealed.includes('passport')).toBe(false);
    expect(sealed.subarray(HEAD, HEAD + 64).equals((await seal(content)).subarray(HEAD, HEAD + 64))).toBe(
      false,
    );
  });

  it.each([
    [0, 0],
    [CHUNK - 1, CHUNK],
    [CHUNK, 2 * CHUNK - 1],
    [10, 3 * CHUNK],
    [3 * CHUNK, 3 * CHUNK + 6],
  ])('gives bytes %d to %d', async (first, last) => {
    const content = randomBytes(3 * CHUNK + 7);
    const part = await open(await seal(content), { range: { first, last } });
    expect(part.equals(content.subarray(first, last + 1))).toBe(true);
  });

  it('reads only the chunks that a range touches', async () => {
    const sealed = await seal(randomBytes(10 * CHUNK));
    let read = 0;
    const source = {
      bytes: sealed.length,
      read: (first: number, last: number) => {
        read += last + 1 - first;
        return inParts(sealed.subarray(first, last + 1), CHUNK);
      },
    };
    await collect(openFile(source, key, 'a', { first: 5 * CHUNK + 10, last: 5 * CHUNK + 20 }));
    expect(read).toBe(HEAD + SEALED_CHUNK);
  });
});

describe('a sealed file that somebody touched', () => {
  const content = randomBytes(3 * CHUNK + 100);
  const chunkOf = (sealed: Buffer, n: number) =>
    sealed.subarray(HEAD + n * SEALED_CHUNK, HEAD + (n + 1) * SEALED_CHUNK);

  it('does not open with another key or under another name', async () => {
    const sealed = await seal(content);
    await expect(open(sealed, { name: 'b' })).rejects.toEqual(damaged);
    await expect(open(sealed, { key: randomBytes(32) })).rejects.toEqual(damaged);
  });

  it.each([
    ['the form', 0],
    ['the salt', 5],
    ['the first byte', HEAD],
    ['a tag', HEAD + CHUNK + 3],
    ['the second chunk', HEAD + SEALED_CHUNK + 9],
    ['the last byte', -1],
  ])('does not open when %s was changed', async (_, at) => {
    const sealed = await seal(content);
    const where = at < 0 ? sealed.length + at : at;
    sealed.writeUInt8(sealed.readUInt8(where) ^ 1, where);
    await expect(open(sealed)).rejects.toEqual(damaged);
  });

  it.each([
    ['by a byte', -1],
    ['to whole chunks', HEAD + 2 * SEALED_CHUNK],
    ['to its head', HEAD],
    ['to nothing', 0],
  ])('does not open when it was cut %s', async (_, end) => {
    await expect(open((await seal(content)).subarray(0, end))).rejects.toEqual(damaged);
  });

  it('does not open when chunks were swapped, left out, doubled or taken from another file', async () => {
    const sealed = await seal(content);
    const other = await seal(content);
    const [head, a, b, c, d] = [sealed.subarray(0, HEAD), ...[0, 1, 2, 3].map((n) => chunkOf(sealed, n))] as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    for (const chunks of [
      [b, a, c, d],
      [a, c, d],
      [a, a, b, c, d],
      [a, chunkOf(other, 1), c, d],
      [a, b, c, d, d],
    ]) {
      await expect(open(Buffer.concat([head, ...chunks]))).rejects.toEqual(damaged);
    }
    expect((await open(Buffer.concat([head, a, b, c, d]))).equals(content)).toBe(true);
  });

  it('gives no byte of a chunk that is not authentic', async () => {
    const sealed = await seal(content);
    sealed.writeUInt8(sealed.readUInt8(HEAD + SEALED_CHUNK) ^ 1, HEAD + SEALED_CHUNK);
    const given: Buffer[] = [];
    const reading = async () => {
      const source = {
        bytes: sealed.length,
        read: (f: number, l: number) => inParts(sealed.subarray(f, l + 1), 9_999),
      };
      for await (const bytes of openFile(source, key, 'a')) given.push(bytes);
    };
    await expect(reading()).rejects.toEqual(damaged);
    expect(Buffer.concat(given).equals(content.subarray(0, CHUNK))).toBe(true);
  });
});
