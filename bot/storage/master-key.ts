import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { Failure } from '../failure.ts';
import { errorCode } from './error-code.ts';

/**
 * The 32 bytes that everything at rest is sealed with: the configured key, or that of `<data>/keys/master.key`,
 * which is made on the first start. Two processes that start at once get the same key.
 * Throws Failure('bad_config') when the file cannot be used.
 */
export async function loadMasterKey(options: {
  dataFolder: string;
  configured: Buffer | undefined;
}): Promise<Buffer> {
  if (options.configured) return options.configured;
  const folder = path.resolve(options.dataFolder, 'keys');
  const file = path.join(folder, 'master.key');
  try {
    return (await readKey(file)) ?? (await createKey(folder, file));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'bad_config',
      `The encryption key ${file} cannot be used (${errorCode(error)}). Make its folder writable for us, or set ENCRYPTION_KEY.`,
      { cause: error },
    );
  }
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) {
    throw new Failure(
      'bad_config',
      `${file} is damaged: it must hold 64 hexadecimal digits. Put back a copy of it.`,
    );
  }
  // A key that the operator mounted from elsewhere is the operator's to protect.
  const { mode, uid } = await stat(file);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await chmod(file, 0o600);
  return Buffer.from(text.trim(), 'hex');
}

async function createKey(folder: string, file: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link never replaces what is there: whoever comes second reads the first one's key.
    await link(draft, file).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  for (const each of [folder, path.dirname(folder)]) await syncFolder(each);
  const key = await readKey(file);
  if (!key) throw new Failure('bad_config', `${file} vanished while it was made.`);
  return key;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
