import type { CheckedMailCode, MailKind } from '../services.ts';
import type { Words } from '../replies/words.ts';
import { answerAside, type Beside, type Scene } from './scene.ts';

/** Asks for the code of a mail: whatever looks like a code is taken for one in the next message. */
export async function askForMailCode(scene: Scene): Promise<void> {
  await answerAside(scene, scene.means.words.say('mail_code.ask'), ['person', 'help']);
  scene.turn.memory.mailCodeAsked = true;
}

/** What the answer about genuine mails goes on with. */
export function besideMailQuestion({ means, turn }: Scene): Beside {
  turn.memory.mailCodeAsked = true;
  return { text: means.words.say('mail_code.offer'), offer: 'mail_code' };
}

/**
 * Says whether a mail with this code is from us, to the customer whom we sent it to and to nobody else. False when it
 * may be the answer to the question that waits and is no code of theirs.
 */
export async function answerMailCode(
  scene: Scene,
  { code, mayBeAnswer }: { readonly code: string | undefined; readonly mayBeAnswer: boolean },
): Promise<boolean> {
  const { means, turn } = scene;
  const { words, services } = means;
  if (code === undefined) {
    await answerAside(scene, words.say('mail_code.other_form'), ['person', 'mail_code']);
    return true;
  }
  const checked = await services.mailCodes.check(turn.customerId, code);
  if (mayBeAnswer && checked.kind !== 'ours') return false;
  turn.memory.misunderstood = 0;
  if (checked.kind === 'ours') {
    const text = [
      words.say(CONFIRMED[checked.about], { day: dayOf(words, checked) }),
      words.say('mail_code.compare'),
    ];
    await answerAside(scene, text.join('\n\n'));
  } else {
    await answerAside(scene, words.say(`mail_code.${checked.kind}`), ['person', 'mail_code']);
  }
  return true;
}

const CONFIRMED = {
  result: 'mail_code.confirmed_result',
  ticket_opened: 'mail_code.confirmed_opened',
  ticket_answered: 'mail_code.confirmed_answered',
} as const satisfies Readonly<Record<MailKind, string>>;

/** By UTC: where the customer is, nobody knows. */
function dayOf({ locale }: Words, { sentAt }: Extract<CheckedMailCode, { kind: 'ours' }>): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(sentAt));
}
