import type { Access } from '../../people/accesses.ts';
import type { Proposal } from '../../submissions/four-eyes.ts';
import type { HistoryEvent } from '../../submissions/review-history.ts';
import type { HistoryLine } from '../views/history-card.tsx';

export function proposalLines(
  proposals: readonly Proposal[],
  agentName: (agentId: string) => string,
): readonly HistoryLine[] {
  return proposals.map(({ at, agentId, outcome }) => ({
    at,
    text: `${outcome === 'approved' ? 'Approval' : 'Rejection'} proposed by ${agentName(agentId)}`,
  }));
}

/**
 * What happened to something under review and who looked at it, in one line of time. Events without words are left
 * out: each small answer would only be noise.
 */
export function historyLines<Kind extends string>(
  words: Readonly<Partial<Record<Kind, string>>>,
  events: readonly HistoryEvent<Kind>[],
  others: readonly HistoryLine[],
  looks: readonly (Access & { readonly at: string })[],
  agentName: (agentId: string) => string,
): readonly HistoryLine[] {
  const happened = events.flatMap(({ kind, at, agentId }) => {
    const said = words[kind];
    return said ? [{ at, text: agentId ? `${said} by ${agentName(agentId)}` : said }] : [];
  });
  const seen = new Map<string, HistoryLine>();
  for (const { agentId, what, at } of looks) {
    const text =
      what === 'upload' ? `Files seen by ${agentName(agentId)}` : `Opened by ${agentName(agentId)}`;
    // Per person and hour: reading a page again is no news.
    const key = `${text} ${at.slice(0, 13)}`;
    if (!seen.has(key)) seen.set(key, { at, text });
  }
  return [...happened, ...others, ...seen.values()].sort((a, b) => a.at.localeCompare(b.at));
}
