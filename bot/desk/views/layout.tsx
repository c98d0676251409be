import type { ComponentChildren, VNode } from 'preact';

import { may, type Role } from '../../people/roles.ts';
import { assetAddress } from '../http/assets.ts';

/** The agent and the token that every form of theirs must carry. */
export interface Viewer {
  readonly agentId: string;
  readonly name: string;
  readonly role: Role;
  readonly formToken: string;
}

/** A short word on top of a page: what just happened, or what went wrong and what to do. */
export interface Notice {
  readonly kind: 'done' | 'warning';
  readonly text: string;
  readonly link?: { readonly to: string; readonly text: string };
}

interface LayoutProps {
  readonly title: string;
  readonly viewer?: Viewer;
  readonly current?: 'queue' | 'replies' | 'figures' | 'questions' | 'deliveries' | 'people' | 'account';
  readonly notice?: Notice | undefined;
  /** What the page's events are about, such as `ticket=VG-1042`; the script listens for news of it. */
  readonly watch?: string;
  /** A page that only leads on, at once and by itself. */
  readonly goesTo?: string;
  /** A page with one small form. */
  readonly narrow?: boolean;
  readonly children: ComponentChildren;
}

export function Layout(props: LayoutProps): VNode {
  const { title, viewer, current, notice, watch, goesTo, narrow, children } = props;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        {goesTo !== undefined && <meta http-equiv="refresh" content={`0;url=${goesTo}`} />}
        <title>{`${title} · Veriguide desk`}</title>
        <link rel="icon" href={assetAddress('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetAddress('desk.css')} />
        <link rel="stylesheet" href={assetAddress('accounts.css')} />
        <script src={assetAddress('desk.js')} type="module" />
      </head>
      <body data-watch={watch}>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        {viewer ? <Header viewer={viewer} current={current} /> : <SignedOutHeader />}
        <main id="content" class={narrow ? 'narrow' : undefined} tabindex={-1}>
          {notice && <NoticeBar {...notice} />}
          {children}
        </main>
        {viewer && <ShortcutHelp />}
      </body>
    </html>
  );
}

function Brand(): VNode {
  return (
    <>
      <img src={assetAddress('icon.svg')} alt="" width="28" height="28" />
      <span>
        Veriguide <span class="quiet">desk</span>
      </span>
    </>
  );
}

function SignedOutHeader(): VNode {
  return (
    <header class="bar">
      <span class="brand">
        <Brand />
      </span>
    </header>
  );
}

function Header({ viewer, current }: { viewer: Viewer; current: LayoutProps['current'] }): VNode {
  const mark = (page: LayoutProps['current']) => (page === current ? 'page' : undefined);
  return (
    <header class="bar">
      <a class="brand" href="/desk">
        <Brand />
      </a>
      <nav aria-label="Desk">
        <a href="/desk" aria-current={mark('queue')}>
          Queue
        </a>
        <a href="/desk/replies" aria-current={mark('replies')}>
          Replies
        </a>
        {may(viewer.role, 'dashboard.read') && (
          <a href="/desk/figures" aria-current={mark('figures')}>
            Figures
          </a>
        )}
        <a href="/desk/questions" aria-current={mark('questions')}>
          Questions
        </a>
        {may(viewer.role, 'deliveries.read') && (
          <a href="/desk/deliveries" aria-current={mark('deliveries')}>
            Deliveries
          </a>
        )}
        {may(viewer.role, 'people.manage') && (
          <a href="/desk/people" aria-current={mark('people')}>
            People
          </a>
        )}
      </nav>
      {/* What is looked for may be somebody's name: it stands in no address, and so in no history and no log. */}
      <form class="find" action="/desk/find" method="post" role="search">
        <FormToken viewer={viewer} />
        <label class="unseen" for="find">
          Find a ticket or a verification
        </label>
        <input
          id="find"
          name="q"
          type="search"
          placeholder="Words or VG-…"
          autocomplete="off"
          maxlength={200}
          aria-keyshortcuts="/"
        />
      </form>
      <div class="me">
        <a href="/desk/account" title="Your account" aria-current={mark('account')}>
          {viewer.name}
        </a>
        <form action="/desk/sign-out" method="post">
          <FormToken viewer={viewer} />
          <button class="plain" type="submit">
            Sign out
          </button>
        </form>
      </div>
    </header>
  );
}

export function FormToken({ viewer }: { viewer: Pick<Viewer, 'formToken'> }): VNode {
  return <input type="hidden" name="form" value={viewer.formToken} />;
}

function NoticeBar({ kind, text, link }: Notice): VNode {
  return (
    <p class={`notice ${kind}`} role={kind === 'warning' ? 'alert' : 'status'}>
      <span>{text}</span>
      {link && <a href={link.to}>{link.text}</a>}
    </p>
  );
}

const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['j', 'next entry'],
  ['k', 'entry before'],
  ['Enter', 'open the entry'],
  ['x', 'tick the entry, for all at once'],
  ['/', 'find by words, number or reference'],
  ['a', 'write an answer'],
  ['c', 'choose a canned reply'],
  ['i', 'write a note for the desk'],
  ['m', 'choose a macro'],
  ['q', 'back to the queue'],
  ['g', 'figures'],
  ['n', 'the next ticket or verification in the queue'],
  ['Space', 'play or stop the recording that has the focus'],
  [', .', 'one picture of it back or on'],
  ['← →', 'five seconds of it back or on'],
  ['< >', 'slower or faster'],
  ['?', 'this list'],
  ['Esc', 'close, or leave a field'],
];

/** Opened by the script; without it the keys would not work either. */
function ShortcutHelp(): VNode {
  return (
    <dialog id="shortcuts" aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">Keyboard</h2>
      <dl class="keys">
        {SHORTCUTS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
