import type { VNode } from 'preact';

import type { WelcomeFault } from '../../people/invitations.ts';
import { FormToken, Layout } from './layout.tsx';
import { PASSWORD_FAULTS } from './password-words.ts';

export interface WelcomeProps {
  readonly token: string;
  readonly formToken: string;
  readonly name?: string;
  readonly login?: string;
  readonly faults?: readonly WelcomeFault[];
  /** Of the identity provider, when one may join by it. */
  readonly providerName?: string | undefined;
}

const FAULTS: Readonly<Record<WelcomeFault, readonly ['name' | 'login' | 'password', string]>> = {
  name_missing: ['name', 'Please give a name of up to 80 characters.'],
  login_missing: ['login', 'Please choose a login of 2 to 100 characters.'],
  login_taken: ['login', 'Somebody has this login already. Please choose another one.'],
  password_too_short: ['password', PASSWORD_FAULTS.password_too_short],
  password_too_long: ['password', PASSWORD_FAULTS.password_too_long],
  password_too_plain: ['password', PASSWORD_FAULTS.password_too_plain],
};

export function WelcomePage({
  token,
  formToken,
  name,
  login,
  faults = [],
  providerName,
}: WelcomeProps): VNode {
  const faultOf = (field: 'name' | 'login' | 'password') =>
    faults.map((fault) => FAULTS[fault]).find(([about]) => about === field)?.[1];
  return (
    <Layout title="Welcome" narrow>
      <form class="card stack" action={`/desk/welcome/${token}`} method="post">
        <h1>Welcome to the desk</h1>
        <p class="quiet">This link works once. Choose how you want to sign in from now on.</p>
        {providerName && (
          <>
            <a class="button primary" href={`/desk/sign-in/provider?link=${token}`}>
              Join with {providerName}
            </a>
            <p class="quiet small">Or choose a login and password of this desk:</p>
          </>
        )}
        <FormToken viewer={{ formToken }} />
        <Field
          label="Your name"
          hint="Customers see it with your answers."
          fault={faultOf('name')}
          name="name"
        >
          <input
            name="name"
            value={name}
            autocomplete="name"
            required
            maxlength={80}
            {...described('name', faultOf('name'))}
          />
        </Field>
        <Field
          label="Login"
          hint="A short name or your e-mail address."
          fault={faultOf('login')}
          name="login"
        >
          <input
            name="login"
            value={login}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            maxlength={100}
            {...described('login', faultOf('login'))}
          />
        </Field>
        <Field
          label="Password"
          hint="At least 12 characters. A few unrelated words are easy to remember."
          fault={faultOf('password')}
          name="password"
        >
          <input
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minlength={12}
            maxlength={200}
            {...described('password', faultOf('password'))}
          />
        </Field>
        <button class="primary" type="submit">
          Start
        </button>
      </form>
    </Layout>
  );
}

const described = (name: string, fault: string | undefined) => ({
  'aria-describedby': `${name}-hint`,
  ...(fault !== undefined && { 'aria-invalid': true }),
});

function Field(props: {
  name: string;
  label: string;
  hint: string;
  fault: string | undefined;
  children: VNode;
}): VNode {
  const { name, label, hint, fault, children } = props;
  return (
    <label>
      {label}
      {children}
      <span id={`${name}-hint`} class={fault ? 'fault' : 'quiet small'}>
        {fault ?? hint}
      </span>
    </label>
  );
}
