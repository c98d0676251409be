import type { Means } from '../means.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';

/** What the bot offers when nothing is being asked, by how far the verification is. */
export async function menuFor({ services }: Pick<Means, 'services'>, turn: Turn): Promise<ChoiceId[]> {
  const latest = await services.submissions.latest(turn.customerId);
  const first = ((): ChoiceId => {
    switch (latest?.state) {
      case 'draft':
        return 'continue';
      case 'submitted':
      case 'approved':
        return 'status';
      case 'rejected':
        return 'reverify';
      default:
        return 'verify';
    }
  })();
  return [first, 'wrong', 'account', 'person'];
}
