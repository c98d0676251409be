import type { Activity } from './activity.ts';
import type { Connection } from './connection.ts';

/** As much of `window.WebChat` as we use; the library comes as one script, not as a module. */
interface WebChatLibrary {
  createStore(initial: object, ...middleware: readonly Middleware[]): Store;
  renderWebChat(props: WebChatProps, element: HTMLElement): void;
}

interface WebChatProps {
  readonly directLine: Connection;
  readonly store: Store;
  readonly locale: string;
  readonly nonce: string | undefined;
  readonly styleOptions: Readonly<Record<string, unknown>>;
  readonly adaptiveCardsHostConfig: object;
  readonly overrideLocalizedStrings: (
    strings: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, string>>;
  readonly activityMiddleware: () => (
    next: (about: { activity: Activity }) => Render | false,
  ) => (about: { activity: Activity }) => Render | false;
  readonly avatarMiddleware: () => (
    next: (about: AvatarSubject) => Render | false,
  ) => (about: AvatarSubject) => Render | false;
  readonly groupActivitiesMiddleware: () => (next: (about: Grouped) => Groups) => (about: Grouped) => Groups;
  readonly sendTypingIndicator: boolean;
  readonly sendBoxToolbarMiddleware: readonly (() => () => () => () => unknown)[];
}

export type Render = (...rest: readonly unknown[]) => unknown;

interface Grouped {
  readonly activities: readonly Activity[];
}

export interface Groups {
  readonly sender: readonly (readonly Activity[])[];
  readonly status: readonly (readonly Activity[])[];
}

export interface AvatarSubject {
  readonly activity: Activity;
  readonly fromUser: boolean;
}

export interface Action {
  readonly type: string;
  readonly payload?: unknown;
}

export interface Store {
  dispatch(action: Action): unknown;
}

type Middleware = (store: Store) => (next: (action: Action) => unknown) => (action: Action) => unknown;

/** Loads the library's one file, once. Rejects when it cannot be had. */
export function loadWebChat(address: string, nonce: string | undefined): Promise<WebChatLibrary> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    if (nonce) script.nonce = nonce;
    script.addEventListener('load', () =>
      resolve((globalThis as unknown as { WebChat: WebChatLibrary }).WebChat),
    );
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('the chat could not be loaded'));
    });
    document.head.append(script);
  });
}

/**
 * Web Chat's one file keeps its React to itself, but its middleware must return React elements. One of
 * an HTML tag is a plain object of this shape, unchanged from React 16, which Web Chat brings, to 18.
 */
export function reactElement(
  type: string,
  props: Readonly<Record<string, unknown>>,
  ref: ((node: HTMLElement | null) => void) | null = null,
  key: string | null = null,
): unknown {
  return { $$typeof: Symbol.for('react.element'), type, key, ref, props, _owner: null };
}
