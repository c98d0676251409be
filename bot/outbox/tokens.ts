import { createHmac, timingSafeEqual } from 'node:crypto';

import type { HelpdeskName } from '../deliveries/helpdesks.ts';

/**
 * Names a ticket to a helpdesk so that nobody can guess it: the number and 100 bits that only we can make. It stands in
 * addresses, subjects and references, so it is of small letters and figures alone.
 */
export interface TicketTokens {
  of(helpdesk: HelpdeskName, number: string): string;
  /** The number of the ticket that a token was made for; undefined when it is not one of ours. */
  numberOf(helpdesk: HelpdeskName, token: string): string | undefined;
}

const TOKEN = /^vg-(\d{4,12})-([0-9a-f]{25})$/;
const PROOF_DIGITS = 25;

export function createTicketTokens(key: Buffer): TicketTokens {
  const proofOf = (helpdesk: HelpdeskName, digits: string): string =>
    createHmac('sha256', key).update(`${helpdesk}.${digits}`).digest('hex').slice(0, PROOF_DIGITS);
  return {
    of(helpdesk, number) {
      const digits = number.replace(/\D/g, '');
      return `vg-${digits}-${proofOf(helpdesk, digits)}`;
    },
    numberOf(helpdesk, token) {
      const [, digits = '', proof = ''] = TOKEN.exec(token.toLowerCase()) ?? [];
      if (digits === '') return undefined;
      const right = Buffer.from(proofOf(helpdesk, digits));
      return timingSafeEqual(right, Buffer.from(proof)) ? `VG-${digits}` : undefined;
    },
  };
}

/** support@example.com with a token: support+vg-1042-…@example.com (RFC 5233). */
export function tokenAddress(address: string, token: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${token}${address.slice(at)}`;
}

/** All that look like tokens in a header or text. */
export function tokensIn(text: string): readonly string[] {
  return text.toLowerCase().match(/vg-\d{4,12}-[0-9a-f]{25}(?![0-9a-z])/g) ?? [];
}
