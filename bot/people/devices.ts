import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Vault } from '../storage/vault.ts';

const NONCE_BYTES = 16;

/**
 * What a browser keeps of having signed in to an account. It lets nobody in; it only keeps the owner's tries apart
 * from those of strangers, so that nobody can lock them out.
 */
export interface Devices {
  create(agentId: string): string;
  /** The device's name when it is one of this account; else undefined. */
  read(agentId: string, device: string | undefined): string | undefined;
}

export function createDevices(vault: Pick<Vault, 'deriveKey'>): Devices {
  const key = vault.deriveKey('desk-devices');
  const sign = (agentId: string, nonce: Buffer): Buffer =>
    createHmac('sha256', key).update(agentId).update(nonce).digest();
  return {
    create(agentId) {
      const nonce = randomBytes(NONCE_BYTES);
      return Buffer.concat([nonce, sign(agentId, nonce)]).toString('base64url');
    },

    read(agentId, device = '') {
      const bytes = Buffer.from(device, 'base64url');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const [given, right] = [bytes.subarray(NONCE_BYTES), sign(agentId, nonce)];
      const isOurs = given.length === right.length && timingSafeEqual(given, right);
      return isOurs ? nonce.toString('base64url') : undefined;
    },
  };
}
