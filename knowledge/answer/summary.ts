import { isEea } from '../countries/eea.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Cell, Limit } from '../limits/limit.ts';
import { answerOf, type LimitAnswer } from './answer.ts';
import { sectionsOf } from './sections.ts';
import { factsOfGroup, groupOf, type Standing } from './standing.ts';
import { fill } from './wording.ts';

const BETWEEN = ' · ';

/**
 * "What can my account do": what this account can do now, what it cannot, and what verifying unlocks, over all
 * rows of the table.
 */
export function answerLimits(knowledge: Knowledge, standing: Standing): LimitAnswer {
  const group = groupOf(standing);
  if (typeof group !== 'string') return group;
  const words = knowledge.wording.summary;
  const limits = [...knowledge.limits.values()];
  const after = byVerdict(limits, ({ verified }) => verified, standing.residence);
  const list = (named: readonly Limit[], column: 'verified' | 'unverified') =>
    named.map((limit) => nameOf(knowledge, limit, column, standing.residence)).join(BETWEEN);
  const unlocked = limits.filter(
    (limit) => limit.verified.allowed !== limit.unverified.allowed || group === 'unverifiedSince',
  );
  const unlocks = fill(words.unlocks, {
    actions: list(
      unlocked.filter((limit) => after.can.includes(limit)),
      'verified',
    ),
  });

  const paragraphs = [words[group]];
  if (group === 'unverifiedSince') {
    paragraphs.push(words.nothingYet, unlocks);
    paragraphs.push(fill(words.elsewhere, { actions: list(after.elsewhere, 'verified') }));
  } else {
    const column = group === 'verified' ? 'verified' : 'unverified';
    const now = byVerdict(limits, (limit) => limit[column], standing.residence);
    paragraphs.push(fill(words.can, { actions: list(now.can, column) }));
    if (now.partly.length > 0) paragraphs.push([words.partly, '', ...partLines(now.partly)].join('\n'));
    paragraphs.push(fill(words.elsewhere, { actions: list(now.elsewhere, column) }));
    if (now.cannot.length > 0) paragraphs.push(fill(words.cannot, { actions: list(now.cannot, column) }));
    if (group === 'unverifiedBefore') paragraphs.push(unlocks, words.differs);
  }
  const inferredFrom = limits.flatMap(({ verified }) => verified.inferredFrom ?? []);
  paragraphs.push(fill(words.inferred, { sections: sectionsOf(knowledge, inferredFrom).join(', ') }));
  paragraphs.push(words.detail);
  const facts = [...factsOfGroup[group], ...limits.map(({ id }) => id), ...inferredFrom];
  return { kind: 'answer', answer: answerOf(knowledge, paragraphs.join('\n\n'), facts) };
}

interface ByVerdict {
  readonly can: readonly Limit[];
  readonly partly: readonly Limit[];
  readonly elsewhere: readonly Limit[];
  readonly cannot: readonly Limit[];
}

/** In the EEA only: possible while the country is not known, and said so. */
function byVerdict(
  limits: readonly Limit[],
  cellOf: (limit: Limit) => Cell,
  residence: string | undefined,
): ByVerdict {
  const verdictOf = (limit: Limit) => {
    const { allowed } = cellOf(limit);
    if (allowed !== 'eea') return allowed;
    return residence === undefined || isEea(residence) ? 'yes' : 'no';
  };
  const those = (verdict: string) => limits.filter((limit) => verdictOf(limit) === verdict);
  return { can: those('yes'), partly: those('partly'), elsewhere: those('elsewhere'), cannot: those('no') };
}

function partLines(limits: readonly Limit[]): string[] {
  return limits.map(({ action, unverified }) => `- ${action}: ${unverified.lines.join('; ')}`);
}

function nameOf(
  { wording }: Pick<Knowledge, 'wording'>,
  limit: Limit,
  column: 'verified' | 'unverified',
  residence: string | undefined,
): string {
  const { action } = limit;
  const cell = limit[column];
  if (cell.inferredFrom) return fill(wording.summary.inferredMark, { action });
  const saysWhere = cell.allowed === 'eea' && (residence === undefined || !isEea(residence));
  return saysWhere ? fill(wording.summary.onlyEea, { action }) : action;
}
