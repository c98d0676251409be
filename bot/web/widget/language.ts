/** Web Chat has its own words by language and region: the region that a language is most spoken in. */
export function webChatLocale(language: string): string {
  const { language: code, region } = new Intl.Locale(language).maximize();
  return region === undefined ? code : `${code}-${region}`;
}

/** Long enough for a whole history to come in: only what was said last counts. */
const SETTLED_MS = 700;

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * The conversation goes on in another language than the page is in: comes back in that language, unless
 * somebody is writing or taking a photo. The conversation itself is on the server and comes along.
 */
export function followLanguage(
  locale: string | undefined,
  languages: readonly string[],
  { mayLeave, onLeave }: { readonly mayLeave: () => boolean; readonly onLeave: () => void },
): void {
  clearTimeout(timer);
  const language = locale?.split('-', 1)[0] ?? '';
  if (language === document.documentElement.lang || !languages.includes(language)) return;
  timer = setTimeout(() => {
    if (isBusy() || !mayLeave()) return;
    onLeave();
    const address = new URL(location.href);
    address.searchParams.set('language', language);
    location.replace(address);
  }, SETTLED_MS);
}

function isBusy(): boolean {
  const box = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(
    '[data-id="webchat-sendbox-input"]',
  );
  return (box?.value ?? '') !== '' || document.querySelector('dialog[open]') !== null;
}
