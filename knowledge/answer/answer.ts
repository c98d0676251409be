import { countryName } from '../countries/match-country.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Limit } from '../limits/limit.ts';
import type { Amount } from '../recognise/find-amounts.ts';
import { cellOf } from './cells.ts';
import { sectionsOf } from './sections.ts';
import { factsOfGroup, groupOf, type Standing } from './standing.ts';
import { fill } from './wording.ts';

export interface Answer {
  /** Markdown. */
  readonly text: string;
  /** Ids of the facts and limits that it rests on; empty for what we say about ourselves. */
  readonly facts: readonly string[];
  /** Parts of the guide in the guide's order, such as `introduction (ii)`, `1.1`, `3.1`. */
  readonly sections: readonly string[];
  /** False: the guide does not say, and the text says so. */
  readonly known: boolean;
}

/** What else a question about a row names, beside the account. */
export interface AskedAbout {
  readonly amounts?: readonly Amount[];
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

export type LimitAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'ask'; readonly missing: keyof Standing };

export interface AnswerSettings {
  /** The exchange's official KYC address, which the guide cuts off. */
  readonly officialKycEmail?: string | undefined;
}

/** Throws RangeError when there is no such article. */
export function answerArticle(
  knowledge: Knowledge,
  articleId: string,
  settings: AnswerSettings = {},
): Answer {
  const article = found(knowledge.articles, articleId);
  const { officialKycEmail } = settings;
  const text =
    officialKycEmail === undefined
      ? (article.textWithoutEmail ?? article.text)
      : article.text.replaceAll('{officialKycEmail}', officialKycEmail);
  return answerOf(knowledge, text, article.facts, article.known);
}

/**
 * What one row of the table means for one account; asks for what the answer depends on.
 * The registration rule comes before the table. Throws RangeError when there is no such row.
 */
export function answerLimit(
  knowledge: Knowledge,
  limitId: string,
  standing: Standing,
  asked: AskedAbout = {},
): LimitAnswer {
  const limit = found(knowledge.limits, limitId);
  const group = groupOf(standing);
  if (typeof group !== 'string') return group;
  if (group === 'verified' && limit.verified.allowed === 'eea' && standing.residence === undefined) {
    return { kind: 'ask', missing: 'residence' };
  }
  const words = knowledge.wording.limit;
  const verified = cellOf(knowledge, limit.verified, standing.residence);
  const own = group === 'unverifiedBefore' ? cellOf(knowledge, limit.unverified) : verified;
  const column = group === 'unverifiedBefore' ? 'unverified' : 'verified';
  const notes = limit.notes.filter(({ about }) => about === 'both' || about === column);
  const noteWords = notes.map(({ text }) => fill(words.note, { text }));
  const opening = fill(words[group], { action: limit.action, cell: own.text });
  const onceVerified = [fill(words.onceVerified, { cell: verified.text }), ...verified.more];
  const changes = limit.verified.allowed !== limit.unverified.allowed;
  const paragraphs = {
    verified: [opening, ...own.more, ...noteWords],
    unverifiedSince: [opening, ...onceVerified, ...noteWords],
    unverifiedBefore: [opening, ...own.more, ...noteWords, ...(changes ? onceVerified : [])],
  }[group];
  paragraphs.push(...remarks(knowledge, limit, asked));
  const facts = [
    limit.id,
    ...(group === 'unverifiedSince' ? factsOfGroup.unverifiedSince : []),
    ...notes.flatMap((note) => note.facts),
    ...(column === 'verified' || changes ? verified.facts : []),
  ];
  return { kind: 'answer', answer: answerOf(knowledge, paragraphs.join('\n\n'), facts) };
}

/** What the guide says, or does not say, about the amount and the country of a question. */
function remarks(
  { wording, locale }: Knowledge,
  limit: Limit,
  { amounts = [], country }: AskedAbout,
): string[] {
  const words = wording.limit;
  const { maxLeverage } = limit;
  return [
    ...amounts
      .filter(({ unit }) => !SIZES.has(unit))
      .flatMap(({ unit, value, text }) => {
        if (unit !== 'x') return [fill(words.amount, { amount: text })];
        if (maxLeverage === undefined || value <= maxLeverage) return [];
        return [fill(words.leverageAbove, { amount: text, limit: `${maxLeverage}x` })];
      }),
    ...(country !== undefined && limit.verified.allowed !== 'eea'
      ? [fill(words.anyCountry, { country: countryName(country, locale) })]
      : []),
  ];
}

const SIZES: ReadonlySet<string> = new Set(['MB', 'KB']);

/** What to say when the guide does not answer a question. */
export function unknownAnswer(knowledge: Knowledge): Answer {
  return answerOf(knowledge, knowledge.wording.unknown, [], false);
}

/** With each fact once and the parts of the guide in which they stand. */
export function answerOf(
  knowledge: Knowledge,
  text: string,
  factIds: readonly string[],
  known = true,
): Answer {
  const facts = [...new Set(factIds)];
  return { text: text.trim(), facts, sections: sectionsOf(knowledge, facts), known };
}

function found<Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry {
  const entry = entries.get(id);
  if (entry === undefined) throw new RangeError(`there is no ${id}`);
  return entry;
}
