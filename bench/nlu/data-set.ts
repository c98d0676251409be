import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parseCsv } from './csv.ts';

export interface Utterance {
  readonly text: string;
  readonly intent: string;
}

/** Utterances to learn from, to tune on (none in some sets), and to test on. */
export interface DataSet {
  readonly name: string;
  readonly train: readonly Utterance[];
  readonly val: readonly Utterance[];
  readonly test: readonly Utterance[];
}

/** What public sets call what is out of scope; all of it is read as the first. */
export const OUT_OF_SCOPE = 'oos';
const OUT_OF_SCOPE_NAMES = /^(?:oos|ood|out[_ -]?of[_ -]?(?:scope|domain))$/i;

const PARTS = {
  train: /^train(?:ing)?$/i,
  val: /^(?:val|valid|validation|dev|development|eval)$/i,
  test: /^test(?:ing)?$/i,
} as const;
const TEXT_COLUMNS = ['text', 'utterance', 'utterances', 'query', 'sentence', 'question', 'input'];
const INTENT_COLUMNS = ['intent', 'label', 'category', 'class', 'labels', 'target', 'label_text'];

/** Every folder with a train and a test table, the folder itself or below it, by name. */
export function findDataSets(folder: string): DataSet[] {
  const folders = [
    folder,
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  ].sort();
  const sets = folders.flatMap((each) => readDataSet(each, path.relative(folder, each)) ?? []);
  if (sets.length === 0) throw new Error(`No folder in ${folder} has a train and a test table (CSV or TSV).`);
  return sets;
}

function readDataSet(folder: string, name: string): DataSet | undefined {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.[ct]sv$/i.test(entry.name),
  );
  const read = (pattern: RegExp) =>
    files
      .filter((file) => pattern.test(path.parse(file.name).name))
      .flatMap((file) => readTable(path.join(folder, file.name)));
  const [train, val, test] = [read(PARTS.train), read(PARTS.val), read(PARTS.test)];
  if (train.length === 0 || test.length === 0) return undefined;
  return { name: name === '' ? path.basename(folder) : name.split(path.sep).join('/'), train, val, test };
}

/** By the names of its columns; a table without such names has the text first and the intent second. */
function readTable(file: string): Utterance[] {
  const [heads = [], ...rows] = parseCsv(readFileSync(file, 'utf8'), /\.tsv$/i.test(file) ? '\t' : ',');
  const names = heads.map((head) => head.trim().toLowerCase());
  const textColumn = names.findIndex((name) => TEXT_COLUMNS.includes(name));
  const intentColumn = names.findIndex((name) => INTENT_COLUMNS.includes(name));
  const named = textColumn >= 0 && intentColumn >= 0;
  return (named ? rows : [heads, ...rows]).flatMap((row) => {
    const text = (row[named ? textColumn : 0] ?? '').trim();
    const intent = (row[named ? intentColumn : 1] ?? '').trim();
    if (text === '' || intent === '') return [];
    return [{ text, intent: OUT_OF_SCOPE_NAMES.test(intent) ? OUT_OF_SCOPE : intent }];
  });
}
