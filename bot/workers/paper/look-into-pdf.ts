import { constants, inflateSync } from 'node:zlib';

/** What a PDF names inside, without interpreting it. */
export interface PdfInside {
  /** What it could do beyond being looked at, each once. */
  readonly active: readonly string[];
  /** Some objects are packed in a way that we do not unpack: what they hold is not known. */
  readonly opaque: boolean;
  readonly encrypted: boolean;
}

/** Programs, files and other places. So long that they do not come about by chance in compressed pictures. */
const ACTIVE = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE)(?![A-Za-z0-9])/g;
/** Forms with a program of their own, which other readers show otherwise; too short to look for inside of pictures. */
const ACTIVE_FORM = /\/XFA(?![A-Za-z0-9])/;
const ENCRYPTED = /\/Encrypt(?![A-Za-z0-9])/;
/** A stream that holds objects. */
const OBJECTS = /\/ObjStm(?![A-Za-z0-9])|\/First(?![A-Za-z0-9])/;

/** Objects of honest files take a few megabytes; whoever packs more into them wants to fill our memory. */
const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;
const LONGEST_DICTIONARY = 8_192;

/**
 * Looks through a PDF for what it could do. Everything counts wherever it stands, also where no reader would come to
 * it: a file that hides a program is not made for being looked at. Bounded in time and memory for hostile files.
 */
export function lookIntoPdf(bytes: Buffer): PdfInside {
  const text = unescaped(bytes.toString('latin1'));
  const active = new Set(namesIn(text, ACTIVE));
  const outside: string[] = [];
  let [opaque, unpackedBytes, at] = [false, 0, 0];
  for (const { dictionary, begins, ends, from } of streamsIn(text)) {
    outside.push(text.slice(at, from));
    at = ends;
    if (!OBJECTS.test(dictionary)) continue;
    const packed = packingOf(dictionary);
    if (packed === 'none') outside.push(text.slice(begins, ends));
    const unpacked =
      packed === 'deflated' ? unpack(bytes, text, begins, MOST_UNPACKED_BYTES - unpackedBytes) : undefined;
    if (packed !== 'none' && unpacked === undefined) opaque = true;
    if (unpacked === undefined) continue;
    unpackedBytes += unpacked.length;
    const objects = unescaped(unpacked.toString('latin1'));
    for (const name of namesIn(objects, ACTIVE)) active.add(name);
    outside.push(objects);
  }
  outside.push(text.slice(at));
  if (outside.some((part) => ACTIVE_FORM.test(part))) active.add('XFA');
  return { active: [...active].sort(), opaque, encrypted: outside.some((part) => ENCRYPTED.test(part)) };
}

const namesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** Letters of a name may be written as #4a. The text stays as long as it is, so that places in it stay right. */
function unescaped(text: string): string {
  if (!/\/[^\s/<>[\]()]*#[\da-f]{2}/i.test(text)) return text;
  return text.replace(/\/[^\s/<>[\]()]{1,200}/g, (name) => {
    if (!name.includes('#')) return name;
    const plain = name.replace(/#([\da-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
    return plain.padEnd(name.length, ' ');
  });
}

interface Stream {
  readonly dictionary: string;
  /** Where the word "stream" stands, and where its content begins and ends. */
  readonly from: number;
  readonly begins: number;
  readonly ends: number;
}

function* streamsIn(text: string): Generator<Stream> {
  const opening = /stream\r?\n/g;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    if (text.slice(found.index - 3, found.index) === 'end') continue;
    const begins = found.index + found[0].length;
    const end = text.indexOf('endstream', begins);
    const ends = end < 0 ? text.length : end;
    const before = text.slice(Math.max(0, found.index - LONGEST_DICTIONARY), found.index);
    const object = before.lastIndexOf(' obj');
    yield { dictionary: object < 0 ? before : before.slice(object), from: found.index, begins, ends };
    opening.lastIndex = ends;
  }
}

function packingOf(dictionary: string): 'none' | 'deflated' | 'otherwise' {
  if (/\/Predictor\s*(?!1\b)\d|\/DecodeParms\s*\d/.test(dictionary)) return 'otherwise';
  if (!/\/Filter(?![A-Za-z])/.test(dictionary)) return 'none';
  return /\/Filter\s*\[?\s*\/(?:FlateDecode|Fl)\s*(?:\]|\/|>)/.test(dictionary) &&
    !/\/Filter\s*\[[^\]]*\/[^\]]*\//.test(dictionary)
    ? 'deflated'
    : 'otherwise';
}

/** Undefined when it is larger than allowed or not packed as it says. */
function unpack(bytes: Buffer, text: string, begins: number, mostBytes: number): Buffer | undefined {
  const end = text.indexOf('endstream', begins);
  try {
    return inflateSync(bytes.subarray(begins, end < 0 ? undefined : end), {
      maxOutputLength: Math.max(1, mostBytes),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch {
    return undefined;
  }
}
