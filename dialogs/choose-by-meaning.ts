import type { Means } from './means.ts';
import { choose } from './replies/choose.ts';
import type { ChoiceId } from './replies/words.ts';

// Below it, a guess between yes and no would be too bold; `none` is reported by the recogniser itself.
const SURE_ENOUGH = 0.6;

/** The choice that was said, or that an intent such as `yes` stands for here. */
export function chooseByMeaning<Id extends ChoiceId>(
  { words, recogniser }: Pick<Means, 'words' | 'recogniser'>,
  text: string,
  ids: readonly Id[],
  meanings: Readonly<Record<string, Id>> = {},
): Id | undefined {
  const said = choose(
    text,
    ids.map((id) => ({ ...words.choice(id), id })),
  );
  if (said) return said.id;
  if (text === '') return undefined;
  const { intent, confidence } = recogniser.recognise(text);
  return confidence >= SURE_ENOUGH ? meanings[intent] : undefined;
}
