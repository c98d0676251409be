import { createHmac, timingSafeEqual } from 'node:crypto';

import { Failure } from '../failure.ts';

export const ATTACHMENTS_PATH = '/v3/directline/attachments';
/** An address stays the same within a window, so that browsers can cache what it shows; it works for one more. */
const WINDOW_SECONDS = 60 * 60;

/**
 * Addresses of stored files that work without a header, as <img> needs it: signed and soon expired.
 * The customer is signed too: an address made for one person never opens another's file.
 */
export interface AttachmentAddresses {
  of(uploadId: string, customerId: string, origin: string): string;
  /** Throws Failure('expired'). Returns for how many seconds the address is still good. */
  check(upload: { id: string; customerId: string }, expires: unknown, signature: unknown): number;
}

export function createAttachmentAddresses(key: Buffer, now: () => Date): AttachmentAddresses {
  const sign = (uploadId: string, customerId: string, expires: number): Buffer =>
    createHmac('sha256', key).update(`${uploadId}.${customerId}.${expires}`).digest();
  const seconds = (): number => Math.floor(now().getTime() / 1000);
  return {
    of(uploadId, customerId, origin) {
      const expires = (Math.floor(seconds() / WINDOW_SECONDS) + 2) * WINDOW_SECONDS;
      const signature = sign(uploadId, customerId, expires).toString('base64url');
      return `${origin}${ATTACHMENTS_PATH}/${uploadId}?e=${expires}&s=${signature}`;
    },
    check(upload, expires, signature) {
      const given = Buffer.from(typeof signature === 'string' ? signature : '', 'base64url');
      const right = sign(upload.id, upload.customerId, Number(expires));
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        throw new Failure('expired', 'The address of a file is not one of ours');
      }
      const left = Number(expires) - seconds();
      if (left <= 0) throw new Failure('expired', 'The address of a file has expired');
      return left;
    },
  };
}
