import type { VNode } from 'preact';

import type { PasswordFault } from '../../people/password.ts';
import { FormToken, Layout } from './layout.tsx';
import { PASSWORD_FAULTS } from './password-words.ts';

/** Where the holder of a link from an admin chooses a new password. */
export function NewPasswordPage({
  token,
  formToken,
  fault,
}: {
  token: string;
  formToken: string;
  fault?: PasswordFault;
}): VNode {
  return (
    <Layout title="A new password" narrow>
      <form class="card stack" action={`/desk/new-password/${token}`} method="post">
        <h1>A new password</h1>
        <p class="quiet">
          This link works once. Afterwards you sign in with the new password, and with your second factor as
          before.
        </p>
        <FormToken viewer={{ formToken }} />
        <label>
          New password
          <input
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minlength={12}
            maxlength={200}
            aria-describedby="password-hint"
            {...(fault && { 'aria-invalid': true })}
          />
          <span id="password-hint" class={fault ? 'fault' : 'quiet small'}>
            {fault
              ? PASSWORD_FAULTS[fault]
              : 'At least 12 characters. A few unrelated words are easy to remember.'}
          </span>
        </label>
        <button class="primary" type="submit">
          Set the password
        </button>
      </form>
    </Layout>
  );
}
