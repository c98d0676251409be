import type { Activity } from 'botbuilder';

import type { Knowledge } from '../knowledge/knowledge.ts';
import { reasonText } from '../knowledge/reasons/reason-text.ts';
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
