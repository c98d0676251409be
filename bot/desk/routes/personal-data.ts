import type { OpenedThing, Openings } from '../../people/openings.ts';
import { may } from '../../people/roles.ts';
import type { FormVisit, Visit } from '../guard.tsx';
import { redirect } from '../http/page.tsx';
import { judgeReason, openingWords, REVIEW } from '../reading/opening-reasons.ts';
import { createVeil, LIFTED, type KnownOf, type Veil } from '../reading/veil.ts';
import type { HistoryLine } from '../views/history-card.tsx';
import type { Notice } from '../views/layout.tsx';

export const OPENING_NOTICES: Readonly<Record<string, Notice>> = {
  reason_missing: { kind: 'warning', text: 'Please choose why you need the personal data.' },
  words_missing: { kind: 'warning', text: 'Please say in a few words why you need the personal data.' },
};

/** Whoever is to decide on it has a reason to see it: opening the page counts as one, and is logged as one. */
export async function openForReview(
  openings: Pick<Openings, 'until' | 'open'>,
  { agent, watching }: Visit,
  thing: OpenedThing,
): Promise<void> {
  if (watching || !may(agent.role, 'submissions.decide')) return;
  if (await openings.until(agent.id, thing)) return;
  await openings.open(agent.id, thing, { reason: REVIEW });
}

/** What lies over the personal data of a thing for whoever visits it. */
export async function veilFor(
  openings: Pick<Openings, 'until'>,
  { agent }: Visit,
  thing: OpenedThing,
  known: KnownOf,
): Promise<{ readonly veil: Veil; readonly openUntil: Date | undefined }> {
  const openUntil = await openings.until(agent.id, thing);
  return { openUntil, veil: openUntil ? LIFTED : createVeil(known) };
}

/** Who had it shown and why, for the history of the thing. Reviews stand there anyway. */
export async function openingLines(
  openings: Pick<Openings, 'of'>,
  thing: OpenedThing,
  agentName: (agentId: string) => string,
): Promise<readonly HistoryLine[]> {
  const all = await openings.of(thing);
  return all
    .filter(({ reason }) => reason !== REVIEW)
    .map(({ agentId, reason, at }) => ({
      at,
      text: `Personal data shown to ${agentName(agentId)}: ${openingWords(reason)}`,
    }));
}

/** After an agent gave a reason, or none: back to the page. */
export async function openFor(
  openings: Pick<Openings, 'open'>,
  { agent, form, res }: FormVisit,
  thing: OpenedThing,
): Promise<void> {
  const verdict = judgeReason(form.text('reason'), form.text('note'));
  const page = `/desk/${thing.what}s/${thing.subject}`;
  if (verdict.kind === 'missing') redirect(res, `${page}?done=reason_missing`);
  else if (verdict.kind === 'words_missing') redirect(res, `${page}?done=words_missing`);
  else {
    const { reason, note } = verdict;
    await openings.open(agent.id, thing, { reason, ...(note !== undefined && { note }) });
    redirect(res, page);
  }
}
