import type { Expected, LivenessCue, ToChat, WidgetConfig } from '../wire.ts';
import { isFromAgent, isMessage, withPictures, type Activity } from './activity.ts';
import { createComposer } from './composer.ts';
import { Connection, type LineState } from './connection.ts';
import { required } from './elements.ts';
import { createHeader } from './header.ts';
import { joinHostPage } from './host-page.ts';
import { keepFiles } from './kept-files.ts';
import { cardsHostConfig, localizedStrings, styleOptions } from './look.ts';
import { createNotices } from './notices.ts';
import { avatarMiddleware, createSenderNotes, groupMiddleware, senderMiddleware } from './senders.ts';
import { followLanguage, webChatLocale } from './language.ts';
import { openSession, type SessionWish } from './session.ts';
import { createUnread } from './unread.ts';
import { loadWebChat, reactElement, type Store } from './web-chat.ts';

// The chat inside the widget's frame: joins the parts, and knows what is going on in the conversation.

const me = required('script[data-web-chat]', HTMLScriptElement);
const config = JSON.parse(required('#config', HTMLScriptElement).textContent) as WidgetConfig;
const { words } = config;
const nonce = me.nonce;
const chatting = loadWebChat(me.dataset['webChat'] ?? '', nonce);

const notices = createNotices(words);
const hostPage = joinHostPage(hear);
const unread = createUnread((count) => hostPage.tell({ veriguide: 'unread', count }));
const header = createHeader({
  words,
  onClose: () => hostPage.tell({ veriguide: 'close' }),
  onNewConversation: () => void converse({ fresh: true }),
  onEndChat: () => onceJoined(() => say(words.endChat)),
});
const { tools, camera } = createComposer({
  ...{ config, notices },
  expects: () => expects,
  cue: () => cue,
  send: sendFiles,
  say,
});

let connection: Connection | undefined;
let store: Store | undefined;
let expects: Expected | undefined;
let cue: LivenessCue | undefined;
/** The user said something on this page and no answer has come yet: what comes is no history. */
let isAnswerDue = false;
let hasJoined = false;
let isLooking = false;
let agentHasIt = false;
const whenJoined: (() => void)[] = [];
/** By the address of the first: how a message finds its files when Web Chat has made it. */
const toBeSent = new Map<string, readonly File[]>();

document.addEventListener('visibilitychange', noteRead);
hostPage.tell({ veriguide: 'ready' });
await converse({});

async function converse(wish: SessionWish): Promise<void> {
  connection?.end();
  hasJoined = false;
  header.reset();
  const library = await chatting.catch(() => undefined);
  if (!library) {
    notices.line(words.unavailable, { label: words.retry, run: () => location.reload() });
    return;
  }
  const noteSender = createSenderNotes(words.agentUnnamed);
  const line = new Connection(
    {
      openSession: (wanted) =>
        openSession(wanted, config.identity === 'jwt' ? () => hostPage.identify() : undefined),
      onState: (state) => line === connection && showState(state),
      onActivity: (activity) => {
        if (line === connection) noteActivity(activity);
        return withPictures(noteSender(activity));
      },
      onPresence: (presence) => {
        if (line !== connection) return;
        agentHasIt = presence.owner === 'agent';
        header.show(presence);
        noteRead();
      },
      showsTyping: () => agentHasIt,
      onRefused: explainRefusal,
      onProgress: (share) => notices.progress(share),
    },
    wish,
  );
  connection = line;
  store = library.createStore({}, () => (next) => (action) => {
    if (action.type === 'DIRECT_LINE/POST_ACTIVITY' && !isTyping(action)) isAnswerDue = true;
    const result = next(withFiles(action));
    if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED') join();
    return result;
  });
  const root = document.createElement('div');
  root.className = 'web-chat';
  required('#chat', HTMLElement).replaceChildren(root);
  library.renderWebChat(
    {
      directLine: line,
      store,
      locale: webChatLocale(document.documentElement.lang),
      nonce,
      styleOptions: styleOptions(),
      adaptiveCardsHostConfig: cardsHostConfig(),
      overrideLocalizedStrings: localizedStrings(words),
      activityMiddleware: senderMiddleware,
      avatarMiddleware,
      groupActivitiesMiddleware: groupMiddleware,
      sendTypingIndicator: true,
      sendBoxToolbarMiddleware: [() => () => () => Toolbar],
    },
    root,
  );
  await line.start();
}

