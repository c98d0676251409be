import type { Standing } from '../../knowledge/answer/standing.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { findLimitsInContext } from '../../knowledge/recognise/find-limits.ts';
import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import type { LimitsState } from '../limits/limits-flow.ts';
import type { Means } from '../means.ts';
import type { Topic } from '../memory.ts';
import { plain } from '../replies/choose.ts';
import { isPhrase, restAfter } from '../replies/cues.ts';

/** Longer ones are questions of their own. */
const MOST_WORDS = 12;
/** So few words name an action and nothing else. */
const BARE_WORDS = 4;

/** How sure a message has to be about something else to be no continuation. */
const SURE = 0.8;

/** Never a continuation, however short. */
const OWN_SUBJECTS: ReadonlySet<string> = new Set(['problem', 'person', 'verify', 'reverify', 'status']);
/** What a question about another row of the table may be taken for while its context is missing. */
const ABOUT_THE_TABLE: ReadonlySet<string> = new Set(['limits', 'none', 'benefits']);

/**
 * A question that goes on with the last one about the table: "and for futures?", "what about after?", "and if I
 * registered in 2024?". Undefined when it stands for itself.
 */
export function followUp(
  { words, knowledge }: Pick<Means, 'words' | 'knowledge'>,
  topic: Topic | undefined,
  text: string,
  { intent, confidence, entities }: Recognition,
): LimitsState | undefined {
  if (topic?.limitIds === undefined) return undefined;
  const rest = restAfter(words, 'follow_up_beginnings', text);
  const said = rest ?? plain(text);
  const length = said.split(' ').length;
  if (length > MOST_WORDS) return undefined;
  const same = { limitIds: topic.limitIds, concepts: topic.concepts ?? [] };
  const after = isPhrase(words, 'after_verification', said);
  if (after || isPhrase(words, 'before_verification', said)) {
    // "What about after?" is about a time to come, not about the account as it is.
    const spoken = topic.standing ?? {};
    return { ...same, standing: { ...spoken, verified: after }, spoken };
  }
  if (rest === undefined || (OWN_SUBJECTS.has(intent) && confidence >= SURE)) return undefined;
  const { country, registeredAt, amounts } = entities;
  const standing = { ...topic.standing, ...standingIn(entities) };
  const asked = { amounts, ...(country !== undefined && { country }) };
  const ownSubject = !ABOUT_THE_TABLE.has(intent);
  const rows = rowsIn(knowledge, topic, entities);
  if (rows && (!ownSubject || length <= BARE_WORDS)) return { ...rows, standing, asked };
  if (registeredAt !== undefined || country !== undefined) return { ...same, standing, asked };
  return entities.verified !== undefined && !ownSubject ? { ...same, standing, asked } : undefined;
}

/** "No, I meant Germany", "sorry, 2024", "I meant fiat": the same question with what was said wrong put right. */
export function correctedQuestion(
  { words, knowledge, recogniser }: Pick<Means, 'words' | 'knowledge' | 'recogniser'>,
  topic: Topic | undefined,
  text: string,
): LimitsState | undefined {
  if (topic?.limitIds === undefined) return undefined;
  const rest = restAfter(words, 'correction_beginnings', text);
  const length = rest?.split(' ').length ?? 0;
  if (rest === undefined || length > MOST_WORDS) return undefined;
  const { intent, confidence, entities } = recogniser.recognise(rest);
  if (OWN_SUBJECTS.has(intent) && confidence >= SURE) return undefined;
  const corrects = standingIn(entities);
  const standing = { ...topic.standing, ...corrects };
  const rows = rowsIn(knowledge, topic, entities);
  if (rows && (ABOUT_THE_TABLE.has(intent) || length <= BARE_WORDS)) return { ...rows, standing, corrects };
  if (Object.keys(corrects).length === 0) return undefined;
  return { limitIds: topic.limitIds, concepts: topic.concepts ?? [], standing, corrects };
}

/** The rows that are named, in the light of the question before; undefined when none is. */
function rowsIn(
  knowledge: Pick<Knowledge, 'limits' | 'concepts'>,
  topic: Topic,
  { limitIds, concepts }: Pick<Recognition['entities'], 'limitIds' | 'concepts'>,
): Pick<LimitsState, 'limitIds' | 'concepts'> | undefined {
  const together =
    limitIds.length === 1 ? undefined : findLimitsInContext(knowledge, topic.concepts ?? [], concepts);
  if (together) return { limitIds: together.ids, concepts: [...new Set(together.sets.flat())] };
  return limitIds.length > 0 ? { limitIds, concepts } : undefined;
}

export function standingIn({
  verified,
  registeredAt,
  country,
}: Pick<Recognition['entities'], 'verified' | 'registeredAt' | 'country'>): Standing {
  return {
    ...(verified !== undefined && { verified }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(country !== undefined && { residence: country }),
  };
}
