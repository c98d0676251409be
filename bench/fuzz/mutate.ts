import { crc32 } from 'node:zlib';

/** Changes a file in one way. May leave it as it was where the way does not apply to such a file. */
export type Mutation = (bytes: Buffer, random: () => number, others: readonly Buffer[]) => Buffer;

const whole = (random: () => number, below: number) => Math.floor(random() * below);
const pick = <T>(random: () => number, of: readonly T[]) => of[whole(random, of.length)];

/** What damages files on their way, and what people do to files on purpose. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bits flipped anywhere': (bytes, random) => flip(bytes, random, bytes.length, 1 + whole(random, 24)),
  'bits flipped in the head': (bytes, random) =>
    flip(bytes, random, Math.min(bytes.length, 640), 1 + whole(random, 6)),
  'cut short': (bytes, random) => bytes.subarray(0, whole(random, bytes.length)),
  'a piece taken out': (bytes, random) => {
    const at = whole(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + whole(random, 2000))]);
  },
  'a piece twice': (bytes, random) => {
    const at = whole(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at + whole(random, 4000)), bytes.subarray(at)]);
  },
  'noise in the middle': (bytes, random) => {
    const changed = Buffer.from(bytes);
    const at = whole(random, bytes.length);
    for (let i = at; i < Math.min(bytes.length, at + 300); i++) changed[i] = whole(random, 256);
    return changed;
  },
  'zeros to the end': (bytes, random) => Buffer.from(bytes).fill(0, whole(random, bytes.length)),
  'something hung on behind': (bytes, random, others) =>
    Buffer.concat([
      bytes,
      pick(random, [...others, Buffer.from('<html><script>1</script>'), Buffer.from('PK\x03\x04')]) ?? bytes,
    ]),
  'the end of another file': (bytes, random, others) => {
    const other = pick(random, others) ?? bytes;
    return Buffer.concat([
      bytes.subarray(0, whole(random, bytes.length)),
      other.subarray(whole(random, other.length)),
    ]);
  },
  'parts in another order': (bytes, random) => joined(shuffle(partsOf(bytes), random)),
  'a part twice or gone': (bytes, random) => {
    const parts = partsOf(bytes);
    const at = whole(random, parts.length);
    const part = parts[at] ?? bytes;
    return joined(
      random() < 0.5 ? [...parts.slice(0, at), part, ...parts.slice(at)] : parts.filter((_, i) => i !== at),
    );
  },
  'a length that lies': (bytes, random) => {
    const changed = Buffer.from(bytes);
    const places = lengthPlaces(changed);
    const place = pick(random, places);
    if (!place) return changed;
    const wrong = pick(random, [0, 1, 2, 0x7f, 0xffff, whole(random, 65536)]) ?? 0;
    if (place.bytes === 2) changed.writeUInt16BE(wrong, place.at);
    else changed.writeUInt32BE(random() < 0.3 ? 0xffffffff : wrong, place.at);
    return changed;
  },
  'another size than it has': (bytes, random) => withSize(bytes, size(random), size(random)),
  'junk in EXIF': (bytes, random) => {
    if (bytes[0] !== 0xff) return flip(bytes, random, bytes.length, 3);
    const junk = Buffer.alloc(8 + whole(random, 4000));
    for (let i = 0; i < junk.length; i++) junk[i] = whole(random, 256);
    const head = Buffer.from('ffe1000045786966000049492a0008000000', 'hex');
    head.writeUInt16BE(head.length - 2 + junk.length, 2);
    return Buffer.concat([bytes.subarray(0, 2), head, junk, bytes.subarray(2)]);
  },
  'the head of another kind': (bytes, random) => {
    const head = pick(random, [
      '89504e470d0a1a0a',
      'ffd8ffe0',
      '47494638396101000100',
      '52494646000000005745425056503820',
      '000000186674797068656963',
      '255044462d312e37',
      '3c737667',
    ]);
    return Buffer.concat([Buffer.from(head ?? '', 'hex'), bytes.subarray(whole(random, 64))]);
  },
  untouched: (bytes) => bytes,
};

function flip(bytes: Buffer, random: () => number, within: number, times: number): Buffer {
  const changed = Buffer.from(bytes);
  for (let i = 0; i < times && within > 0; i++) {
    const at = whole(random, within);
    changed[at] = (changed[at] ?? 0) ^ (1 << whole(random, 8));
  }
  return changed;
}

const isPng = (bytes: Buffer) => bytes.toString('latin1', 1, 4) === 'PNG';

/** Segments of a JPEG or chunks of a PNG, the signature first. */
function partsOf(bytes: Buffer): Buffer[] {
  const starts: number[] = [0];
  if (isPng(bytes)) {
    for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) starts.push(at);
  } else {
    for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
      starts.push(at);
      if (bytes[at + 1] === 0xda) break;
    }
  }
  return starts.map((start, i) => bytes.subarray(start, starts[i + 1] ?? bytes.length));
}

/** The signature stays in front, or it would only be another unknown file. */
function shuffle([first, ...rest]: Buffer[], random: () => number): Buffer[] {
  const mixed = rest.map((part) => ({ part, at: random() })).sort((a, b) => a.at - b.at);
  return [...(first ? [first] : []), ...mixed.map(({ part }) => part)];
}

const joined = (parts: readonly Buffer[]) => Buffer.concat(parts);

function lengthPlaces(bytes: Buffer): { at: number; bytes: 2 | 4 }[] {
  let at = 0;
  return partsOf(bytes).flatMap((part, i) => {
    const start = at;
    at += part.length;
    if (i === 0) return [];
    return [isPng(bytes) ? { at: start, bytes: 4 as const } : { at: start + 2, bytes: 2 as const }];
  });
}

const size = (random: () => number) =>
  pick(random, [0, 1, 2, 17, 400, 5000, 20_000, 65_535, whole(random, 3000)]) ?? 1;

/** Another width and height in the header, with a checksum that fits. */
function withSize(bytes: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(bytes);
  if (isPng(changed)) {
    if (changed.length < 33) return changed;
    changed.writeUInt32BE(width, 16);
    changed.writeUInt32BE(height, 20);
    changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29);
    return changed;
  }
  let at = 0;
  for (const part of partsOf(changed)) {
    const isFrame = part[0] === 0xff && [0xc0, 0xc1, 0xc2].includes(part[1] ?? 0) && part.length > 9;
    if (isFrame) {
      changed.writeUInt16BE(Math.min(65_535, height), at + 5);
      changed.writeUInt16BE(Math.min(65_535, width), at + 7);
    }
    at += part.length;
  }
  return changed;
}
