import type { Expected, LivenessCue } from '../wire.ts';

/** What the widget reads of an activity. */
export interface Activity {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly timestamp?: string;
  readonly locale?: string;
  readonly from?: { readonly id?: string; readonly name?: string; readonly role?: string };
  readonly attachments?: readonly Attachment[];
  readonly channelData?: ChannelData;
}

export interface Attachment {
  readonly contentType: string;
  readonly contentUrl?: string;
  readonly name?: string;
  readonly thumbnailUrl?: string;
}

interface ChannelData {
  readonly clientActivityID?: string;
  readonly expects?: Expected;
  readonly liveness?: LivenessCue;
  /** Who answers from this message on; null: the assistant. */
  readonly handover?: { readonly agent: string | null };
  /** Ours, never sent: which files of `files.ts` belong to an outgoing activity. */
  readonly veriguideFiles?: string;
  /** Ours, never sent: the name to show above the first message of an agent. */
  readonly veriguideSender?: string;
  readonly [field: string]: unknown;
}

/** What the server says about the agent without it being part of the conversation. */
export interface AgentPresence {
  readonly owner: 'bot' | 'agent';
  readonly agentIsHere: boolean;
  readonly agentHasRead: boolean;
}

export function presenceOf({ type, name, value }: Activity): AgentPresence | undefined {
  return type === 'event' && name === 'veriguide/presence' ? (value as AgentPresence) : undefined;
}

export const isMessage = ({ type }: Activity): boolean => type === 'message';

/** A person at the desk; the assistant's own id is another. */
export const isFromAgent = ({ from }: Activity): boolean => from?.id === 'agent';

/** Web Chat shows what a user sent as a picture only where there is a thumbnail, else as the name of a file. */
export function withPictures(activity: Activity): Activity {
  if (activity.from?.role !== 'user' || !activity.attachments) return activity;
  const attachments = activity.attachments.map((attachment) => {
    const { contentType, contentUrl } = attachment;
    const isShown = contentUrl !== undefined && /^(image|video)\//.test(contentType);
    return isShown ? { ...attachment, thumbnailUrl: contentUrl } : attachment;
  });
  return { ...activity, attachments };
}
