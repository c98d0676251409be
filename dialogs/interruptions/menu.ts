import type { InstitutionState } from '../../knowledge/verification/institution.ts';
import type { Means } from '../means.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';

/** For who has begun nothing but the verification of an institution. */
const OF_INSTITUTION: Readonly<Record<InstitutionState, ChoiceId>> = {
  draft: 'company_continue',
  more_wanted: 'company_continue',
  rejected: 'company_continue',
  submitted: 'status',
  approved: 'status',
  withdrawn: 'verify',
};

/** What the bot offers when nothing is being asked, by how far the verification is. */
export async function menuFor({ services }: Pick<Means, 'services'>, turn: Turn): Promise<ChoiceId[]> {
  const [latest, institution] = await Promise.all([
    services.submissions.latest(turn.customerId),
    services.institutions.latest(turn.customerId),
  ]);
  const first = ((): ChoiceId => {
    // A reviewer waits for it, whatever else is open.
    if (institution?.state === 'more_wanted') return 'company_continue';
    switch (latest?.state) {
      case 'draft':
        return 'continue';
      case 'submitted':
      case 'approved':
        return 'status';
      case 'rejected':
        return 'reverify';
      default:
        return institution ? OF_INSTITUTION[institution.state] : 'verify';
    }
  })();
  return [first, 'wrong', 'account', 'person'];
}
