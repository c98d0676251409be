import { createAddressSigner } from '../storage/signed-address.ts';

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
  const signer = createAddressSigner(key, now);
  return {
    of(uploadId, customerId, origin) {
      const seconds = Math.floor(now().getTime() / 1000);
      const expires = (Math.floor(seconds / WINDOW_SECONDS) + 2) * WINDOW_SECONDS;
      return `${origin}${ATTACHMENTS_PATH}/${uploadId}?${signer.query([uploadId, customerId], expires)}`;
    },
    check: ({ id, customerId }, expires, signature) => signer.check([id, customerId], expires, signature),
  };
}
