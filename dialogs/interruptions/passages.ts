import type { Passage } from '../../knowledge/search/search.ts';
import { plain } from '../replies/choose.ts';
import { message, withChoices } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import type { Scene } from './scene.ts';

const MOST = 3;

/** A choice of what may answer a question: where it leads, and its title. */
export interface Offer {
  readonly target: string;
  readonly title: string;
}

/**
 * Shows the passages that come closest to a question, each as a choice, and `opening` before them. False when
 * there is none beside what was `shown` already.
 */
export async function offerPassages(
  scene: Scene,
  question: string,
  opening: string,
  shown: readonly string[] = [],
): Promise<boolean> {
  const passages = scene.means.search
    .find(question, MOST + shown.length)
    .filter(({ target }) => !shown.includes(target))
    .slice(0, MOST);
  if (passages.length === 0) return false;
  const { words } = scene.means;
  const list = passages.map(({ title, excerpt }) => words.say('answer.passage', { title, excerpt }));
  const text = [opening, words.say('answer.passages'), list.join('\n')].join('\n\n');
  await offerChoices(scene, text, passages);
  return true;
}

/** The choices as buttons, with "none of these" and a person; a question that waits is asked again afterwards. */
export async function offerChoices(
  { means, dialogs, turn, waiting }: Scene,
  text: string,
  offers: readonly (Offer | Passage)[],
): Promise<void> {
  if (!waiting) return showChoices({ means, turn }, text, offers);
  keepOffers(turn, offers);
  await turn.context.sendActivity(message(text));
  await dialogs.repromptDialog();
}

/** The choices as buttons, with "none of these" and a person. */
export async function showChoices(
  { means: { words }, turn }: Pick<Scene, 'means' | 'turn'>,
  text: string,
  offers: readonly (Offer | Passage)[],
): Promise<void> {
  keepOffers(turn, offers);
  const choices = [...offers, words.choice('none_fits'), words.choice('person')];
  await turn.context.sendActivity(withChoices(message(text), choices, turn.rich));
}

function keepOffers({ memory }: Turn, offers: readonly Offer[]): void {
  memory.offers = Object.fromEntries(offers.map(({ title, target }) => [plain(title), target]));
}
