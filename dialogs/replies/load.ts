import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import { z } from 'zod';

import { CHOICES, CUES, DETAILS, MESSAGES, type ChoiceId, type MessageKey, type Words } from './words.ts';

type Tree = { readonly [key: string]: string | Tree };
const Tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), Tree])));

const Choice = z.strictObject({ title: z.string().min(1), also: z.array(z.string().min(1)) });

const Phrases = z.array(z.string().trim().min(1)).min(1);

const WordsFile = z
  .object({
    choices: z.record(z.string(), Choice).default({}),
    detail_names: z.record(z.string(), Phrases).default({}),
  })
  .catchall(z.union([z.string(), Phrases, Tree]));

/** The bot's words in one language, and what the file lacks or has too much of. */
export interface LoadedWords {
  readonly words: Words;
  readonly faults: readonly string[];
}

const HERE = new URL('./', import.meta.url);
const ENGLISH = 'en';

/**
 * The bot's English words, from en.yaml beside this file or in `folder`.
 * Throws an error that names every key or placeholder that is missing, unknown or broken.
 */
export function loadWords(folder: URL = HERE): Words {
  const { words, faults } = readWords(ENGLISH, folder);
  if (faults.length > 0) throw new Error(`${ENGLISH}.yaml is not usable:\n${faults.join('\n')}`);
  return words;
}

/** Every language that has a file, English first. What a language lacks is said in English, and is a fault. */
export function loadAllWords(folder: URL = HERE): ReadonlyMap<string, LoadedWords> {
  const english = loadWords(folder);
  const others = readdirSync(folder)
    .flatMap((name) => /^([a-z]{2})\.yaml$/.exec(name)?.[1] ?? [])
    .filter((locale) => locale !== ENGLISH)
    .sort();
  return new Map([
    [ENGLISH, { words: english, faults: [] }],
    ...others.map((locale) => [locale, readWords(locale, folder, english)] as const),
  ]);
}

function readWords(locale: string, folder: URL, fallback?: Words): LoadedWords {
  const file = readFileSync(new URL(`${locale}.yaml`, folder), 'utf8');
  const parsed = WordsFile.safeParse(parse(file));
  if (!parsed.success) throw new Error(`${locale}.yaml is not usable:\n${z.prettifyError(parsed.error)}`);
  const { choices, detail_names, ...rest } = parsed.data;
  const faults: string[] = [];
  const lists = Object.fromEntries(Object.entries(rest).filter(([, value]) => Array.isArray(value))) as Lists;
  const { talk_words = [], question_words = [] } = lists;
  const cues = complete(CUES, lists, fallback?.cues, (cue) => faults.push(`${cue}: missing`));
  const detailNames = complete(DETAILS, detail_names, fallback?.detailNames, (name) =>
    faults.push(`detail_names.${name}: missing`),
  );
  const knownLists: readonly string[] = [...CUES, 'talk_words', 'question_words'];
  faults.push(...unknownOf(lists, knownLists, ''), ...unknownOf(detail_names, DETAILS, 'detail_names.'));

  const tree = Object.fromEntries(Object.entries(rest).filter(([key]) => !(key in lists))) as Tree;
  const texts = new Map(flatten(tree));
  faults.push(...unknownOf(Object.fromEntries(texts), Object.keys(MESSAGES), ''));
  const messages = new Map<MessageKey, IntlMessageFormat>();
  for (const key of Object.keys(MESSAGES) as MessageKey[]) {
    const text = texts.get(key);
    if (text === undefined) {
      faults.push(`${key}: missing`);
      continue;
    }
    const message = compile(text, locale);
    const wrong = typeof message === 'string' ? [`${key}: ${message}`] : placeholderFaults(key, message);
    faults.push(...wrong);
    if (typeof message !== 'string' && wrong.length === 0) messages.set(key, message);
  }
  faults.push(...unknownOf(choices, CHOICES, 'choices.'));
  faults.push(...CHOICES.flatMap((id) => (id in choices ? [] : [`choices.${id}: missing`])));
  if (talk_words.length === 0) faults.push('talk_words: missing');
  if (question_words.length === 0) faults.push('question_words: missing');

  const words: Words = {
    locale,
    say(key, ...values) {
      const message = messages.get(key);
      if (message) return String(message.format(values[0]));
      if (!fallback) throw new Error(`There is no message ${key}.`);
      return fallback.say(key, ...values);
    },
    choice: (id: ChoiceId) => {
      const own = choices[id];
      if (own) return { id, ...own };
      if (!fallback) throw new Error(`There is no choice ${id}.`);
      return fallback.choice(id);
    },
    talkWords: new Set(talk_words),
    questionWords: new Set(question_words),
    cues,
    detailNames,
  };
  return { words, faults: faults.map((fault) => `${locale}.yaml: ${fault}`) };
}

type Lists = Readonly<Record<string, readonly string[]>>;

const unknownOf = (given: object, known: readonly string[], at: string): string[] =>
  Object.keys(given).flatMap((key) => (known.includes(key) ? [] : [`${at}${key}: unknown`]));

/** Every list, the fallback's where there is no own one. */
function complete<Name extends string>(
  names: readonly Name[],
  own: Lists,
  fallback: Readonly<Record<Name, readonly string[]>> | undefined,
  onMissing: (name: Name) => void,
): Record<Name, readonly string[]> {
  const all = names.map((name) => {
    if (!own[name]) onMissing(name);
    return [name, own[name] ?? fallback?.[name] ?? []] as const;
  });
  return Object.fromEntries(all) as Record<Name, readonly string[]>;
}

function* flatten(tree: Tree, prefix = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [`${prefix}${key}`, value];
    else yield* flatten(value, `${prefix}${key}.`);
  }
}

/** The message, or what is wrong with its syntax. */
function compile(text: string, locale: string): IntlMessageFormat | string {
  try {
    // Markdown and HTML-like text is not ours to interpret.
    return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  } catch (error) {
    return error instanceof Error ? error.message : 'broken';
  }
}

function placeholderFaults(key: MessageKey, message: IntlMessageFormat): string[] {
  const declared: readonly string[] = MESSAGES[key];
  const used = placeholdersIn(message.getAst());
  return [
    ...declared
      .filter((name) => !used.has(name))
      .map((name) => `${key}: the placeholder {${name}} is missing`),
    ...[...used]
      .filter((name) => !declared.includes(name))
      .map((name) => `${key}: unknown placeholder {${name}}`),
  ];
}

/** ICU elements that stand for themselves: literal text, and the # of a plural. */
const NAMELESS: ReadonlySet<number> = new Set([0, 7]);

type Elements = ReturnType<IntlMessageFormat['getAst']>;

function placeholdersIn(elements: Elements, found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (NAMELESS.has(element.type)) continue;
    if ('value' in element) found.add(element.value);
    if ('options' in element) {
      for (const option of Object.values(element.options)) placeholdersIn(option.value, found);
    }
  }
  return found;
}
