import { isFromAgent, isMessage, type Activity } from './activity.ts';
import { reactElement, type AvatarSubject, type Groups, type Render } from './web-chat.ts';

/**
 * Notes on an agent's message the name to show above it, when the message before it was somebody else's:
 * a person must be able to see at every moment whether a person or a machine talks to them.
 */
export function createSenderNotes(unnamed: string): (activity: Activity) => Activity {
  let before: string | undefined;
  return (activity) => {
    if (!isMessage(activity)) return activity;
    const sender = isFromAgent(activity) ? (activity.from?.name ?? unnamed) : undefined;
    const isNew = sender !== undefined && sender !== before;
    before = sender;
    return isNew
      ? { ...activity, channelData: { ...activity.channelData, veriguideSender: sender } }
      : activity;
  };
}

/** Puts the name above the message. */
export const senderMiddleware =
  () =>
  (next: (about: { activity: Activity }) => Render | false) =>
  (about: { activity: Activity }): Render | false => {
    const render = next(about);
    const sender = about.activity.channelData?.veriguideSender;
    if (!render || sender === undefined) return render;
    return (...rest) => {
      const name = reactElement('div', { className: 'sender', children: sender }, null, 'sender');
      const message = reactElement('div', { children: render(...rest) }, null, 'message');
      return reactElement('div', { children: [name, message] });
    };
  };

/** The assistant shows its sign, an agent their initial, the user nothing. */
export const avatarMiddleware =
  () =>
  (): ((about: AvatarSubject) => Render | false) =>
  ({ activity, fromUser }) => {
    if (fromUser) return false;
    const initial = isFromAgent(activity)
      ? (activity.from?.name ?? '?').trim().slice(0, 1).toUpperCase()
      : undefined;
    return () =>
      reactElement('div', {
        className: initial === undefined ? 'avatar' : 'avatar agent',
        'aria-hidden': 'true',
        children: initial,
      });
  };

/** Web Chat counts everybody but the user as one sender; a person and the assistant are two. */
export const groupMiddleware =
  () =>
  (next: (about: { activities: readonly Activity[] }) => Groups) =>
  (about: { activities: readonly Activity[] }): Groups => {
    const apart = (groups: readonly (readonly Activity[])[]) => groups.flatMap(splitBySender);
    const { sender, status } = next(about);
    return { sender: apart(sender), status: apart(status) };
  };

function splitBySender(group: readonly Activity[]): readonly (readonly Activity[])[] {
  const parts: Activity[][] = [];
  for (const activity of group) {
    const last = parts.at(-1);
    if (last?.[0]?.from?.id === activity.from?.id) last?.push(activity);
    else parts.push([activity]);
  }
  return parts;
}
