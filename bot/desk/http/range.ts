/** Both ends count in. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * One range of bytes (RFC 9110), as players ask for. Undefined: send all of it, also for several ranges
 * and for what cannot be understood, which the RFC allows.
 */
export function readRange(header: string | undefined, bytes: number): Range | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const range =
    from === ''
      ? { first: Math.max(0, bytes - Number(to)), last: bytes - 1 }
      : { first: Number(from), last: to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1) };
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  return range.first > range.last || range.first >= bytes ? 'outside' : range;
}
