import { readFile } from 'node:fs/promises';

import { z } from 'zod';

export interface Pair {
  readonly first: string;
  readonly second: string;
  readonly same: boolean;
}

const Row = z.tuple([z.string().min(1), z.string().min(1), z.enum(['0', '1'])]);

/** `first,second,same` with a line of heads; the paths are relative to the data folder. */
export async function readPairs(file: string): Promise<readonly Pair[]> {
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  return lines.map((line, i) => {
    const row = Row.safeParse(line.split(',').map((cell) => cell.trim()));
    if (!row.success) throw new Error(`line ${i + 2} of the pairs is not first,second,same (0 or 1)`);
    const [first, second, same] = row.data;
    return { first, second, same: same === '1' };
  });
}

/** Labeled Faces in the Wild comes in folds of that many pairs, half of them of one person. */
const LFW_FOLD = 600;
const BLOCKS = 10;

/**
 * The fold of each pair: LFW's own where the number of pairs says so, else ten blocks in the order of the file,
 * cut from the pairs of one person and of two people each.
 */
export function foldsOf(pairs: readonly Pair[]): readonly number[] {
  if (pairs.length % LFW_FOLD === 0 && pairs.length > LFW_FOLD) {
    return pairs.map((_, i) => Math.floor(i / LFW_FOLD));
  }
  const seen = { same: 0, other: 0 };
  const all = { same: pairs.filter(({ same }) => same).length, other: 0 };
  all.other = pairs.length - all.same;
  return pairs.map(({ same }) => {
    const kind = same ? 'same' : 'other';
    return Math.floor((seen[kind]++ * BLOCKS) / all[kind]);
  });
}

/**
 * Who is on each picture, as far as it is known: pictures that a pair calls one person, or whose names differ in
 * the closing number only, as LFW's do.
 */
export function peopleOf(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    const above = parent.get(key);
    if (above === undefined || above === key) return key;
    const root = rootOf(above);
    parent.set(key, root);
    return root;
  };
  const join = (a: string, b: string) => parent.set(rootOf(a), rootOf(b));
  for (const { first, second, same } of pairs) {
    for (const picture of [first, second]) join(`picture ${picture}`, `name ${nameOf(picture)}`);
    if (same) join(`picture ${first}`, `picture ${second}`);
  }
  const pictures = new Set(pairs.flatMap(({ first, second }) => [first, second]));
  return new Map([...pictures].map((picture) => [picture, rootOf(`picture ${picture}`)]));
}

const nameOf = (picture: string) => picture.replace(/_\d+\.\w+$/, '');
