/** Pictures open over the page, can be turned and looked at in full size; without script they open in a tab. */
export function openPicturesLarge(): void {
  document.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-large]') : null;
    if (!link) return;
    event.preventDefault();
    openLarge(link);
  });
}

function openLarge(link: HTMLAnchorElement): void {
  const picture = Object.assign(document.createElement('img'), {
    src: link.href,
    alt: link.querySelector('img')?.alt ?? link.textContent,
  });
  // Addresses of files end after a while; the page makes new ones.
  picture.addEventListener('error', () => {
    const words = 'This picture cannot be fetched any more. Reload the page and open it again.';
    picture.replaceWith(
      Object.assign(document.createElement('p'), { className: 'nothing', textContent: words }),
    );
  });
  const view = document.createElement('div');
  view.className = 'view';
  view.tabIndex = 0;
  view.append(picture);

  const words = document.createElement('span');
  words.textContent = picture.alt.replace(', opens large', '');
  const dialog = document.createElement('dialog');
  dialog.className = 'large';
  dialog.setAttribute('aria-label', words.textContent);
  let turns = 0;
  const turn = (): void => {
    view.classList.remove(`turn-${turns}`);
    turns = (turns + 1) % 4;
    view.classList.add(`turn-${turns}`);
  };
  const zoom = (): void => {
    view.classList.toggle('zoomed');
  };
  const close = (): void => dialog.close();
  const tools = document.createElement('div');
  tools.className = 'tools';
  tools.append(words, button('Turn (r)', turn), button('Full size (z)', zoom), button('Close (Esc)', close));
  dialog.append(tools, view);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'r') turn();
    if (event.key === 'z') zoom();
  });
  picture.addEventListener('click', zoom);
  dialog.addEventListener('close', () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  made.addEventListener('click', act);
  return made;
}
