/** Single keys, as long as nobody is typing. They are listed under `?`. */
export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    if (target instanceof HTMLElement && isTyping(target)) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    const act = ACTIONS[event.key];
    if (act?.()) event.preventDefault();
  });
}

/** Each says whether it did something. */
const ACTIONS: Readonly<Record<string, () => boolean>> = {
  j: () => moveBy(1),
  k: () => moveBy(-1),
  x: () => pick(),
  '/': () => focusOn('#find'),
  a: () => focusOn('#answer'),
  c: () => focusOn('#canned'),
  i: () => focusOn('#note'),
  m: () => focusOn('#macro'),
  q: () => goTo('/desk'),
  g: () => goTo('/desk/figures'),
  n: () => follow('[data-next]'),
  '?': () => {
    const help = document.querySelector<HTMLDialogElement>('#shortcuts');
    help?.showModal();
    return help !== null;
  },
};

function isTyping(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return element.type !== 'checkbox' && element.type !== 'submit';
  // Letters choose an entry of a list.
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    element.isContentEditable
  );
}

function moveBy(step: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter((row) =>
    row.checkVisibility(),
  );
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? rows[step > 0 ? 0 : rows.length - 1] : rows[at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}

function goTo(address: string): boolean {
  location.assign(address);
  return true;
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(selector);
  link?.click();
  return link !== null;
}

/** Ticks the row that has the focus, or takes the tick away. */
function pick(): boolean {
  const box = document.activeElement?.closest('li')?.querySelector<HTMLInputElement>('[data-pick]');
  box?.click();
  return box !== null && box !== undefined;
}

function focusOn(selector: string): boolean {
  const field = document.querySelector<HTMLElement>(selector);
  field?.focus();
  return field !== null;
}
