import type { WidgetWords } from '../wire.ts';
import { isFromAgent, isMessage, type Activity, type AgentPresence } from './activity.ts';
import { required } from './elements.ts';
import { fill } from './words.ts';

export interface HeaderDeps {
  readonly words: WidgetWords;
  readonly onClose: () => void;
  readonly onNewConversation: () => void;
  readonly onEndChat: () => void;
}

export interface Header {
  /** Says who is answering, from the newest message that is not the user's. */
  note(activity: Activity): void;
  /** Whether the agent is there and has read everything. */
  show(presence: AgentPresence): void;
  reset(): void;
}

export function createHeader({ words, onClose, onNewConversation, onEndChat }: HeaderDeps): Header {
  const status = required('#status', HTMLElement);
  const menuButton = required('#menu-button', HTMLButtonElement);
  const menu = required('#menu', HTMLElement);
  const question = required('#new-conversation', HTMLDialogElement);
  const ending = required('#end-chat', HTMLDialogElement);
  const endButton = required('#menu [data-do=end]', HTMLButtonElement);
  /** The agent who answers; undefined: the assistant. */
  let agent: string | undefined;
  let presence: AgentPresence | undefined;

  function showMenu(isShown: boolean): void {
    menu.hidden = !isShown;
    menuButton.setAttribute('aria-expanded', String(isShown));
    if (isShown) menu.querySelector<HTMLButtonElement>('button:not([hidden])')?.focus();
  }

  required('#close', HTMLButtonElement).addEventListener('click', onClose);
  menuButton.addEventListener('click', () => showMenu(menu.hidden));
  menu.addEventListener('focusout', (event) => {
    const { relatedTarget } = event;
    if (relatedTarget !== menuButton && !(relatedTarget instanceof Node && menu.contains(relatedTarget)))
      showMenu(false);
  });
  required('#menu [data-do=new]', HTMLButtonElement).addEventListener('click', () => {
    showMenu(false);
    question.showModal();
  });
  question.addEventListener('close', () => {
    if (question.returnValue === 'yes') onNewConversation();
    question.returnValue = '';
  });
  endButton.addEventListener('click', () => {
    showMenu(false);
    required('#end-chat-question', HTMLElement).textContent = fill(words.endChatQuestion, {
      name: agent ?? words.agentUnnamed,
    });
    ending.showModal();
  });
  ending.addEventListener('close', () => {
    if (ending.returnValue === 'yes') onEndChat();
    ending.returnValue = '';
  });
  // Escape closes what is on top: a dialog by itself, then the menu, then the chat.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (menu.hidden) onClose();
    else {
      showMenu(false);
      menuButton.focus();
    }
  });

  function say(): void {
    const text = agent === undefined ? words.assistantStatus : fill(agentWords(), { name: agent });
    if (status.textContent !== text) status.textContent = text;
    document.documentElement.dataset['agent'] = String(agent !== undefined);
    endButton.hidden = agent === undefined;
  }

  function agentWords(): string {
    if (presence?.owner !== 'agent') return words.agentStatus;
    if (!presence.agentIsHere) return words.agentAway;
    return presence.agentHasRead ? words.agentRead : words.agentHere;
  }

  function answeredBy(name: string | undefined): void {
    if (name === undefined) presence = undefined;
    agent = name;
    say();
  }

  return {
    note(activity) {
      if (!isMessage(activity) || activity.from?.role === 'user') return;
      const { handover } = activity.channelData ?? {};
      if (handover) answeredBy(handover.agent ?? undefined);
      else if (isFromAgent(activity)) answeredBy(activity.from?.name ?? words.agentUnnamed);
      // A notice of ours in between does not end what an agent has begun.
      else if (presence?.owner !== 'agent') answeredBy(undefined);
    },
    show(now) {
      presence = now;
      if (now.owner === 'bot') answeredBy(undefined);
      else answeredBy(agent ?? words.agentUnnamed);
    },
    reset: () => answeredBy(undefined),
  };
}
