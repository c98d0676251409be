import { Chat } from './chat.ts';
import { openPrompt, type Movement } from '../../../knowledge/verification/liveness.ts';
import { cardBack, cardFront, GERMAN_ANNA, passport, selfie, showing } from './specimen.ts';
import { World } from './world.ts';

export const FORM = {
  surname: 'Eriksson',
  given_names: 'Anna Maria',
  birth_date: '1990-04-03',
  document_number: 'L898902C3',
  email: 'anna@example.com',
} as const;

export const STEPS = [
  'consent',
  'country',
  'document_type',
  'particulars',
  'document_front',
  'check',
  'selfie',
  'liveness',
] as const;
export type Step = (typeof STEPS)[number];

/** What every step asks, by words that only its question has. */
export const ASKS: Readonly<Record<Step, string>> = {
  consent: 'Do you agree?',
  country: 'Which country or region',
  document_type: 'Which document do you want',
  particulars: 'enter your details',
  document_front: 'photo page',
  check: 'Check your answers',
  selfie: 'send a **selfie**',
  liveness: 'two small movements',
};

/** Answers the question of a step as it should be answered. */
export function pass(step: Step, chat: Chat, world: World): Promise<string[]> {
  switch (step) {
    case 'consent':
      return chat.says('I agree');
    case 'country':
      return chat.says('Germany');
    case 'document_type':
      return chat.says('Passport');
    case 'particulars':
      return chat.submits('Continue', FORM);
    case 'document_front':
      return chat.sends(world.upload(passport(GERMAN_ANNA)));
    case 'check':
      return chat.submits('All correct');
    case 'selfie':
      return chat.sends(world.upload(selfie()));
    case 'liveness':
      return showMovements(chat, world);
  }
}

/** Says "ready" and shows every movement that is asked for. */
async function showMovements(chat: Chat, world: World): Promise<string[]> {
  let replies = await chat.says('I am ready');
  for (;;) {
    const movement = askedFor(world);
    if (!movement) return replies;
    replies = await chat.sends(world.upload(showing(movement)));
  }
}

export const askedFor = (world: World): Movement | undefined =>
  world.latest && openPrompt(world.latest)?.movement;

/** A conversation that stands at a step. */
export async function standingAt(step: Step, world = new World()): Promise<{ chat: Chat; world: World }> {
  const chat = new Chat(world);
  await chat.says('Verify me');
  for (const before of STEPS.slice(0, STEPS.indexOf(step))) await pass(before, chat, world);
  return { chat, world };
}

/** Sent in, with a passport or a card. */
export async function submitted(): Promise<{ chat: Chat; world: World }> {
  const { chat, world } = await standingAt('liveness');
  await pass('liveness', chat, world);
  return { chat, world };
}

export async function standingAtBackOfCard(): Promise<{ chat: Chat; world: World }> {
  const { chat, world } = await standingAt('document_type');
  await chat.says('ID card');
  await chat.submits('Continue', FORM);
  await chat.sends(world.upload(cardFront()));
  return { chat, world };
}

export const backOfCard = () => cardBack(GERMAN_ANNA);
