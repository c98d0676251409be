import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

const OpeningReason = z.strictObject({
  id: z.string().regex(/^[a-z_]+$/),
  words: z.string().min(1),
  /** False: given by a page itself, never picked by hand. */
  chosen: z.boolean().default(true),
  /** Counts only with words of the agent's own. */
  asksWords: z.boolean().default(false),
});

export type OpeningReason = z.infer<typeof OpeningReason>;

const REASONS = z
  .array(OpeningReason)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each id stands once')
  .parse(parse(readFileSync(new URL('../opening-reasons.yaml', import.meta.url), 'utf8')));

/** The reason of a reviewer who opens what they are to decide on. */
export const REVIEW = reasonCalled('review');

/** In words, also of a reason that is not offered any more. */
export const openingWords = (id: string): string => REASONS.find((reason) => reason.id === id)?.words ?? id;

/** What an agent can pick. */
export const OPENING_REASONS: readonly OpeningReason[] = REASONS.filter(({ chosen }) => chosen);

export const MAX_REASON_CHARACTERS = 500;
const MIN_REASON_CHARACTERS = 4;

export type ReasonVerdict =
  | { readonly kind: 'fits'; readonly reason: string; readonly note?: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'words_missing' };

/** Judges what an agent gave as a reason. */
export function judgeReason(id: string, words: string): ReasonVerdict {
  const reason = OPENING_REASONS.find((one) => one.id === id);
  if (!reason) return { kind: 'missing' };
  const note = words.replaceAll('\r\n', '\n').trim().slice(0, MAX_REASON_CHARACTERS);
  if (reason.asksWords && note.length < MIN_REASON_CHARACTERS) return { kind: 'words_missing' };
  return { kind: 'fits', reason: reason.id, ...(note !== '' && { note }) };
}

function reasonCalled(id: string): string {
  const reason = REASONS.find((one) => one.id === id);
  if (!reason) throw new Error(`opening-reasons.yaml lacks ${id}`);
  return reason.id;
}
