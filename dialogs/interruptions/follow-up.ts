import type { Standing } from '../../knowledge/answer/standing.ts';
import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import type { LimitsState } from '../limits/limits-flow.ts';
import type { Topic } from '../memory.ts';
import { plain } from '../replies/choose.ts';
import { isPhrase, restAfter } from '../replies/cues.ts';
import type { Words } from '../replies/words.ts';

/** Longer ones are questions of their own. */
const MOST_WORDS = 12;
/** So few words name an action and nothing else. */
const BARE_WORDS = 4;

/** Never a continuation, however short. */
const OWN_SUBJECTS: ReadonlySet<string> = new Set(['problem', 'person', 'verify', 'reverify', 'status']);
/** What a question about another row of the table may be taken for while its context is missing. */
const ABOUT_THE_TABLE: ReadonlySet<string> = new Set(['limits', 'none', 'benefits']);

/**
 * A question that goes on with the last one about the table: "and for futures?", "what about after?", "and if I
 * registered in 2024?". Undefined when it stands for itself.
 */
export function followUp(
  words: Words,
  topic: Topic | undefined,
  text: string,
  { intent, confidence, entities }: Recognition,
): LimitsState | undefined {
  if (topic?.limitIds === undefined) return undefined;
  const rest = restAfter(words, 'follow_up_beginnings', text);
  const said = rest ?? plain(text);
  const length = said.split(' ').length;
  if (length > MOST_WORDS) return undefined;
  const after = isPhrase(words, 'after_verification', said);
  if (after || isPhrase(words, 'before_verification', said)) {
    return {
      limitIds: topic.limitIds,
      standing: { ...topic.standing, verified: after },
      // "What about after?" is about a time to come, not about the account as it is.
      ...(topic.standing && { spoken: topic.standing }),
    };
  }
  if (rest === undefined) return undefined;
  if (OWN_SUBJECTS.has(intent) && confidence >= 0.8) return undefined;
  const ownSubject = !ABOUT_THE_TABLE.has(intent) && intent !== 'limits';
  if (ownSubject && length > BARE_WORDS) return undefined;
  const standing = { ...topic.standing, ...standingIn(entities) };
  if (entities.limitIds.length > 0) return { limitIds: entities.limitIds, standing };
  if (ownSubject && confidence >= 0.8) return undefined;
  const saysMore = Object.keys(standingIn(entities)).length > 0;
  return saysMore ? { limitIds: topic.limitIds, standing } : undefined;
}

/** "No, I meant Germany", "sorry, 2024": the same question with what was said wrong put right. */
export function correctedQuestion(
  words: Words,
  topic: Topic | undefined,
  text: string,
  recognise: (text: string) => Recognition,
): LimitsState | undefined {
  if (topic?.limitIds === undefined) return undefined;
  const rest = restAfter(words, 'correction_beginnings', text);
  if (rest === undefined || rest.split(' ').length > MOST_WORDS) return undefined;
  const { intent, confidence, entities } = recognise(rest);
  if (OWN_SUBJECTS.has(intent) && confidence >= 0.8) return undefined;
  const said = standingIn(entities);
  const names = entities.limitIds.length > 0;
  if (!names && Object.keys(said).length === 0) return undefined;
  if (names && !ABOUT_THE_TABLE.has(intent) && rest.split(' ').length > BARE_WORDS) return undefined;
  return {
    limitIds: names ? entities.limitIds : topic.limitIds,
    standing: { ...topic.standing, ...said },
    corrects: said,
  };
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
