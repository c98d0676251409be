import type { WidgetWords } from '../wire.ts';
import { isFromAgent, isMessage, type Activity } from './activity.ts';
import { required } from './elements.ts';
import { fill } from './words.ts';

export interface HeaderDeps {
  readonly words: WidgetWords;
  readonly onClose: () => void;
  readonly onNewConversation: () => void;
}

export interface Header {
  /** Says who is answering, from the newest message that is not the user's. */
  note(activity: Activity): void;
  reset(): void;
}

export function createHeader({ words, onClose, onNewConversation }: HeaderDeps): Header {
  const status = required('#status', HTMLElement);
  const menuButton = required('#menu-button', HTMLButtonElement);
  const menu = required('#menu', HTMLElement);
  const question = required('#new-conversation', HTMLDialogElement);

  function showMenu(isShown: boolean): void {
    menu.hidden = !isShown;
    menuButton.setAttribute('aria-expanded', String(isShown));
    if (isShown) menu.querySelector('button')?.focus();
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
  // Escape closes what is on top: a dialog by itself, then the menu, then the chat.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (menu.hidden) onClose();
    else {
      showMenu(false);
      menuButton.focus();
    }
  });

  function say(text: string, isAgent: boolean): void {
    if (status.textContent !== text) status.textContent = text;
    document.documentElement.dataset['agent'] = String(isAgent);
  }

  return {
    note(activity) {
      if (!isMessage(activity) || activity.from?.role === 'user') return;
      if (isFromAgent(activity)) {
        say(fill(words.agentStatus, { name: activity.from?.name ?? words.agentUnnamed }), true);
      } else say(words.assistantStatus, false);
    },
    reset: () => say(words.assistantStatus, false),
  };
}
