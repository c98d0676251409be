import type { Customer } from '../kit/customer.ts';
import { loadWords } from '../../dialogs/replies/load.ts';
import { MOVEMENTS, type Movement } from '../../knowledge/verification/liveness.ts';
import type { PassportHolder } from '../kit/passport-holder.ts';
import { movementOf } from '../specimen/movements.ts';
import type { Person } from '../specimen/portraits.ts';

/** Says yes to everything up to the point where the photo of the passport is wanted. */
export async function goToPhoto(customer: Customer, holder: PassportHolder): Promise<void> {
  await customer.says('Verify me');
  await customer.hears(/biometric/i);
  await customer.says('I agree');
  await customer.hears(/country or region/i);
  await customer.says(holder.country);
  await customer.hears(/document/i);
  await customer.says('Passport');
  await customer.hears(/surname/i);
  await customer.fills(holder.form, /./);
  await customer.hears(/photo/i);
}

const words = loadWords();

/** The movement that a message asks for. */
export const movementIn = (text: string): Movement | undefined =>
  MOVEMENTS.find((movement) => text.includes(words.say(`movement.${movement}`)));

/** Looking up cannot be made out of a picture that does not show it. */
export async function showing(movement: Movement, person: Person, time: number): Promise<Buffer | undefined> {
  if (movement === 'look_up' || time > 2) return undefined;
  return movementOf(person, movement, { again: time === 2 });
}

const ASKED = /Movement \d of \d/;
const AFTER_A_MOVEMENT = /Movement \d of \d|VG-[0-9A-Z]{4}-[0-9A-Z]{4}|more movements today/;
const REFERENCE = /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/;

/**
 * Says "ready" and sends a fitting photo for each prompt, whatever is drawn; gives the words that come after the
 * last one. Where chance asks too often for what no picture here shows, a person is left to check.
 */
export async function showsMovements(customer: Customer, person: Person): Promise<string> {
  await customer.hears(/two small movements/i);
  await customer.says('I am ready');
  let { text = '' } = await customer.hears(ASKED);
  const times = new Map<Movement, number>();
  for (;;) {
    if (/more movements today/.test(text)) {
      await customer.says('Let a person check this part');
      return (await customer.hears(REFERENCE, 60_000)).text ?? '';
    }
    const movement = movementIn(text);
    if (!movement) return text;
    const time = (times.get(movement) ?? 0) + 1;
    times.set(movement, time);
    const photo = await showing(movement, person, time);
    if (photo) await customer.sends({ name: 'movement.jpg', bytes: photo });
    // What was sent before is not taken again: another movement has to be asked for.
    else if (movement !== 'look_up') await customer.says('Ask for other movements');
    else {
      await customer.says('I cannot do this');
      await customer.hears(/held against you/i);
      await customer.says('Ask for other movements');
    }
    ({ text = '' } = await customer.hears(AFTER_A_MOVEMENT, 60_000));
  }
}

/** What somebody says who would rather not, or cannot. */
export async function leavesMovementsToPerson(customer: Customer): Promise<void> {
  await customer.hears(/two small movements|two movements/i);
  await customer.says('I cannot do this');
  await customer.hears(/held against you/i);
  await customer.says('Let a person check this part');
}
