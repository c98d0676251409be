import type { VNode } from 'preact';

import { FormToken, Layout, type Notice } from './layout.tsx';

export interface SignInProps {
  readonly formToken: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly login?: string;
  readonly notice?: Notice | undefined;
}

export function SignInPage({ formToken, next, login, notice }: SignInProps): VNode {
  return (
    <Layout title="Sign in" narrow notice={notice}>
      {/* A link from a mail arrives without the cookie: the script looks whether there is a session after all. */}
      <form class="card stack" action="/desk/sign-in" method="post" data-signed-in-goes-to={next}>
        <h1>Sign in</h1>
        <FormToken viewer={{ formToken }} />
        <input type="hidden" name="next" value={next} />
        <label>
          Login
          <input
            name="login"
            value={login}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            maxlength={100}
            autofocus
          />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required maxlength={200} />
        </label>
        <button class="primary" type="submit">
          Sign in
        </button>
        <p class="quiet small">No login yet? Ask a colleague at the desk for an invitation.</p>
      </form>
    </Layout>
  );
}
