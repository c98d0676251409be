import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

import { Failure } from '../failure.ts';
import type { Queryable } from './database.ts';

/** Seals personal data before it reaches a table or a disk. */
export interface Vault {
  /** AES-256-GCM; `context` (table and row id) is authenticated, so a sealed value cannot be moved elsewhere. */
  seal(value: unknown, context: string): Buffer;
  /** Gives back what `seal` took, as JSON. Throws Failure('file_damaged') for another context, key or a changed byte. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names what it had sealed
  open<T>(sealed: Buffer, context: string): T;
  /** HMAC-SHA-256 with a key of its own: to find equal values without keeping them. */
  keyedHash(value: string, purpose: string): Buffer;
  /** A key for one purpose (tokens, signed addresses), derived with HKDF. 32 bytes. */
  deriveKey(purpose: string): Buffer;
}

/** First byte of a sealed value, so that a later form can be told apart. */
const FORM = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `masterKey`: 32 random bytes. Everything else is derived from it. */
export function createVault(masterKey: Buffer): Vault {
  if (masterKey.length !== 32) throw new Failure('bad_config', 'The encryption key must have 32 bytes.');
  const root = Buffer.from(masterKey);
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', root, 'veriguide', info, 32));
  const sealing = derive('seal');
  // A key for each context: random nonces then never come near their limit, however often one row is written.
  const keyOf = (context: string) => createHmac('sha256', sealing).update(context).digest();
  const hashKeys = new Map<string, Buffer>();

  return {
    seal(value, context) {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined) throw new TypeError('Only what JSON can say can be sealed.');
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(context), nonce);
      cipher.setAAD(Buffer.from(context));
      const sealed = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([Buffer.of(FORM), nonce, ...sealed, cipher.getAuthTag()]);
    },

    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as above
    open<T>(sealed: Buffer, context: string): T {
      try {
        if (sealed[0] !== FORM || sealed.length < 1 + NONCE_BYTES + TAG_BYTES)
          throw new Error('unknown form');
        const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', keyOf(context), nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(context));
        decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
        const text = Buffer.concat([
          decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)),
          decipher.final(),
        ]);
        return JSON.parse(text.toString('utf8')) as T;
      } catch (cause) {
        throw new Failure(
          'file_damaged',
          'A sealed value cannot be opened: wrong key, wrong place, or changed.',
          {
            cause,
          },
        );
      }
    },

    keyedHash(value, purpose) {
      const key = hashKeys.get(purpose) ?? derive(`hash/${purpose}`);
      hashKeys.set(purpose, key);
      return createHmac('sha256', key).update(value).digest();
    },

    deriveKey: (purpose) => derive(`derive/${purpose}`),
  };
}

/**
 * Refuses a database that is sealed with another key, before anything is written with this one.
 * Throws Failure('bad_config') with the remedy.
 */
export async function checkMasterKey(database: Queryable, vault: Vault): Promise<void> {
  const ours = vault.keyedHash('veriguide', 'key check');
  await database.query('insert into setting (name, value) values ($1, $2) on conflict do nothing', [
    'key_check',
    ours,
  ]);
  const [row] = await database.query<{ value: Buffer }>('select value from setting where name = $1', [
    'key_check',
  ]);
  if (row?.value.length === ours.length && timingSafeEqual(row.value, ours)) return;
  throw new Failure(
    'bad_config',
    'This database is sealed with another encryption key. Put back the keys/master.key that belongs to it ' +
      '(or the ENCRYPTION_KEY it was made with); without it nothing in the database can be read.',
  );
}
