import { keepRecordings } from './recordings.ts';
import { showTimes } from './times.ts';

/** Close enough to the end to count as reading along. */
const NEAR_END_PX = 160;
/** A client says so every three seconds. */
const TYPING_SHOWN_MS = 5_000;
const TURNED_AWAY_MS = 5_000;

/** Listens for news of what the page is about, and takes the new parts out of a fresh copy of it. */
export function keepLive(): void {
  const watch = document.body.dataset['watch'];
  if (watch === undefined) return;
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isOver = false;

  const refresh = (): void => {
    isWanted = running !== undefined;
    running ??= fetchParts().finally(() => {
      running = undefined;
      if (isWanted) refresh();
    });
  };
  let events = listen();
  function listen(): EventSource {
    const source = new EventSource(`/desk/events?${watch === 'queue' ? 'watch=queue' : (watch ?? '')}`);
    source.addEventListener('news', refresh);
    source.addEventListener('typing', showTyping);
    // What happened before the line was open, or while it was cut.
    source.addEventListener('open', refresh);
    // A browser tries again by itself after a cut, but not where it was turned away (too many pages, a restart).
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(again, TURNED_AWAY_MS);
    });
    source.addEventListener('signed-out', () => {
      isOver = true;
      source.close();
      toast('You are signed out. Reload the page to sign in again.');
    });
    return source;
  }
  function again(): void {
    if (!isOver) events = listen();
  }
  // What came while nobody looked counts as read from now on.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refresh();
  });
  window.addEventListener('pagehide', () => {
    isOver = true;
    events.close();
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

async function fetchParts(): Promise<void> {
  const address = `${location.pathname}${location.search}`;
  const answer = await fetch(address, {
    headers: { 'x-desk-live': '1', ...(document.visibilityState === 'visible' && { 'x-desk-seen': '1' }) },
  }).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  showTimes(fresh);
  for (const old of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = fresh.querySelector<HTMLElement>(`[data-live="${old.dataset['live'] ?? ''}"]`);
    if (next) replace(old, next);
  }
  for (const field of fresh.querySelectorAll<HTMLInputElement>('.answer [data-version]')) {
    const here = document.querySelector<HTMLInputElement>('.answer [data-version]');
    if (here) here.value = field.value;
  }
  document.title = fresh.title;
}

function replace(old: HTMLElement, next: HTMLElement): void {
  // Scripts of both sides wrote the times alike: what is left is a real difference.
  if (contentOf(old) === contentOf(next)) return;
  // What was being written is there.
  if (old.dataset['live'] === 'transcript') hideTyping();
  if (old.dataset['keepWhenTyping'] !== undefined && isBusy(old)) {
    toast('This page has changed. Reload it before you decide.');
    return;
  }
  const keepEnd = old.dataset['keepEnd'] !== undefined && isNearEnd();
  const focused = addressOf(document.activeElement);
  const open = [...old.querySelectorAll('details')].map((details) => details.open);
  const picked = [...old.querySelectorAll<HTMLInputElement>('[data-pick]:checked')].map(pickOf);
  const goOn = keepRecordings(old);
  old.replaceChildren(...document.importNode(next, true).childNodes);
  goOn();
  [...old.querySelectorAll('details')].forEach((details, index) => {
    details.open = open[index] ?? details.open;
  });
  for (const box of old.querySelectorAll<HTMLInputElement>('[data-pick]'))
    box.checked = picked.includes(pickOf(box));
  const again =
    focused === undefined ? undefined : [...old.querySelectorAll('a')].find((a) => addressOf(a) === focused);
  again?.focus({ preventScroll: true });
  if (keepEnd) old.lastElementChild?.lastElementChild?.scrollIntoView({ block: 'nearest' });
}

let typing: number | undefined;

function showTyping(): void {
  const sign = document.querySelector<HTMLElement>('[data-typing]');
  if (!sign) return;
  sign.hidden = false;
  clearTimeout(typing);
  typing = window.setTimeout(hideTyping, TYPING_SHOWN_MS);
}

function hideTyping(): void {
  const sign = document.querySelector<HTMLElement>('[data-typing]');
  if (sign) sign.hidden = true;
}

/** Ticked or written in: a refresh must not take that away. */
function isBusy(part: HTMLElement): boolean {
  const ticked = part.querySelector('input:checked') !== null;
  const written = [...part.querySelectorAll('textarea')].some((field) => field.value !== field.defaultValue);
  return ticked || written || part.contains(document.activeElement);
}

/** Each rendering has new keys for its forms, which change nothing that anybody sees. */
const contentOf = (part: HTMLElement): string => part.innerHTML.replace(/(name="key" value=")[^"]*/g, '$1');

const pickOf = (box: HTMLInputElement): string => box.dataset['pick'] ?? '';

function addressOf(element: Element | null): string | undefined {
  return element instanceof HTMLAnchorElement ? (element.getAttribute('href') ?? undefined) : undefined;
}

function isNearEnd(): boolean {
  return window.innerHeight + window.scrollY >= document.body.scrollHeight - NEAR_END_PX;
}

function toast(text: string): void {
  if ([...document.querySelectorAll('.toast')].some((one) => one.textContent === text)) return;
  const line = document.createElement('p');
  line.className = 'toast notice warning';
  line.setAttribute('role', 'alert');
  line.append(Object.assign(document.createElement('span'), { textContent: text }));
  document.body.append(line);
}
