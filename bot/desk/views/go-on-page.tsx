import type { VNode } from 'preact';

import { Layout } from './layout.tsx';

/** Goes on by itself, from this site. */
export function GoOnPage({ to }: { to: string }): VNode {
  return (
    <Layout title="Signed in" narrow goesTo={to}>
      <section class="card">
        <h1>You are signed in</h1>
        <p>
          <a class="button primary" href={to}>
            To the desk
          </a>
        </p>
      </section>
    </Layout>
  );
}
