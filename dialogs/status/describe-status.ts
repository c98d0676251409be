import type { Activity } from 'botbuilder';

import { reasonText } from '../../knowledge/reasons/reason-text.ts';
import type { Submission } from '../../knowledge/verification/submission.ts';
import { nextInstitutionStep, type Institution } from '../../knowledge/verification/institution.ts';
import { contactWords, toMendWords } from '../institution/enter-institution.ts';
import { institutionProgress } from '../institution/question-order.ts';
import type { Means } from '../means.ts';
import { offering } from '../replies/message.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import { nextStep, progressOf } from '../verification/next-step.ts';

/** "Where is my verification?": its state, the reasons of a failure, and what to do next. */
export async function describeStatus(means: Means, turn: Turn): Promise<Partial<Activity>> {
  const { services, words } = means;
  const [latest, institution, customer, tickets] = await Promise.all([
    services.submissions.latest(turn.customerId),
    services.institutions.latest(turn.customerId),
    services.customers.find(turn.customerId),
    services.tickets.ofCustomer(turn.customerId),
  ]);
  const own = describe(means, latest, customer.verified);
  const company = institution && describeInstitution(means, institution);
  // Who only verifies a company is not told that they have not begun.
  const said = company && !latest ? [company] : [own, ...(company ? [company] : [])];
  const texts = said.flatMap((each) => each.texts);
  const offers = [...new Set(said.flatMap((each) => each.offers))];
  const open = tickets.filter(({ state }) => state !== 'solved' && state !== 'closed');
  if (open.length > 0) {
    const numbers = open.map(({ number }) => `**${number}**`).join(', ');
    texts.push(words.say('status.tickets', { count: open.length, numbers }));
  }
  return offering(words, texts.join('\n\n'), offers, turn.rich);
}

interface Described {
  readonly texts: string[];
  readonly offers: ChoiceId[];
}

function describe({ words, knowledge }: Means, latest: Submission | undefined, verified: boolean): Described {
  switch (latest?.state) {
    case 'draft':
      return { texts: describeDraft({ words }, latest), offers: ['continue', 'person'] };
    case 'submitted': {
      const texts = [words.say('status.submitted', { reference: latest.reference })];
      if (latest.expedited) texts.push(words.say('status.submitted_expedited'));
      return { texts, offers: ['account', 'person'] };
    }
    case 'approved':
      return { texts: [words.say('status.approved', { reference: latest.reference })], offers: ['account'] };
    case 'rejected': {
      const reasons = (latest.decision?.reasons ?? []).map((code) =>
        words.say('status.reason', reasonText(knowledge, { code })),
      );
      const why = [words.say('status.rejected', { reference: latest.reference }), ...reasons].join('\n');
      return { texts: [why, words.say('status.rejected_next')], offers: ['reverify', 'person'] };
    }
    default:
      return verified
        ? { texts: [words.say('status.verified')], offers: ['account'] }
        : { texts: [words.say('status.none')], offers: ['verify', 'account'] };
  }
}

function describeInstitution(means: Means, institution: Institution): Described {
  const { words } = means;
  const { reference, state } = institution;
  switch (state) {
    case 'draft':
    case 'withdrawn': {
      const progress = institutionProgress(nextInstitutionStep(institution));
      return {
        texts: [words.say('institution.status_draft', { ...progress })],
        offers: ['company_continue', 'person'],
      };
    }
    case 'more_wanted': {
      const asked = words.say('institution.more_asked', { reference });
      return { texts: [toMendWords(means, institution, asked)], offers: ['company_continue', 'person'] };
    }
    case 'submitted':
      return {
        texts: [words.say('institution.status_submitted', { reference }), contactWords(means)],
        offers: ['account', 'person'],
      };
    case 'approved':
      return { texts: [words.say('institution.status_approved', { reference })], offers: ['account'] };
    case 'rejected': {
      const opening = words.say('institution.status_rejected', { reference });
      const toMend = institution.decision?.reasons ?? [];
      return { texts: [toMendWords(means, { toMend }, opening)], offers: ['company_continue', 'person'] };
    }
  }
}

function describeDraft({ words }: Pick<Means, 'words'>, draft: Submission): string[] {
  const step = nextStep(draft);
  const texts = [
    step === 'consent' ? words.say('status.draft_new') : words.say('status.draft', { ...progressOf(step) }),
  ];
  if (draft.expedited) texts.push(words.say('status.draft_expedited'));
  return texts;
}
