import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { errorCode } from '../../bot/storage/error-code.ts';

/** What is printed on a picture: the lines of its zone, none when it has no zone. */
export type Transcription = readonly string[];

/**
 * Finds what people wrote down about pictures in a folder. Any of: `NAME.txt` beside `NAME.jpg` with the zone's
 * lines one below the other; `NAME.json` with `{ "lines": [...] }`; `truth.csv` in the folder with
 * `file,line1,line2,line3` in each row. An empty text, list or row says that the picture has no zone.
 */
export async function readTranscriptions(
  folder: string,
  pictures: readonly string[],
): Promise<ReadonlyMap<string, Transcription>> {
  const known = new Map<string, Transcription>();
  const table = await readIfThere(path.join(folder, 'truth.csv'));
  for (const row of table?.split('\n') ?? []) {
    const [file, ...lines] = row.split(',');
    if (file) known.set(file.trim(), toLines(lines));
  }
  for (const picture of pictures) {
    const stem = path.join(folder, picture).replace(/\.[^.]+$/, '');
    const text = await readIfThere(`${stem}.txt`);
    if (text !== undefined) known.set(picture, toLines(text.split('\n')));
    const json = await readIfThere(`${stem}.json`);
    if (json !== undefined) known.set(picture, toLines(linesIn(JSON.parse(json), picture)));
  }
  return known;
}

const toLines = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll(/[\s"]/g, '').toUpperCase()).filter((line) => line !== '');

function linesIn(value: unknown, picture: string): string[] {
  const lines = typeof value === 'object' && value !== null && 'lines' in value ? value.lines : undefined;
  if (Array.isArray(lines) && lines.every((line) => typeof line === 'string')) return lines;
  throw new Error(`The transcription of ${picture} has no list of lines.`);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
