import type { WidgetConfig } from '../web/wire.ts';

export interface ChatPageProps {
  readonly config: WidgetConfig;
  /** ISO 639-1. */
  readonly language: string;
  readonly nonce: string;
  readonly theme: 'light' | 'dark' | undefined;
  /** Addresses of the page's own files. */
  readonly urls: {
    readonly style: string;
    readonly script: string;
    readonly modules: readonly string[];
    readonly webChat: string;
  };
}

/** The page inside the widget's frame. What moves in it is done by bot/web/widget/chat.ts. */
export function ChatPage({ config, language, nonce, theme, urls }: ChatPageProps) {
  const { words } = config;
  return (
    <html lang={language} data-theme={theme} data-line="connecting">
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content={theme ?? 'light dark'} />
        <title>{words.title}</title>
        <link rel="stylesheet" href={urls.style} nonce={nonce} />
        <link rel="preload" as="script" href={urls.webChat} nonce={nonce} />
        {urls.modules.map((href) => (
          <link rel="modulepreload" href={href} nonce={nonce} />
        ))}
        <script type="application/json" id="config" dangerouslySetInnerHTML={{ __html: safeJson(config) }} />
        <script type="module" src={urls.script} nonce={nonce} data-web-chat={urls.webChat} />
      </head>
      <body>
        <Icons />
        <header>
          <span class="sign" aria-hidden="true">
            <Icon name="shield" />
          </span>
          <div class="who">
            <h1 id="title" tabindex={-1}>
              {words.title}
            </h1>
            <p>
              <span class="dot" aria-hidden="true" />
              <span id="status" role="status">
                {words.assistantStatus}
              </span>
            </p>
          </div>
          <div class="menu-anchor">
            <button
              type="button"
              id="menu-button"
              class="icon-button"
              aria-label={words.menu}
              aria-haspopup="true"
              aria-expanded="false"
            >
              <Icon name="more" />
            </button>
            <div id="menu" hidden>
              <button type="button" data-do="new">
                <Icon name="new" />
                {words.newConversation}
              </button>
              <button type="button" data-do="end" hidden>
                <Icon name="leave" />
                {words.endChat}
              </button>
            </div>
          </div>
          <button type="button" id="close" class="icon-button" aria-label={words.close}>
            <Icon name="down" />
          </button>
        </header>
        <div id="line" role="status" hidden />
        <main id="chat">
          <div class="loading" role="status">
            <span class="spinner" aria-hidden="true" />
            {words.loading}
          </div>
        </main>
        <div
          id="progress"
          role="progressbar"
          aria-label={words.uploading}
          aria-valuemin={0}
          aria-valuemax={100}
          hidden
        >
          <div class="bar" />
        </div>
        <div id="problems" role="alert" />
        <div id="drop" hidden>
          <Icon name="attach" />
          {words.drop}
        </div>
        <dialog id="new-conversation" aria-labelledby="new-conversation-question">
          <form method="dialog">
            <p id="new-conversation-question">{words.newConversationQuestion}</p>
            <div class="actions">
              <button class="ghost" value="no">
                {words.keepConversation}
              </button>
              <button class="primary" value="yes">
                {words.newConversationConfirm}
              </button>
            </div>
          </form>
        </dialog>
        <dialog id="end-chat" aria-labelledby="end-chat-question">
          <form method="dialog">
            <p id="end-chat-question" />
            <div class="actions">
              <button class="ghost" value="no">
                {words.keepConversation}
              </button>
              <button class="primary" value="yes">
                {words.endChat}
              </button>
            </div>
          </form>
        </dialog>
        <dialog id="camera" aria-label={words.camera}>
          <div class="finder">
            <video playsinline muted />
            <canvas />
            <div class="frame" aria-hidden="true" />
            <p class="countdown" aria-live="assertive" />
            <p class="timer" role="timer" aria-live="off" hidden />
          </div>
          <p class="alarm" aria-live="polite" />
          <p class="hint" aria-live="polite" />
          <div class="controls" />
        </dialog>
      </body>
    </html>
  );
}

function Icon({ name }: { readonly name: string }) {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}

/** Drawn on a grid of 24, as lines of 2. */
const ICONS: Readonly<Record<string, string>> = {
  leave: 'M14 4H6v16h8 M10 12h10 M17 9l3 3-3 3',
  shield: 'M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.8-7-5.4-7-10V6l7-3Z M8.8 12l2.2 2.2 4.2-4.4',
  more: 'M5.5 12h.01 M12 12h.01 M18.5 12h.01',
  down: 'M6 9l6 6 6-6',
  close: 'M7 7l10 10 M17 7L7 17',
  new: 'M12 5v14 M5 12h14',
  attach:
    'M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7',
  camera:
    'M4 8.5A1.5 1.5 0 0 1 5.5 7h2.2l1.5-2.3h5.6L16.3 7h2.2A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5Z M12 16.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8Z',
  switch: 'M4 9a8 8 0 0 1 14-3l2 2 M20 4v4h-4 M20 15a8 8 0 0 1-14 3l-2-2 M4 20v-4h4',
};

function Icons() {
  return (
    <svg class="sprite" aria-hidden="true">
      {Object.entries(ICONS).map(([name, path]) => (
        <symbol id={`icon-${name}`} viewBox="0 0 24 24">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  );
}

/** JSON inside HTML: nothing in it can end the element that it stands in. */
function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
