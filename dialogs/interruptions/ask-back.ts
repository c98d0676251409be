import { plain } from '../replies/choose.ts';
import type { Topic } from '../memory.ts';
import { closestMeanings } from './closest-meanings.ts';
import { showChoices } from './passages.ts';
import type { Scene } from './scene.ts';

/** The second and third guess are shown from here on: what is meant is nearly always among them. */
const WORTH_ASKING = 0.03;

/**
 * Asks which of the likely meanings is meant, where an answer at once would be a wrong one too often. A question that
 * waits goes on waiting: to answer it is as good. False when no guess has a name to ask by.
 */
export async function askBack(scene: Scene): Promise<boolean> {
  const { means, turn, text } = scene;
  const offers = closestMeanings(scene, WORTH_ASKING);
  if (offers.length === 0) return false;
  const shown = offers.map(({ target }) => target);
  turn.memory.topic = { question: text, shown, unhelpful: 0, askedBack: true };
  await showChoices(scene, means.words.say('misunderstood.likely', { count: offers.length }), offers);
  return true;
}

/** What was chosen of the meanings that were asked about: by its title, its number, or "yes" to the first. */
export function chosenMeaning(
  topic: Topic | undefined,
  offers: Readonly<Record<string, string>>,
  text: string,
  isYes: boolean,
): string | undefined {
  if (topic?.askedBack !== true || topic.past === true) return undefined;
  const said = plain(text);
  const targets = Object.values(offers);
  if (isYes) return targets[0];
  return offers[said] ?? targets[Number(/^\d$/.exec(said)?.[0] ?? NaN) - 1];
}