function hear(message: ToChat): void {
  switch (message.veriguide) {
    case 'shown':
      look(true);
      if (message.focus) onceJoined(focusComposer);
      break;
    case 'hidden':
      look(false);
      break;
    case 'ask':
      onceJoined(() => say(message.text));
      break;
    case 'identity':
  }
}

/** Says in the document as well whether it is seen: what comes from then on counts as unread. */
function look(isShown: boolean): void {
  isLooking = isShown;
  unread.look(isShown);
  noteRead();
  document.documentElement.toggleAttribute('data-shown', isShown);
}

function showState(state: LineState): void {
  document.documentElement.dataset['line'] = state;
  if (state === 'online') {
    notices.line(undefined);
    hostPage.tell({ veriguide: 'known' });
  } else if (state === 'signed_out') {
    notices.line(words.signedOut, { label: words.retry, run: () => connection?.retry() });
  } else if (state === 'reconnecting') {
    notices.line(words.reconnecting, { label: words.retry, run: () => connection?.retry() });
  }
}

/** Told only while a person writes with a person. */
function noteRead(): void {
  // The watermark of a frame counts from when all of it was shown.
  if (isLooking && agentHasIt && document.visibilityState === 'visible')
    setTimeout(() => connection?.noteRead());
}

function isTyping({ payload }: { payload?: unknown }): boolean {
  return (payload as { activity?: Activity } | undefined)?.activity?.type === 'typing';
}

function noteActivity(activity: Activity): void {
  unread.note(activity);
  header.note(activity);
  if (isFromAgent(activity)) noteRead();
  if (!isMessage(activity)) return;
  if (activity.from?.role === 'user') {
    notices.clearProblem();
    return;
  }
  followLanguage(activity.locale, config.languages, {
    mayLeave: () => connection?.owesMessages === false,
    onLeave: () => hostPage.tell({ veriguide: 'leaving' }),
  });
  expects = activity.channelData?.expects;
  cue = expects === 'liveness' ? activity.channelData?.liveness : undefined;
  if (!cue) camera.closeCue();
  else if (isAnswerDue) camera.openUnasked(cue);
  if (expects) isAnswerDue = false;
}

function explainRefusal(activity: Activity, status: number): void {
  const isGone = status === 410 && (activity.attachments?.length ?? 0) > 0;
  notices.problem(isGone ? words.fileGone : words.sendRefused);
}

function sendFiles(files: readonly File[]): void {
  const named = files.map((file) => ({ name: file.name, size: file.size, url: URL.createObjectURL(file) }));
  toBeSent.set(named[0]?.url ?? '', files);
  onceJoined(() => store?.dispatch({ type: 'WEB_CHAT/SEND_FILES', payload: { files: named } }));
}

/** Writes into an outgoing message where its files are kept. */
function withFiles(action: { type: string; payload?: unknown }): typeof action {
  if (action.type !== 'DIRECT_LINE/POST_ACTIVITY') return action;
  const { activity } = action.payload as { activity: Activity };
  const url = activity.attachments?.[0]?.contentUrl;
  const files = url === undefined ? undefined : toBeSent.get(url);
  if (url === undefined || !files) return action;
  toBeSent.delete(url);
  const channelData = { ...activity.channelData, veriguideFiles: keepFiles(files) };
  return { ...action, payload: { ...(action.payload as object), activity: { ...activity, channelData } } };
}

function say(text: string): void {
  store?.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { text, method: 'keyboard' } });
}

/** Before its first connection Web Chat drops what it is told; after that our connection keeps everything. */
function onceJoined(work: () => void): void {
  if (hasJoined) work();
  else whenJoined.push(work);
}

function join(): void {
  hasJoined = true;
  for (const work of whenJoined.splice(0)) work();
}

/** A React component: our own buttons, kept over its renderings. */
function Toolbar(): unknown {
  return reactElement('div', { className: 'tools' }, mountTools);
}

function mountTools(node: HTMLElement | null): void {
  node?.replaceChildren(...tools);
}

/** On a touch screen the keyboard would cover half of the chat before anything was read. */
function focusComposer(): void {
  if (matchMedia('(pointer: coarse)').matches) required('#title', HTMLElement).focus();
  else document.querySelector<HTMLElement>('[data-id="webchat-sendbox-input"]')?.focus();
}
