import { createHmac, timingSafeEqual } from 'node:crypto';

import { Failure } from '../failure.ts';

/** Signs what an address says, so that it works without a sign-in until it expires, and for nothing else. */
export interface AddressSigner {
  /** The query of an address for `subject`, good until `expires` (seconds since 1970). */
  query(subject: readonly string[], expires: number): string;
  /** Throws Failure('expired'). Returns for how many seconds the address is still good. */
  check(subject: readonly string[], expires: unknown, signature: unknown): number;
}

export function createAddressSigner(key: Buffer, now: () => Date): AddressSigner {
  const sign = (subject: readonly string[], expires: number): Buffer =>
    createHmac('sha256', key)
      .update([...subject, expires].join('.'))
      .digest();
  return {
    query: (subject, expires) => `e=${expires}&s=${sign(subject, expires).toString('base64url')}`,
    check(subject, expires, signature) {
      const given = Buffer.from(typeof signature === 'string' ? signature : '', 'base64url');
      const right = sign(subject, Number(expires));
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        throw new Failure('expired', 'The address of a file is not one of ours');
      }
      const left = Number(expires) - Math.floor(now().getTime() / 1000);
      if (left <= 0) throw new Failure('expired', 'The address of a file has expired');
      return left;
    },
  };
}
