import { answerOf } from '../../knowledge/answer/answer.ts';
import { findAddresses, judgeSender, type SenderVerdict } from '../../knowledge/answer/judge-sender.ts';
import { literally } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import { answerFrom, type Scene } from './scene.ts';

/** The article about messages in our name, and the fact that it rests on. */
export const OFFICIAL_MAIL = 'official_mail';
const ONLY_OFFICIAL = 'S17';

const ABOUT_SENDERS: readonly string[] = [`article:${OFFICIAL_MAIL}`, 'article:institution'];

/** Whether a message asks whether an address is ours: it follows that subject, or is nothing but an address. */
export function asksAboutSender({ memory }: Pick<Turn, 'memory'>, text: string): boolean {
  const [first] = findAddresses(text);
  if (first === undefined) return false;
  const isBare = text.replace(/[\s<>"'?!.]/g, '').length <= first.length + LONGEST_BESIDES;
  return isBare || (memory.topic?.shown.some((target) => ABOUT_SENDERS.includes(target)) ?? false);
}

const LONGEST_BESIDES = 2;

/** "Is this address really yours?": yes only for the very address that is configured. False without an address. */
export async function answerSender(scene: Scene): Promise<boolean> {
  const { means, text } = scene;
  const { words, knowledge, config } = means;
  const addresses = findAddresses(text);
  if (addresses.length === 0) return false;
  const official = config.officialKycEmail;
  const verdicts = addresses.map((given) => [given, judgeSender(given, official)] as const);
  const said = verdicts.map(([given, verdict]) => sayVerdict(scene, given, verdict));
  const isOurs = verdicts.every(([, verdict]) => verdict === 'official');
  const advice = isOurs ? [] : [words.say('official.advice')];
  const answer = answerOf(knowledge, [...said, ...advice].join('\n\n'), [ONLY_OFFICIAL]);
  await answerFrom(scene, answer, `article:${OFFICIAL_MAIL}`);
  return true;
}

function sayVerdict({ means: { words, config } }: Scene, given: string, verdict: SenderVerdict): string {
  const official = config.officialKycEmail ?? '';
  const address = literally(given);
  switch (verdict) {
    case 'official':
      return words.say('official.yes', { address });
    case 'lookalike':
      return words.say('official.lookalike', { address, official });
    case 'other':
      return words.say('official.no', { address, official });
    case 'not_known':
      return words.say('official.not_known', { address });
  }
}
