import type { Activity } from 'botbuilder';

import { choose } from './replies/choose.ts';
import { literally, message, offering, withChoices } from './replies/message.ts';
import type { Words } from './replies/words.ts';

/**
 * What a customer who writes with an agent says to us and not to the agent: that they want the assistant again, or
 * that the chat is over. In so many words, not by a guess.
 */
export function handoverWish(words: Words, text: string): 'assistant' | 'end_chat' | undefined {
  if (/^\W*\d+\W*$/.test(text)) return undefined;
  const chosen = choose(text, [words.choice('assistant'), words.choice('end_chat')])?.id;
  return chosen === 'assistant' || chosen === 'end_chat' ? chosen : undefined;
}

/** An agent has the conversation from now on. */
export function agentJoined(words: Words, agentName: string): Partial<Activity> {
  return withAgent(message(words.say('handover.joined', { name: literally(agentName) })), agentName);
}

/** The assistant has the conversation again; the ticket stays open. */
export function agentHandedBack(words: Words, agentName: string, ticketNumber: string): Partial<Activity> {
  const said = words.say('handover.handed_back', { name: literally(agentName), number: ticketNumber });
  return withAgent(offering(words, said, ['status', 'wrong', 'person'], true), null);
}

/** The agent is done: the assistant has the conversation again, and asks what the help was like. */
export function agentLeft(words: Words, agentName: string, ticketNumber: string): Partial<Activity>[] {
  const said = words.say('handover.agent_left', { name: literally(agentName), number: ticketNumber });
  return [withAgent(message(said), null), askForRating(words)];
}

/** The customer ended the chat with the agent. */
export function chatEnded(words: Words, ticketNumber: string): Partial<Activity>[] {
  return [
    withAgent(message(words.say('handover.ended', { number: ticketNumber })), null),
    askForRating(words),
  ];
}

/** The numbers are the same in all languages, and `dialogs/rating` understands them. */
function askForRating(words: Words): Partial<Activity> {
  const scores = [1, 2, 3, 4, 5].map((score) => ({ title: `${score} ★` }));
  return withChoices(message(words.say('rating.ask')), scores, true);
}

/** Tells the chat widget who answers from now on (`handover` in bot/web/widget/activity.ts); null: the assistant. */
function withAgent(activity: Partial<Activity>, name: string | null): Partial<Activity> {
  return { ...activity, channelData: { handover: { agent: name } } };
}

/** For a turn that failed on our side. The reference stands in the log beside the failure's code. */
export function apology(words: Words, reference: string): readonly Partial<Activity>[] {
  return [offering(words, words.say('failure.apology', { reference }), ['person'], true)];
}

/** For a message whose photos cannot be looked at just now. It is answered by itself later. */
export function putOff(words: Words): Partial<Activity> {
  return message(words.say('failure.busy'));
}

/** What an agent sends along, and where they wrote it when it was not at our own desk. */
export interface FromAgent {
  readonly files?: readonly {
    readonly uploadId: string;
    readonly name: string;
    readonly contentType: string;
  }[];
  readonly via?: string;
}

/** What an agent wrote, with the name that the customer sees. */
export function fromAgent(
  text: string,
  agentName: string,
  { files = [], via }: FromAgent = {},
): Partial<Activity> {
  return {
    ...message(text),
    from: { id: 'agent', name: agentName, role: 'bot' },
    ...(files.length > 0 && {
      attachments: files.map(({ uploadId, name, contentType }) => ({
        contentType,
        name,
        contentUrl: `upload:${uploadId}`,
      })),
    }),
    ...(via !== undefined && { channelData: { via } }),
  };
}
