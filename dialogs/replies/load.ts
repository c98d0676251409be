import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import { z } from 'zod';

import {
  CHOICES,
  CUES,
  DETAILS,
  MESSAGES,
  type ChoiceId,
  type Cue,
  type Detail,
  type MessageKey,
  type Words,
} from './words.ts';

type Tree = { readonly [key: string]: string | Tree };
const Tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), Tree])));

const Choice = z.strictObject({ title: z.string().min(1), also: z.array(z.string().min(1)) });

const Phrases = z.array(z.string().trim().min(1)).min(1);

/** Each of these names, with its phrases. */
const phrasesOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, Phrases])) as Record<Name, typeof Phrases>;

const WordsFile = z
  .object({
    choices: z.strictObject(Object.fromEntries(CHOICES.map((id) => [id, Choice]))),
    talk_words: z.array(z.string().min(1)),
    question_words: z.array(z.string().min(1)),
    detail_names: z.strictObject(phrasesOf<Detail>(DETAILS)),
    ...phrasesOf<Cue>(CUES),
  })
  .catchall(z.union([z.string(), Tree]));

/**
 * The bot's words in one language, from <locale>.yaml beside this file or in `folder`.
 * Throws an error that names every key or placeholder that is missing, unknown or broken.
 */
export function loadWords(locale = 'en', folder: URL = new URL('./', import.meta.url)): Words {
  const file = readFileSync(new URL(`${locale}.yaml`, folder), 'utf8');
  const parsed = WordsFile.safeParse(parse(file));
  if (!parsed.success) throw new Error(`${locale}.yaml is not usable:\n${z.prettifyError(parsed.error)}`);
  const { choices, talk_words, question_words, detail_names, ...rest } = parsed.data;
  const cues = Object.fromEntries(CUES.map((cue) => [cue, rest[cue]])) as Record<Cue, string[]>;
  const tree = Object.fromEntries(Object.entries(rest).filter(([key]) => !(key in cues))) as Tree;

  const texts = new Map(flatten(tree));
  const faults: string[] = [...texts.keys()]
    .filter((key) => !(key in MESSAGES))
    .map((key) => `${key}: unknown`);
  const messages = new Map<MessageKey, IntlMessageFormat>();
  for (const key of Object.keys(MESSAGES) as MessageKey[]) {
    const text = texts.get(key);
    if (text === undefined) {
      faults.push(`${key}: missing`);
      continue;
    }
    const message = compile(text, locale);
    if (typeof message === 'string') faults.push(`${key}: ${message}`);
    else {
      faults.push(...placeholderFaults(key, message));
      messages.set(key, message);
    }
  }
  if (faults.length > 0) throw new Error(`${locale}.yaml is not usable:\n${faults.join('\n')}`);

  return {
    locale,
    say(key, ...values) {
      const message = messages.get(key);
      if (!message) throw new Error(`There is no message ${key}.`);
      return String(message.format(values[0]));
    },
    choice: (id: ChoiceId) => {
      const words = choices[id];
      if (!words) throw new Error(`There is no choice ${id}.`);
      return { id, ...words };
    },
    talkWords: new Set(talk_words),
    questionWords: new Set(question_words),
    cues,
    detailNames: detail_names,
  };
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
