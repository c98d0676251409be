import { ByteReader } from './byte-reader.ts';

/**
 * Takes out of a picture what the camera and programs wrote beside it: place, time, device, owner, previews,
 * earlier versions, and whatever hangs on behind the picture's end. JPEG and PNG keep only what is needed to show
 * them as they were meant; of WebP, EXIF and XMP are blanked. Everything else passes as it is. The pixels stay
 * bit for bit: a reviewer judges what was sent.
 */
export async function* stripMetadata(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  const head = await reader.peek(12);
  if (head.subarray(0, 3).equals(JPEG)) yield* stripJpeg(reader);
  else if (head.subarray(0, 8).equals(PNG)) yield* stripPng(reader);
  else if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') {
    yield* blankWebp(reader);
  } else yield* reader.pass(Infinity);
  // Read on all the same: who counts the bytes wants them all.
  await reader.skipRest();
}

const JPEG = Buffer.from('ffd8ff', 'hex');
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

async function* stripJpeg(reader: ByteReader): AsyncGenerator<Buffer> {
  yield await reader.take(2);
  for (;;) {
    // Decoders pass over what lies between segments; nothing of it is kept.
    await reader.skipUntil(0xff);
    const [, marker] = await reader.peek(2);
    if (marker === undefined) return;
    if (marker === 0xff || marker === 0x00) {
      await reader.take(1);
      continue;
    }
    if (marker === END_OF_IMAGE) {
      yield await reader.take(2);
      return;
    }
    if (isStandalone(marker)) {
      await reader.take(2);
      continue;
    }
    const opening = await reader.peek(4);
    if (opening.length < 4) return;
    const segment = await reader.take(2 + Math.max(2, opening.readUInt16BE(2)));
    const kept = keepSegment(marker, segment);
    if (kept) yield kept;
    if (marker === START_OF_SCAN) yield* passScan(reader);
  }
}

/** What a picture needs: its data, its colours, and which way up it is. */
function keepSegment(marker: number, segment: Buffer): Buffer | undefined {
  const says = (name: string) => segment.toString('latin1', 4, 4 + name.length) === name;
  switch (marker) {
    case 0xe0:
      // A longer one carries a preview.
      return says('JFIF\0') && segment.length === 18 ? segment : undefined;
    case 0xe1: {
      const orientation = says('Exif\0\0') ? orientationOf(segment.subarray(10)) : undefined;
      return orientation === undefined ? undefined : exifWith(orientation);
    }
    case 0xe2:
      return says('ICC_PROFILE\0') ? segment : undefined;
    case 0xee:
      // Tells how the colours of CMYK pictures are meant.
      return says('Adobe') ? segment : undefined;
    default:
      return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe ? undefined : segment;
  }
}

/** The coded pixels, up to the next marker that is none of theirs. */
async function* passScan(reader: ByteReader): AsyncGenerator<Buffer> {
  for (;;) {
    yield* reader.passUntil(0xff);
    const [, next] = await reader.peek(2);
    if (next === undefined) return;
    const belongsToScan = next === 0x00 || (next >= 0xd0 && next <= 0xd7);
    if (!belongsToScan) return;
    yield await reader.take(2);
  }
}

const ORIENTATION = 0x0112;

/** 2 to 8, from the first directory of a TIFF block; undefined when it is upright or not said. */
function orientationOf(tiff: Buffer): number | undefined {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const two = (at: number) =>
    at + 2 <= tiff.length ? (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)) : 0;
  if (tiff.length < 8 || two(2) !== 42) return undefined;
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let i = 0; i < two(directory); i++) {
    const entry = directory + 2 + 12 * i;
    if (two(entry) !== ORIENTATION) continue;
    const value = two(entry + 8);
    return value >= 2 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An EXIF segment that says which way up the picture is, and nothing else. */
function exifWith(orientation: number): Buffer {
  const segment = Buffer.from(
    'ffe10022457869660000' + '4d4d002a00000008' + '0001' + '0112000300000001' + '00000000' + '00000000',
    'hex',
  );
  segment.writeUInt16BE(orientation, 28);
  return segment;
}

/** Everything that changes how a still PNG looks. Text, times, EXIF and the frames of animations are not among it. */
const PNG_CHUNKS = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'pHYs',
  'bKGD',
]);

async function* stripPng(reader: ByteReader): AsyncGenerator<Buffer> {
  yield await reader.take(PNG.length);
  for (;;) {
    const opening = await reader.peek(8);
    if (opening.length < 8) return;
    const type = opening.toString('latin1', 4, 8);
    const bytes = 12 + opening.readUInt32BE(0);
    if (PNG_CHUNKS.has(type)) yield* reader.pass(bytes);
    else await reader.skip(bytes);
    if (type === 'IEND') return;
  }
}

async function* blankWebp(reader: ByteReader): AsyncGenerator<Buffer> {
  yield await reader.take(12);
  for (;;) {
    const opening = await reader.take(8);
    yield opening;
    if (opening.length < 8) return;
    const size = opening.readUInt32LE(4);
    const isPersonal = ['EXIF', 'XMP '].includes(opening.toString('latin1', 0, 4));
    for await (const part of reader.pass(size + (size % 2)))
      yield isPersonal ? Buffer.alloc(part.length) : part;
  }
}
