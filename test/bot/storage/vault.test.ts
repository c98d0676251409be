import { randomBytes } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { checkMasterKey, createVault } from '../../../bot/storage/vault.ts';
import { freshDatabase } from '../../kit/database.ts';

const key = randomBytes(32);
const vault = createVault(key);

describe('a sealed value', () => {
  it.each([
    ['text', 'Ünïcode 🙂'],
    ['object', { a: [1, null, 'x'], b: {} }],
    ['null', null],
    ['empty text', ''],
  ])('opens as what it was: %s', (_, value) => {
    expect(vault.open(vault.seal(value, 'note:1'), 'note:1')).toEqual(value);
  });

  it('opens in another process with the same key', () => {
    expect(createVault(Buffer.from(key)).open(vault.seal('words', 'note:1'), 'note:1')).toBe('words');
  });

  it('shows nothing of its content, and looks different each time', () => {
    const once = vault.seal('Jane Doe', 'note:1');
    expect(once.includes('Jane')).toBe(false);
    expect(once.equals(vault.seal('Jane Doe', 'note:1'))).toBe(false);
  });

  it('does not open in another place or with another key', () => {
    const sealed = vault.seal('words', 'note:1');
    const damaged = expect.objectContaining({ code: 'file_damaged' });
    expect(() => vault.open(sealed, 'note:2')).toThrow(damaged);
    expect(() => createVault(randomBytes(32)).open(sealed, 'note:1')).toThrow(damaged);
  });

  it('does not open when any one of its bytes was changed, or when it was cut', () => {
    const sealed = vault.seal('w', 'note:1');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
      expect(() => vault.open(changed, 'note:1')).toThrow('cannot be opened');
      expect(() => vault.open(sealed.subarray(0, at), 'note:1')).toThrow('cannot be opened');
    }
  });

  it('is refused for what JSON cannot say', () => {
    expect(() => vault.seal(undefined, 'note:1')).toThrow(TypeError);
  });
});

describe('derived keys and hashes', () => {
  it('differ by purpose, value and master key, and are the same again', () => {
    const other = createVault(randomBytes(32));
    const made = [
      vault.deriveKey('tokens'),
      vault.deriveKey('addresses'),
      vault.keyedHash('a', 'documents'),
      vault.keyedHash('b', 'documents'),
      vault.keyedHash('a', 'mails'),
      other.deriveKey('tokens'),
      other.keyedHash('a', 'documents'),
    ].map((bytes) => bytes.toString('hex'));
    expect(new Set(made).size).toBe(made.length);
    expect(vault.deriveKey('tokens').equals(createVault(key).deriveKey('tokens'))).toBe(true);
    expect(vault.keyedHash('a', 'documents').equals(createVault(key).keyedHash('a', 'documents'))).toBe(true);
  });
});

describe('a database', () => {
  it('is refused with another key than it was made with', async () => {
    const { database } = await freshDatabase();
    await checkMasterKey(database, vault);
    await checkMasterKey(database, createVault(key));
    await expect(checkMasterKey(database, createVault(randomBytes(32)))).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('master.key'),
    });
  });
});
