import type { ToChat, ToPage } from '../wire.ts';

/** How long the page around may take to ask its own server who the user is. */
const IDENTITY_MS = 15_000;

export interface HostPage {
  tell(message: ToPage): void;
  /** The token by which the page says who its user is. */
  identify(): Promise<string | undefined>;
}

/** The loader in the page around this frame. Only it is heard, and only it is told. */
export function joinHostPage(onMessage: (message: ToChat) => void): HostPage {
  const { parent } = globalThis;
  let origin: string | undefined;
  let requests = 0;
  const asked = new Map<number, (token: string | undefined) => void>();

  globalThis.addEventListener('message', (event: MessageEvent<ToChat | undefined>) => {
    if (event.source !== parent || event.data?.veriguide === undefined) return;
    // The content policy lets only pages frame us that the operator named: whoever is the parent, is one of them.
    origin = event.origin;
    if (event.data.veriguide !== 'identity') {
      onMessage(event.data);
      return;
    }
    asked.get(event.data.request)?.(event.data.token);
    asked.delete(event.data.request);
  });

  function tell(message: ToPage): void {
    // Nothing that is told is secret; opened as a page of its own there is nobody to tell.
    if (parent !== globalThis.self) parent.postMessage(message, origin ?? '*');
  }

  return {
    tell,
    identify: () =>
      new Promise((resolve) => {
        const request = ++requests;
        asked.set(request, resolve);
        setTimeout(() => resolve(undefined), IDENTITY_MS);
        tell({ veriguide: 'identify', request });
      }),
  };
}
