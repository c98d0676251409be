import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, fit for addresses and cookies. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** All that is kept of a token: it is random enough that a plain hash cannot be turned back. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
