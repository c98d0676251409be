import type { Readable } from 'node:stream';

export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** The one range of a Range header; undefined for none, for several and for what we do not understand. */
export function wantedRange(
  header: string | undefined,
  totalBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const first = from === '' ? Math.max(0, totalBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? totalBytes - 1 : Math.min(Number(to), totalBytes - 1);
  return first > last ? 'unsatisfiable' : { first, last };
}

/** The bytes from first to last; what comes after is not read any more. */
export async function* sliceBytes(source: Readable, { first, last }: ByteRange): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const start = Math.max(0, first - position);
    const end = Math.min(chunk.length, last + 1 - position);
    position += chunk.length;
    if (start < end) yield chunk.subarray(start, end);
    if (position > last) return;
  }
}
