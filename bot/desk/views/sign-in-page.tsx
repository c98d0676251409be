import type { VNode } from 'preact';

import { FormToken, Layout, type Notice } from './layout.tsx';

export interface SignInProps {
  readonly formToken: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly login?: string;
  /** Of the identity provider, when there is one. */
  readonly providerName?: string | undefined;
  readonly notice?: Notice | undefined;
}

export function SignInPage({ formToken, next, login, providerName, notice }: SignInProps): VNode {
  return (
    <Layout title="Sign in" narrow notice={notice}>
      {/* A link from a mail arrives without the cookie: the script looks whether there is a session after all. */}
      <form class="card stack" action="/desk/sign-in" method="post" data-signed-in-goes-to={next}>
        <h1>Sign in</h1>
        {providerName && (
          <>
            <a class="button primary" href={`/desk/sign-in/provider?next=${encodeURIComponent(next)}`}>
              Sign in with {providerName}
            </a>
            <p class="quiet small">Or with a login and password of this desk:</p>
          </>
        )}
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
            autofocus={!providerName}
          />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required maxlength={200} />
        </label>
        <button class={providerName ? undefined : 'primary'} type="submit">
          Sign in
        </button>
        <p class="quiet small">
          No login yet, or the password forgotten? Ask an admin of this desk for a link.
        </p>
      </form>
    </Layout>
  );
}
