import { reasonText } from '../../knowledge/reasons/reason-text.ts';
import { nextInstitutionStep, type Institution } from '../../knowledge/verification/institution.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import type { InstitutionState } from './answers.ts';
import { institutionProgress } from './question-order.ts';

/** Opens the institution to work on and says where the customer is; undefined when there is nothing to ask. */
export async function enterInstitution(
  means: Means,
  turn: Turn,
  { begun, startOver }: InstitutionState,
): Promise<Institution | undefined> {
  const { services, words } = means;
  const { institutions } = services;
  const end = async (text: string, offers: readonly ChoiceId[]): Promise<undefined> => {
    await turn.context.sendActivity(offering(words, text, offers, turn.rich));
    return undefined;
  };
  const latest = await institutions.latest(turn.customerId);
  if (latest?.state === 'submitted') {
    const { reference } = latest;
    const text = begun ? sentInWords(means, latest) : words.say('institution.already', { reference });
    return end(text, ['status', 'account']);
  }
  if (latest?.state === 'approved') {
    const { reference } = latest;
    return end(words.say('institution.status_approved', { reference }), ['account']);
  }
  if (startOver && !begun && latest?.state === 'draft') {
    await institutions.withdraw(latest.id);
    await turn.context.sendActivity(message(words.say('verification.withdrawn')));
    return institutions.start(turn.customerId, turn.conversationId);
  }
  // Also for one that is open: the notices follow the customer into this conversation.
  const opened = await institutions.start(turn.customerId, turn.conversationId);
  if (!begun) await turn.context.sendActivity(message(introduction(means, latest, opened)));
  return opened;
}

function introduction(means: Means, latest: Institution | undefined, opened: Institution): string {
  const { words } = means;
  if (latest?.state === 'rejected') return toMendWords(means, opened, words.say('institution.mend'));
  if (latest?.state === 'more_wanted') {
    const { reference } = opened;
    return toMendWords(means, opened, words.say('institution.more_asked', { reference }));
  }
  const step = nextInstitutionStep(opened);
  if (latest?.state !== 'draft' || step === 'company_country') return words.say('institution.begin');
  return words.say('verification.welcome_back', { ...institutionProgress(step) });
}

/** What has to be put right, below a line of its own. */
export function toMendWords(
  { words, knowledge }: Pick<Means, 'words' | 'knowledge'>,
  { toMend = [] }: Pick<Institution, 'toMend'>,
  opening: string,
): string {
  const named = toMend.map((code) => words.say('status.reason', reasonText(knowledge, { code })));
  return [opening, ...named].join('\n');
}

/** The reference, and from which address alone a review officer writes. No time: nobody knows it. */
export function sentInWords(
  { words, config }: Pick<Means, 'words' | 'config'>,
  { reference }: Pick<Institution, 'reference'>,
): string {
  return [words.say('institution.submitted', { reference }), contactWords({ words, config })].join('\n\n');
}

export function contactWords({ words, config }: Pick<Means, 'words' | 'config'>): string {
  const { officialKycEmail: email } = config;
  return email ? words.say('institution.contact', { email }) : words.say('institution.contact_unknown');
}
