// The script that a page embeds, as /widget/veriguide.js. Pages load it as a classic script, because only that
// learns from document.currentScript where it came from: it may import types and nothing else. The server
// puts `config` in front of it.
import type { ToChat, ToPage, WidgetConfig } from '../wire.ts';

declare const config: WidgetConfig;

/** Gives the signed token by which the page's own server says who the user is; undefined when nobody is signed in. */
type IdentityProvider = () => Promise<string | undefined> | string | undefined;

interface VeriguideApi {
  open(): void;
  close(): void;
  /** Opens the chat and says this in the user's name. */
  ask(text: string): void;
  /** Who asks: called whenever the chat needs a token, so it should fetch a fresh one. */
  identify(provider: IdentityProvider): void;
}

{
  const script = document.currentScript as HTMLScriptElement;
  const origin = new URL(script.src).origin;
  const { words } = config;
  const settings = script.dataset;
  // Open state belongs to a tab; that there is a conversation, to the browser.
  const OPEN = 'veriguide.open';
  const KNOWN = 'veriguide.known';

  const ICONS = {
    chat: 'M12 3C6.9 3 3 6.5 3 11c0 2.4 1.2 4.6 3.1 6L5.5 21l4-2.2c.8.2 1.6.3 2.5.3 5.1 0 9-3.6 9-8.1S17.1 3 12 3Z',
    close: 'M6 9l6 6 6-6',
  };

  const STYLE = `
    :host{all:initial;--vg-accent:#0b7a5e;--vg-on-accent:#fff;--vg-shadow:0 6px 24px rgb(0 0 0/.22),0 2px 6px rgb(0 0 0/.14)}
    @media (prefers-color-scheme:dark){:host(:not([data-theme=light])){--vg-accent:#10a37f;--vg-on-accent:#fff}}
    :host([data-theme=dark]){--vg-accent:#10a37f}
    button{all:unset;box-sizing:border-box;position:fixed;z-index:2147483000;inset-block-end:max(20px,env(safe-area-inset-bottom));
      inset-inline-end:20px;inline-size:60px;block-size:60px;border-radius:50%;background:var(--vg-accent);color:var(--vg-on-accent);
      display:grid;place-items:center;cursor:pointer;box-shadow:var(--vg-shadow);transition:transform .18s ease,filter .18s ease;
      -webkit-tap-highlight-color:transparent}
    :host([data-side=left]) button{inset-inline:20px auto}
    button:hover{transform:scale(1.06);filter:brightness(1.06)}
    button:active{transform:scale(.97)}
    button:focus-visible{outline:3px solid var(--vg-accent);outline-offset:3px}
    svg{inline-size:30px;block-size:30px;grid-area:1/1;transition:opacity .18s,transform .18s}
    .chat{fill:currentColor}
    .close{fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round;opacity:0;transform:rotate(-60deg)}
    button[aria-expanded=true] .chat{opacity:0;transform:rotate(60deg)}
    button[aria-expanded=true] .close{opacity:1;transform:none}
    .badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:22px;block-size:22px;padding-inline:6px;
      box-sizing:border-box;border-radius:11px;background:#c62a2f;color:#fff;font:700 13px/22px system-ui,sans-serif;text-align:center;
      box-shadow:0 0 0 2px #fff}
    .badge:empty{display:none}
    .panel{position:fixed;z-index:2147483001;inset-block-end:calc(max(20px,env(safe-area-inset-bottom)) + 76px);inset-inline-end:20px;
      inline-size:412px;block-size:min(720px,calc(100vh - 120px));block-size:min(720px,calc(100dvh - 120px));border-radius:18px;
      overflow:hidden;box-shadow:0 12px 48px rgb(0 0 0/.28),0 2px 8px rgb(0 0 0/.14);background:Canvas;
      opacity:0;visibility:hidden;transform:translateY(14px) scale(.985);transform-origin:100% 100%;
      transition:opacity .2s ease,transform .2s cubic-bezier(.2,.8,.3,1),visibility 0s .2s}
    :host([data-side=left]) .panel{inset-inline:20px auto;transform-origin:0 100%}
    .panel.shown{opacity:1;visibility:visible;transform:none;transition-delay:0s}
    iframe{border:0;display:block;inline-size:100%;block-size:100%}
    @media (max-width:640px),(max-height:480px){
      .panel{inset:0;inline-size:100vw;block-size:100vh;block-size:100dvh;border-radius:0;transform:translateY(24px)}
      :host([data-side=left]) .panel{inset-inline:0}
    }
    @media (prefers-reduced-motion:reduce){*{transition-duration:0s!important}}
    @media print{:host{display:none}}`;

  const host = document.createElement('div');
  host.id = 'veriguide';
  if (settings['theme']) host.dataset['theme'] = settings['theme'];
  if (settings['side']) host.dataset['side'] = settings['side'];
  const root = host.attachShadow({ mode: 'open' });
  // A constructed sheet needs no permission in the page's content policy, a <style> would.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const launcher = document.createElement('button');
  launcher.type = 'button';
  launcher.setAttribute('aria-expanded', 'false');
  launcher.setAttribute('aria-haspopup', 'dialog');
  launcher.append(icon('chat'), icon('close'));
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.setAttribute('aria-hidden', 'true');
  launcher.append(badge);
  const panel = document.createElement('div');
  panel.className = 'panel';
  panel.inert = true;
  root.append(launcher, panel);

  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  let shown = false;
  let identity: IdentityProvider | undefined = settings['tokenUrl']
    ? tokenFrom(settings['tokenUrl'])
    : undefined;
  const waiting: ToChat[] = [];
  const fullScreen = matchMedia('(max-width:640px),(max-height:480px)');
  let pageOverflow = '';

  label(0);
  launcher.addEventListener('click', () => (shown ? close() : open()));
  // Whoever points at it will likely press it: the chat's code is on its way a moment earlier.
  launcher.addEventListener('pointerenter', load, { once: true });
  launcher.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  globalThis.addEventListener('message', hear);
  globalThis.visualViewport?.addEventListener('resize', fit);
  globalThis.visualViewport?.addEventListener('scroll', fit);
  fullScreen.addEventListener('change', fit);
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', settle, { once: true });
  else settle();

  const api: VeriguideApi = {
    open,
    close,
    ask: (text) => {
      open();
      tell({ veriguide: 'ask', text });
    },
    identify: (provider) => {
      identity = provider;
    },
  };
  Object.assign(globalThis, { Veriguide: api });
  document.dispatchEvent(new CustomEvent('veriguide:loaded'));

  function settle(): void {
    document.body.append(host);
    if (read('sessionStorage', OPEN)) open({ focus: false });
    else if (read('localStorage', KNOWN)) whenIdle(load);
  }

  function load(): void {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.title = words.title;
    frame.allow = `camera ${origin}; clipboard-write ${origin}`;
    const address = new URL(config.chat, origin);
    if (settings['theme']) address.searchParams.set('theme', settings['theme']);
    frame.src = address.href;
    panel.append(frame);
  }

  function open({ focus = true } = {}): void {
    load();
    shown = true;
    panel.inert = false;
    panel.classList.add('shown');
    launcher.setAttribute('aria-expanded', 'true');
    label(0);
    write('sessionStorage', OPEN, '1');
    fit();
    if (focus) frame?.focus();
    tell({ veriguide: 'shown', focus });
  }

  function close(): void {
    if (!shown) return;
    shown = false;
    panel.inert = true;
    panel.classList.remove('shown');
    launcher.setAttribute('aria-expanded', 'false');
    label(0);
    write('sessionStorage', OPEN, undefined);
    fit();
    launcher.focus();
    tell({ veriguide: 'hidden' });
  }

  /** On phones the frame follows what the on-screen keyboard leaves free, and the page behind does not scroll. */
  function fit(): void {
    const covers = shown && fullScreen.matches;
    const { documentElement } = document;
    if (covers && documentElement.style.overflow !== 'hidden') {
      pageOverflow = documentElement.style.overflow;
      documentElement.style.overflow = 'hidden';
    } else if (!covers && documentElement.style.overflow === 'hidden')
      documentElement.style.overflow = pageOverflow;
    const { visualViewport } = globalThis;
    const follow = covers && visualViewport && visualViewport.scale === 1;
    panel.style.blockSize = follow ? `${visualViewport.height}px` : '';
    panel.style.insetBlockStart = follow ? `${visualViewport.offsetTop}px` : '';
  }

  function label(unread: number): void {
    badge.textContent = unread > 0 ? (unread > 9 ? '9+' : String(unread)) : '';
    const text = unread > 0 ? words.openUnread.replace('{count}', String(unread)) : words.open;
    launcher.setAttribute('aria-label', shown ? words.close : text);
  }

  function tell(message: ToChat): void {
    if (ready) frame?.contentWindow?.postMessage(message, origin);
    else waiting.push(message);
  }

  function hear(event: MessageEvent<ToPage | undefined>): void {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    const message = event.data;
    switch (message?.veriguide) {
      case 'ready':
        ready = true;
        for (const held of waiting.splice(0)) tell(held);
        // It may have come back by itself, in another language.
        if (shown) tell({ veriguide: 'shown', focus: false });
        break;
      case 'leaving':
        ready = false;
        break;
      case 'known':
        write('localStorage', KNOWN, '1');
        break;
      case 'close':
        close();
        break;
      case 'unread':
        label(shown ? 0 : message.count);
        break;
      case 'identify':
        void answerIdentity(message.request);
        break;
      case undefined:
    }
  }

  async function answerIdentity(request: number): Promise<void> {
    // A page that fails to say who its user is, is a page where nobody is signed in.
    const token = await Promise.resolve(identity?.()).catch(() => undefined);
    tell({ veriguide: 'identity', request, token });
  }

  function tokenFrom(address: string): IdentityProvider {
    return async () => {
      const answer = await fetch(address, {
        credentials: 'include',
        headers: { accept: 'application/json' },
      });
      if (!answer.ok) return undefined;
      const body = (await answer.text()).trim();
      return body.startsWith('{') ? (JSON.parse(body) as { token?: string }).token : body;
    };
  }

  function icon(name: keyof typeof ICONS): SVGSVGElement {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.classList.add(name);
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', ICONS[name]);
    svg.append(path);
    return svg;
  }

  function whenIdle(work: () => void): void {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 4_000 });
    else setTimeout(work, 1_500);
  }

  // Where cookies are blocked even naming a storage throws: the widget then simply forgets.
  function read(storage: 'localStorage' | 'sessionStorage', key: string): string | null {
    try {
      return globalThis[storage].getItem(key);
    } catch {
      return null;
    }
  }

  function write(storage: 'localStorage' | 'sessionStorage', key: string, value: string | undefined): void {
    try {
      if (value === undefined) globalThis[storage].removeItem(key);
      else globalThis[storage].setItem(key, value);
    } catch {
      // See read().
    }
  }
}
