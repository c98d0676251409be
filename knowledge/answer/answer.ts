import type { Knowledge } from '../knowledge.ts';
import { registeredSinceRule } from '../limits/registration-rule.ts';
import { cellOf, summaryCellOf } from './cells.ts';
import { fill } from './wording.ts';
import { sectionsOf } from './sections.ts';

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

/** What is known about the account that a question is about. */
export interface Standing {
  readonly verified?: boolean;
  /** RFC 3339, UTC. */
  readonly registeredAt?: string;
  /** ISO 3166-1 alpha-2. */
  readonly residence?: string;
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
export function answerLimit(knowledge: Knowledge, limitId: string, standing: Standing): LimitAnswer {
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
  const facts = [
    limit.id,
    ...(group === 'unverifiedSince' ? factsOfGroup.unverifiedSince : []),
    ...notes.flatMap((note) => note.facts),
    ...(column === 'verified' || changes ? verified.facts : []),
  ];
  return { kind: 'answer', answer: answerOf(knowledge, paragraphs.join('\n\n'), facts) };
}

/** "What can my account do": the whole table for one account. */
export function answerLimits(knowledge: Knowledge, standing: Standing): LimitAnswer {
  const group = groupOf(standing);
  if (typeof group !== 'string') return group;
  const words = knowledge.wording.summary;
  const column = group === 'unverifiedBefore' ? 'unverified' : 'verified';
  const limits = [...knowledge.limits.values()];
  const paragraphs = [words[group]];
  for (const [name, title] of Object.entries(words.groups)) {
    const lines = limits
      .filter((limit) => limit.group === name)
      .map((limit) => {
        const cell = limit[column];
        const text = summaryCellOf(knowledge, cell, standing.residence);
        const marked = cell.inferredFrom ? fill(words.inferredMark, { cell: text }) : text;
        return fill(words.line, { action: limit.action, cell: marked });
      });
    paragraphs.push([`**${title}**`, '', ...lines].join('\n'));
  }
  const inferredFrom = limits.flatMap((limit) => limit[column].inferredFrom ?? []);
  if (inferredFrom.length > 0) {
    paragraphs.push(fill(words.inferred, { sections: sectionsOf(knowledge, inferredFrom).join(', ') }));
  }
  paragraphs.push(words.detail);
  const facts = [...factsOfGroup[group], ...limits.map((limit) => limit.id), ...inferredFrom];
  return { kind: 'answer', answer: answerOf(knowledge, paragraphs.join('\n\n'), facts) };
}

/** What to say when the guide does not answer a question. */
export function unknownAnswer(knowledge: Knowledge): Answer {
  return answerOf(knowledge, knowledge.wording.unknown, [], false);
}

type Group = 'verified' | 'unverifiedBefore' | 'unverifiedSince';

const factsOfGroup: Readonly<Record<Group, readonly string[]>> = {
  verified: [],
  unverifiedBefore: ['R05', 'R06', 'R07', 'R09'],
  unverifiedSince: ['R04', 'R08'],
};

function groupOf(standing: Standing): Group | Extract<LimitAnswer, { kind: 'ask' }> {
  if (standing.verified === undefined) return { kind: 'ask', missing: 'verified' };
  if (standing.verified) return 'verified';
  if (standing.registeredAt === undefined) return { kind: 'ask', missing: 'registeredAt' };
  return registeredSinceRule(standing.registeredAt) ? 'unverifiedSince' : 'unverifiedBefore';
}

function answerOf(knowledge: Knowledge, text: string, factIds: readonly string[], known = true): Answer {
  const facts = [...new Set(factIds)];
  return { text: text.trim(), facts, sections: sectionsOf(knowledge, facts), known };
}

function found<Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry {
  const entry = entries.get(id);
  if (entry === undefined) throw new RangeError(`there is no ${id}`);
  return entry;
}
