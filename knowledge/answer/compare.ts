import type { Knowledge } from '../knowledge.ts';
import type { Limit } from '../limits/limit.ts';
import { answerOf, type Answer } from './answer.ts';
import { cellOf, tableCellOf } from './cells.ts';
import { groupOf, type Standing } from './standing.ts';
import { fill } from './wording.ts';

/** What verification brings beside the table. */
const BENEFITS = ['B01', 'B03', 'B04', 'B05', 'B06'];

/** "What changes when I verify?" for these rows of the table, or for all of them. Asks for nothing. */
export function compareVerification(
  knowledge: Knowledge,
  limitIds: readonly string[],
  standing: Standing,
): Answer {
  const limits = [...knowledge.limits.values()];
  const wanted = limits.filter(({ id }) => limitIds.includes(id));
  const since = groupOf({ ...standing, verified: false }) === 'unverifiedSince';
  return wanted.length > 0
    ? compareRows(knowledge, wanted, standing, since)
    : compareAccount(knowledge, limits, standing, since);
}

function compareRows(
  knowledge: Knowledge,
  limits: readonly Limit[],
  standing: Standing,
  since: boolean,
): Answer {
  const words = knowledge.wording.compare;
  const paragraphs: string[] = [];
  const facts: string[] = [];
  for (const limit of limits) {
    const before = cellOf(knowledge, limit.unverified);
    const after = cellOf(knowledge, limit.verified, standing.residence);
    paragraphs.push(
      fill(words.row, { action: limit.action }),
      ...(since ? [words.rowBeforeSince] : [fill(words.rowBefore, { cell: before.text }), ...before.more]),
      fill(words.rowAfter, { cell: after.text }),
      ...after.more,
      ...limit.notes.map(({ text }) => fill(knowledge.wording.limit.note, { text })),
    );
    facts.push(limit.id, ...after.facts, ...limit.notes.flatMap((note) => note.facts));
  }
  if (!since && standing.registeredAt === undefined) paragraphs.push(words.accountUnknown);
  return answerOf(knowledge, paragraphs.join('\n\n'), [...facts, 'R04', 'R08']);
}

function compareAccount(
  knowledge: Knowledge,
  limits: readonly Limit[],
  standing: Standing,
  since: boolean,
): Answer {
  const words = knowledge.wording.compare;
  const changes = (limit: Limit) => limit.verified.allowed !== limit.unverified.allowed;
  const after = (limit: Limit) => tableCellOf(knowledge, limit.verified, standing.residence);
  const lines = limits
    .filter((limit) => since || changes(limit))
    .map((limit) =>
      since
        ? fill(words.lineSince, { action: limit.action, after: after(limit) })
        : fill(words.line, {
            action: limit.action,
            before: tableCellOf(knowledge, limit.unverified),
            after: after(limit),
          }),
    );
  const same = limits.filter((limit) => !changes(limit)).map(({ action }) => action);
  const paragraphs = [
    since ? words.accountSince : words.account,
    lines.join('\n'),
    ...(since ? [] : [fill(words.same, { actions: same.join(' · ') })]),
    ...(standing.registeredAt === undefined ? [words.accountUnknown] : []),
    words.benefits,
  ];
  const facts = [...limits.map(({ id }) => id), 'R04', 'R08', ...BENEFITS];
  return answerOf(knowledge, paragraphs.join('\n\n'), facts);
}
