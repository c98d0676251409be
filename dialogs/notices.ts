import type { Activity } from 'botbuilder';

import type { Knowledge } from '../knowledge/knowledge.ts';
import { reasonText } from '../knowledge/reasons/reason-text.ts';
import type { Institution } from '../knowledge/verification/institution.ts';
import type { Submission } from '../knowledge/verification/submission.ts';
import { message, offering } from './replies/message.ts';
import type { Words } from './replies/words.ts';

/** The first words in a new conversation: that it is a bot, what it can do, what happens with photos. */
export function welcome(words: Words): Partial<Activity>[] {
  return [
    message([words.say('welcome.hello'), words.say('welcome.photos')].join('\n\n')),
    offering(words, words.say('menu.offer'), ['verify', 'wrong', 'account', 'person', 'language'], true),
  ];
}

/** Tells a customer in the chat how their submission was decided. Throws when it is not decided. */
export function decisionNotice(
  words: Words,
  knowledge: Pick<Knowledge, 'reasons'>,
  { reference, decision }: Pick<Submission, 'reference' | 'decision'>,
): Partial<Activity> {
  if (!decision) throw new Error('a submission without a decision has no notice');
  if (decision.outcome === 'approved')
    return offering(words, words.say('notice.approved', { reference }), ['account'], true);
  const reasons = decision.reasons.map((code) =>
    words.say('notice.reason', { ...reasonText(knowledge, { code }) }),
  );
  const why = [words.say('notice.rejected', { reference }), ...reasons].join('\n');
  return offering(words, [why, words.say('notice.rejected_next')].join('\n\n'), ['reverify', 'person'], true);
}

/**
 * Tells a customer what a reviewer decided about their institution, or asks for. Undefined when nothing was said about
 * it, or what was said is no news any more.
 */
export function institutionNotice(
  words: Words,
  knowledge: Pick<Knowledge, 'reasons'>,
  {
    reference,
    state,
    decision,
    toMend = [],
  }: Pick<Institution, 'reference' | 'state' | 'decision' | 'toMend'>,
): Partial<Activity> | undefined {
  if (state === 'approved')
    return offering(words, words.say('institution.status_approved', { reference }), ['account'], true);
  if (state !== 'rejected' && state !== 'more_wanted') return undefined;
  const isRejected = state === 'rejected';
  const opening = isRejected ? 'institution.status_rejected' : 'institution.more_asked';
  const reasons = (isRejected ? (decision?.reasons ?? []) : toMend).map((code) =>
    words.say('notice.reason', { ...reasonText(knowledge, { code }) }),
  );
  const said = [words.say(opening, { reference }), ...reasons].join('\n');
  return offering(words, said, ['company_continue', 'person'], true);
}
