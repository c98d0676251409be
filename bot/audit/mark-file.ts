import { readFile, rename, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import { Failure } from '../failure.ts';
import type { ChainMark } from './verify-chain.ts';

const ChainMark = z.strictObject({ seq: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Where the log ended at the last look; undefined when there was none. Throws Failure('bad_config'). */
export async function readMark(file: string): Promise<ChainMark | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure('bad_config', `${file} cannot be read; name another one with --mark.`, {
      cause: error,
    });
  }
  try {
    return ChainMark.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure(
      'bad_config',
      `${file} is no mark of the audit log. Find out who changed it; removed, the next look begins anew.`,
      { cause },
    );
  }
}

/** Never half written. Throws Failure('bad_config') when the file cannot be written. */
export async function writeMark(file: string, mark: ChainMark): Promise<void> {
  try {
    await writeFile(`${file}.new`, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (cause) {
    throw new Failure('bad_config', `${file} cannot be written; name another one with --mark.`, { cause });
  }
}
