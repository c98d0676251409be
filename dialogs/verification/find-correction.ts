import { matchCountry } from '../../knowledge/countries/match-country.ts';
import { DOCUMENT_TYPES, type DocumentType } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { choose, plain } from '../replies/choose.ts';
import { mentions, restAfter } from '../replies/cues.ts';
import { DETAILS, type Detail } from '../replies/words.ts';
import { checkField, type Fault } from './particulars.ts';

/** What a customer wants to have put right in what they gave. */
export type Correction =
  | { readonly detail: Detail; readonly value: string }
  /** It is wrong, but they do not say what is right, or not in a way that can be read. */
  | { readonly detail: Detail; readonly fault?: Fault };

/** A name as people say it in passing: short, or it is talk. */
const MOST_NAME_WORDS = 4;

/**
 * "No, my birth date is 3 April 1991", "I meant Germany", "my surname is wrong". `waitingFor`: the question that is
 * open; what may be its answer is left to it.
 */
export function findCorrection(
  means: Pick<Means, 'words' | 'services' | 'knowledge'>,
  text: string,
  waitingFor: string | undefined,
): Correction | undefined {
  const { words } = means;
  const rest = restAfter(words, 'correction_beginnings', text);
  const named = detailNamed(means, text);
  if (named) return readNamed(means, named, rest !== undefined);
  if (rest === undefined) return undefined;
  if (waitingFor !== 'country') {
    const country = matchCountry(rest, words.locale);
    if (country.kind === 'match') return { detail: 'country', value: country.code };
  }
  if (waitingFor === 'document_type') return undefined;
  const documentType = documentTypeOf(means, rest);
  return documentType && { detail: 'document_type', value: documentType };
}

interface Named {
  readonly detail: Detail;
  /** What is said of it, as it was typed. */
  readonly said: string;
  readonly isWrong: boolean;
}

/** The detail that is named, and what stands behind its name. */
function detailNamed({ words }: Pick<Means, 'words'>, text: string): Named | undefined {
  const small = text.toLowerCase();
  const found = DETAILS.flatMap((detail) =>
    words.detailNames[detail].map((name) => ({ detail, name, at: wordAt(small, name.toLowerCase()) })),
  )
    .filter(({ at }) => at >= 0)
    .sort((one, other) => other.name.length - one.name.length)[0];
  if (!found) return undefined;
  const behind = text.slice(found.at + found.name.length).trim();
  const said = (restAfterTyped(words.cues.value_beginnings, behind) ?? behind).replace(/[.!?\s]+$/, '');
  return { detail: found.detail, said, isWrong: mentions(words, 'wrong_words', text) };
}

function readNamed(
  means: Pick<Means, 'words' | 'services' | 'knowledge'>,
  { detail, said, isWrong }: Named,
  corrects: boolean,
): Correction | undefined {
  const unread: Correction | undefined = isWrong ? { detail } : undefined;
  if (said === '') return unread;
  switch (detail) {
    case 'country': {
      const match = matchCountry(said, means.words.locale);
      return match.kind === 'match' ? { detail, value: match.code } : unread;
    }
    case 'document_type': {
      const documentType = documentTypeOf(means, said);
      return documentType ? { detail, value: documentType } : unread;
    }
    case 'document_number':
      if (!/\d/.test(said)) return unread;
      break;
    case 'surname':
    case 'given_names':
      if (isWrong || !looksLikeName(means, said, corrects)) return unread;
      break;
    default:
  }
  const checked = checkField(detail, said, means.services.now(), means.knowledge.registration?.months);
  if ('value' in checked) return { detail, value: checked.value };
  return corrects || isWrong ? { detail, fault: checked.fault } : undefined;
}

/** Without "no, …" before it, only what is written like a name is one: "my surname is too long" is none. */
function looksLikeName({ words }: Pick<Means, 'words'>, said: string, corrects: boolean): boolean {
  const parts = said.split(/\s+/);
  if (parts.length > MOST_NAME_WORDS) return false;
  if (parts.some((part) => words.talkWords.has(part.toLowerCase()))) return false;
  return corrects || parts.every((part) => part !== part.toLowerCase() || part.toUpperCase() === part);
}

function documentTypeOf({ words }: Pick<Means, 'words'>, said: string): DocumentType | undefined {
  const choices = DOCUMENT_TYPES.map((id) => ({ ...words.choice(id), id }));
  return /^\W*\d+\W*$/.test(said)
    ? undefined
    : choose(plain(said).replace(/^(?:an?|my|the) /, ''), choices)?.id;
}

/** Where a phrase stands as whole words; -1 when it does not. */
function wordAt(text: string, phrase: string): number {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + phrase.length] ?? ' ';
    if (!/[\p{L}\d]/u.test(before) && !/[\p{L}\d]/u.test(after)) return at;
  }
  return -1;
}

/** What follows the longest beginning, as it was typed. */
function restAfterTyped(beginnings: readonly string[], typed: string): string | undefined {
  const small = typed.toLowerCase();
  const beginning = [...beginnings]
    .sort((one, other) => other.length - one.length)
    .find((each) => small.startsWith(each.toLowerCase()) && !/^[\p{L}\d]/u.test(small.slice(each.length)));
  return beginning === undefined ? undefined : typed.slice(beginning.length).trim();
}
