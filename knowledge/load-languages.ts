import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

import { HowPeopleWrite } from './languages/how-people-write.ts';
import { localise, type LocalFiles } from './languages/localise.ts';
import type { Knowledge } from './knowledge.ts';

const FILES = [
  'facts',
  'articles',
  'intents',
  'problems',
  'steps',
  'reasons',
  'limits',
  'concepts',
  'wording',
  'sections',
  'diagnosis',
] as const satisfies readonly (keyof LocalFiles)[];
const WRITING = 'recognise';

const LANGUAGES = 'languages';
const CODE = /^[a-z]{2}$/;

/** Knowledge in one language, and what that language lacks or has too much of. */
export interface Localised {
  readonly knowledge: Knowledge;
  readonly faults: readonly string[];
}

/**
 * The knowledge in these languages (ISO 639-1), from languages/<code>/, English first. Faults leave English in the
 * place of what is missing, which may be all. Throws an Error for a file that is not readable.
 */
export function loadLanguages(
  english: Knowledge,
  codes: readonly string[] = languageCodes(),
  folder: string = import.meta.dirname,
): ReadonlyMap<string, Localised> {
  const others = codes.filter((code) => code !== english.locale);
  return new Map([
    [english.locale, { knowledge: english, faults: [] }],
    ...others.map((code) => [code, loadLanguage(english, code, path.join(folder, LANGUAGES, code))] as const),
  ]);
}

/** Those that have a folder. */
function languageCodes(folder: string = import.meta.dirname): string[] {
  return readdirSync(path.join(folder, LANGUAGES), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && CODE.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

function loadLanguage(english: Knowledge, code: string, folder: string): Localised {
  const faults: string[] = [];
  const onFault = (at: string, fault: string) => void faults.push(`languages/${code}/${at}: ${fault}`);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const known = [...FILES, WRITING].some((file) => `${file}.yaml` === name);
    if (!known) onFault(name, 'is unknown');
  }
  const files = Object.fromEntries(
    FILES.flatMap((file) => {
      const content = readYaml(path.join(folder, `${file}.yaml`));
      if (content === undefined) onFault(`${file}.yaml`, 'is missing');
      return content === undefined ? [] : [[file, content] as const];
    }),
  );
  const writing = readYaml(path.join(folder, `${WRITING}.yaml`));
  if (writing === undefined) onFault(`${WRITING}.yaml`, 'is missing');
  return { knowledge: localise(english, code, files, parseWriting(writing, code), onFault), faults };
}

function parseWriting(writing: unknown, code: string): HowPeopleWrite {
  const parsed = HowPeopleWrite.safeParse(
    writing ?? { documentTypes: { passport: [], id_card: [], driving_licence: [] } },
  );
  if (parsed.success) return parsed.data;
  throw new Error(`languages/${code}/${WRITING}.yaml is not usable:\n${z.prettifyError(parsed.error)}`);
}

/** Undefined when there is no such file. */
function readYaml(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const where = path.join(path.basename(path.dirname(file)), path.basename(file));
    throw new Error(`languages/${where} is no YAML: ${String(error)}`, { cause: error });
  }
}
