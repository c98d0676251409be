import type { VNode } from 'preact';

import { Layout, type Viewer } from './layout.tsx';

export interface MessageProps {
  readonly title: string;
  readonly text: string;
  readonly next: { readonly to: string; readonly text: string };
  readonly viewer?: Viewer | undefined;
  /** What an operator finds in the log. */
  readonly requestId?: string;
}

/** What went wrong, in words, and where to go from here. */
export function MessagePage({ title, text, next, viewer, requestId }: MessageProps): VNode {
  return (
    <Layout title={title} narrow {...(viewer && { viewer })}>
      <section class="card">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <a class="button" href={next.to}>
            {next.text}
          </a>
        </p>
        {requestId && <p class="quiet small">Request {requestId}</p>}
      </section>
    </Layout>
  );
}
