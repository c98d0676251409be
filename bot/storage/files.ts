import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { errorCode } from './error-code.ts';

/** Keeps bytes under a name. It knows nothing of what they are: they come sealed. */
export interface FileStore {
  /** Durable when it resolves. When `source` fails, nothing stays and the source is destroyed. */
  write(name: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Undefined when there is no such file. */
  size(name: string): Promise<number | undefined>;
  /** Bytes `first` to `last`, both included. */
  read(name: string, first: number, last: number): AsyncIterable<Buffer>;
  /** Also right when there is none. */
  remove(name: string): Promise<void>;
  /** Every whole file that was written before `before`. */
  list(before: Date): AsyncIterable<string>;
  /** Removes what writes that never ended left behind, if nothing was added to it since `before`. */
  sweep(before: Date): Promise<void>;
}

const NAME = /^[a-z0-9_]{8,80}$/;
const INCOMING = 'incoming';

/** Files in a folder on this machine's disk, in 256 or more subfolders by the ends of their names. */
export function createFileFolder(folder: string): FileStore {
  const incoming = path.join(folder, INCOMING);

  function fileOf(name: string): string {
    if (!NAME.test(name)) throw new TypeError('not a name of a file');
    return path.join(folder, name.slice(-2), name);
  }

  return {
    async write(name, source) {
      const file = fileOf(name);
      const draft = path.join(incoming, name);
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      try {
        const handle = await open(draft, 'wx', 0o600);
        try {
          for await (const bytes of source) await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await makeDurably(path.dirname(file));
        await rename(draft, file);
        await syncFolder(path.dirname(file));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },

    async size(name) {
      try {
        return (await stat(fileOf(name))).size;
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw error;
      }
    },

    async *read(name, first, last) {
      const handle = await open(fileOf(name));
      try {
        if (last < first) return;
        const stream = handle.createReadStream({
          start: first,
          end: last,
          autoClose: false,
          highWaterMark: 256 * 1024,
        });
        for await (const bytes of stream) yield bytes as Buffer;
      } finally {
        await handle.close();
      }
    },

    remove: (name) => rm(fileOf(name), { force: true }),

    async *list(before) {
      for await (const subfolder of entriesOf(folder)) {
        if (subfolder === INCOMING) continue;
        for await (const name of entriesOf(path.join(folder, subfolder))) {
          if (await isOlder(path.join(folder, subfolder, name), before)) yield name;
        }
      }
    },

    async sweep(before) {
      for await (const name of entriesOf(incoming)) {
        const draft = path.join(incoming, name);
        if (await isOlder(draft, before)) await rm(draft, { force: true });
      }
    },
  };
}

async function* entriesOf(folder: string): AsyncIterable<string> {
  try {
    for await (const { name } of await opendir(folder)) yield name;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function isOlder(file: string, before: Date): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && found.mtime < before;
}

/** A new folder is only there after a power cut when its parent was written too. */
async function makeDurably(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(path.dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
