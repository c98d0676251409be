import type { Activity } from 'botbuilder';

import { choose } from './replies/choose.ts';
import { message, offering } from './replies/message.ts';
import type { Words } from './replies/words.ts';

/** Whether a customer who writes with an agent asks for the assistant again: in so many words, not by a guess. */
export function wantsAssistant(words: Words, text: string): boolean {
  const isNumber = /^\W*\d+\W*$/.test(text);
  return !isNumber && choose(text, [words.choice('assistant')]) !== undefined;
}

/** The agent is done: the assistant has the conversation again. */
export function agentLeft(words: Words, agentName: string, ticketNumber: string): Partial<Activity> {
  const said = words.say('handover.agent_left', { name: agentName, number: ticketNumber });
  return offering(words, said, ['status', 'wrong', 'person'], true);
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
