import type { VNode } from 'preact';

import { FormToken, Layout, type Notice } from './layout.tsx';

export interface CodeProps {
  readonly formToken: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly notice?: Notice | undefined;
}

/** The second step of signing in. */
export function CodePage({ formToken, next, notice }: CodeProps): VNode {
  return (
    <Layout title="Enter your code" narrow notice={notice}>
      <form class="card stack" action="/desk/sign-in/code" method="post">
        <h1>Enter your code</h1>
        <FormToken viewer={{ formToken }} />
        <input type="hidden" name="next" value={next} />
        <CodeField autofocus />
        <button class="primary" type="submit">
          Sign in
        </button>
        <p class="quiet small">
          Without your phone, use one of your recovery codes: each works once. Without those, an admin of this
          desk can reset your second factor.
        </p>
      </form>
    </Layout>
  );
}

/** Takes codes of an app and recovery codes alike. */
export function CodeField({ autofocus }: { autofocus?: boolean }): VNode {
  return (
    <label>
      Code from your app, or a recovery code
      <input
        name="code"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        required
        maxlength={40}
        autofocus={autofocus ?? false}
      />
    </label>
  );
}
