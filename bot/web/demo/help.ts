import { playAccount } from './account.ts';

// The demo help page: the account panel, and the buttons that ask the assistant.

interface Veriguide {
  ask(text: string): void;
}

for (const button of document.querySelectorAll<HTMLElement>('[data-ask]')) {
  button.addEventListener('click', () => {
    const { Veriguide: widget } = globalThis as typeof globalThis & { Veriguide?: Veriguide };
    widget?.ask(button.dataset['ask'] ?? '');
  });
}

const panel = document.querySelector<HTMLFormElement>('#account');
if (panel) await playAccount(panel);
