import { createScreenRecogniser, type ScreenVerdict } from '../../knowledge/screens/recognise-screen.ts';
import type { Means } from '../means.ts';
import type { Turn } from '../turn.ts';

/** What one message's pictures show. */
export interface SeenScreen {
  readonly verdict: ScreenVerdict;
  /** Something that nobody should send is on one of them. */
  readonly secret: boolean;
  readonly covered: boolean;
}

const NOTHING: SeenScreen = { verdict: { kind: 'no_screen' }, secret: false, covered: false };

/** How much each verdict says, the most first: of several pictures the best one counts. */
const ORDER: readonly ScreenVerdict['kind'][] = ['known', 'likely', 'unknown_screen', 'no_screen'];

/** Reads the pictures of a message. `onlyScreens`: what no screen made itself is left alone. */
export async function lookAtScreenshots(
  { services, knowledge }: Means,
  turn: Turn,
  uploadIds: readonly string[],
  onlyScreens = false,
): Promise<SeenScreen> {
  const recogniser = createScreenRecogniser(knowledge);
  let best = NOTHING;
  for (const id of uploadIds) {
    const upload = await services.uploads.find(turn.customerId, id);
    if (upload?.kind !== 'image') continue;
    const reading = await services.uploads.readScreen(id, onlyScreens);
    const verdict = recogniser.recognise(reading);
    const better = ORDER.indexOf(verdict.kind) < ORDER.indexOf(best.verdict.kind);
    best = {
      verdict: better ? verdict : best.verdict,
      secret: best.secret || reading.secrets.length > 0,
      covered: best.covered || reading.covered > 0,
    };
  }
  return best;
}

/** What to say of a known error that was read, and of what is covered; a warning where a secret was seen. */
export function wordsForScreen(
  { words, knowledge }: Means,
  { verdict, secret, covered }: SeenScreen,
): string[] {
  const said: string[] = [];
  if (secret) said.push([words.say('secret.seed_phrase'), words.say('secret.advice')].join(' '));
  if (verdict.kind === 'known') {
    const title = knowledge.problems.get(verdict.problemId)?.title ?? '';
    said.push(
      verdict.code === undefined
        ? words.say('diagnosis.seen', { title })
        : words.say('diagnosis.seen_code', { code: verdict.code }),
    );
  }
  if (covered) said.push(words.say('diagnosis.seen_covered'));
  return said;
}

/** What a diagnosis begins with; undefined where nothing is known of the problem. */
export function symptomsSeen(
  verdict: ScreenVerdict,
): { readonly symptoms: readonly string[] } | { readonly likely: readonly string[] } | undefined {
  if (verdict.kind === 'known') return { symptoms: [verdict.problemId] };
  return verdict.kind === 'likely' ? { likely: verdict.problemIds } : undefined;
}
