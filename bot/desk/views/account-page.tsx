import type { VNode } from 'preact';

import type { Agent } from '../../people/agent-rows.ts';
import type { PasswordFault } from '../../people/password.ts';
import type { TotpDraft } from '../../people/second-factor.ts';
import type { OwnSession, SignInMethod } from '../../people/sessions.ts';
import { ROLE_WORDS } from '../reading/role-words.ts';
import { browserWords } from '../reading/words.ts';
import { Badge } from './badge.tsx';
import { CodeField } from './code-page.tsx';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { PASSWORD_FAULTS } from './password-words.ts';
import { QrCode } from './qr-code.tsx';
import { Moment } from './time.tsx';

export interface AccountProps {
  readonly viewer: Viewer;
  readonly agent: Agent;
  readonly sessions: readonly OwnSession[];
  /** The one that this page belongs to. */
  readonly sessionId: string;
  readonly draft?: TotpDraft | undefined;
  readonly recoveryCodesLeft: number;
  /** Just made; they are shown once. */
  readonly recoveryCodes?: readonly string[] | undefined;
  /** Whoever has a password must have a second factor. */
  readonly factorRequired: boolean;
  readonly passwordFault?: PasswordFault | 'password_wrong' | undefined;
  readonly notice?: Notice | undefined;
}

export function AccountPage(props: AccountProps): VNode {
  const { viewer, agent, notice, recoveryCodes } = props;
  return (
    <Layout title="Your account" viewer={viewer} current="account" notice={notice}>
      <h1>Your account</h1>
      <p class="quiet">
        {agent.name} · {agent.login} · {ROLE_WORDS[agent.role].name}: {ROLE_WORDS[agent.role].may}
      </p>
      {recoveryCodes && <RecoveryCodes codes={recoveryCodes} />}
      <div class="columns">
        <div class="stack">
          {agent.hasPassword ? <SecondFactorCard {...props} /> : <ProviderCard />}
          {agent.hasPassword && <PasswordCard {...props} />}
        </div>
        <SessionsCard {...props} />
      </div>
    </Layout>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }): VNode {
  return (
    <section class="card stack highlight" role="status" aria-labelledby="recovery">
      <h2 id="recovery">Your recovery codes</h2>
      <p>
        Write them down or print them, and keep them away from your phone. Each lets you in once instead of a
        code from the app. They are shown only now.
      </p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProviderCard(): VNode {
  return (
    <section class="card stack" aria-labelledby="factor">
      <h2 id="factor">Signing in</h2>
      <p class="quiet">
        You come by single sign-on: password and second factor are kept by your identity provider.
      </p>
    </section>
  );
}

function SecondFactorCard({ viewer, agent, draft, recoveryCodesLeft, factorRequired }: AccountProps): VNode {
  if (agent.hasSecondFactor) {
    return (
      <section class="card stack" aria-labelledby="factor">
        <h2 id="factor">
          Second factor <Badge tone="good">On</Badge>
        </h2>
        <p class="quiet">
          You sign in with a code from your app. Unused recovery codes: {recoveryCodesLeft}.
        </p>
        <details>
          <summary>{factorRequired ? 'Take another phone' : 'Turn it off, or take another phone'}</summary>
          <form class="stack" action="/desk/account/second-factor/off" method="post">
            <FormToken viewer={viewer} />
            <p class="quiet small">
              {factorRequired
                ? 'It is turned off, and this desk asks you to add a new one at once.'
                : 'Afterwards the password alone lets you in, until you add a new one.'}
            </p>
            <CodeField />
            <button type="submit">Turn off</button>
          </form>
        </details>
      </section>
    );
  }
  return (
    <section class="card stack" aria-labelledby="factor">
      <h2 id="factor">
        Second factor <Badge tone={factorRequired ? 'attention' : 'quiet'}>Off</Badge>
      </h2>
      {draft ? (
        <Enrolment viewer={viewer} draft={draft} />
      ) : (
        <form class="stack" action="/desk/account/second-factor/begin" method="post">
          <p class="quiet">
            {factorRequired && 'This desk asks for one before anything else. '}A code from an app on your
            phone, beside the password: whoever finds out the password alone stays outside.
          </p>
          <FormToken viewer={viewer} />
          <label>
            Your password
            <input name="password" type="password" autocomplete="current-password" required maxlength={200} />
          </label>
          <button class="primary" type="submit">
            Add a second factor
          </button>
        </form>
      )}
    </section>
  );
}

function Enrolment({ viewer, draft }: { viewer: Viewer; draft: TotpDraft }): VNode {
  return (
    <form class="stack" action="/desk/account/second-factor/confirm" method="post">
      <FormToken viewer={viewer} />
      <p>Scan this with an authenticator app, then type the code that it shows.</p>
      <QrCode text={draft.address} label="QR code for the authenticator app" />
      <details>
        <summary>Without a camera</summary>
        <p class="small">Type this key into the app (time-based, 6 digits, 30 seconds):</p>
        <p class="break">
          <code>{draft.secret.replace(/(.{4})(?!$)/g, '$1 ')}</code>
        </p>
      </details>
      <label>
        Code from the app
        <input
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]{6,8}"
          required
          maxlength={8}
        />
      </label>
      <button class="primary" type="submit">
        Turn on
      </button>
    </form>
  );
}

function PasswordCard({ viewer, passwordFault }: AccountProps): VNode {
  const words =
    passwordFault === 'password_wrong'
      ? 'That is not your password.'
      : passwordFault && PASSWORD_FAULTS[passwordFault];
  return (
    <section class="card stack" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <details open={passwordFault !== undefined}>
        <summary>Change it</summary>
        <form class="stack" action="/desk/account/password" method="post">
          <FormToken viewer={viewer} />
          <label>
            Your password until now
            <input name="password" type="password" autocomplete="current-password" required maxlength={200} />
          </label>
          <label>
            Your new password
            <input
              name="new-password"
              type="password"
              autocomplete="new-password"
              required
              minlength={12}
              maxlength={200}
              aria-describedby="new-password-hint"
            />
            <span id="new-password-hint" class={words ? 'fault' : 'quiet small'}>
              {words ?? 'At least 12 characters. Your other sessions end.'}
            </span>
          </label>
          <button type="submit">Change the password</button>
        </form>
      </details>
    </section>
  );
}

const METHOD_WORDS: Readonly<Record<SignInMethod, string>> = {
  password: 'password',
  link: 'one-time link',
  single_sign_on: 'single sign-on',
};

function SessionsCard({ viewer, sessions, sessionId }: AccountProps): VNode {
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <ul class="plain-list">
        {sessions.map(({ id, method, createdAt, seenAt, userAgent }) => (
          <li key={id} class="spread">
            <span>
              {browserWords(userAgent)} {id === sessionId && <Badge tone="calm">This one</Badge>}
              <br />
              <span class="quiet small">
                by {METHOD_WORDS[method]}, <Moment at={createdAt} />; seen last <Moment at={seenAt} />
              </span>
            </span>
            {id !== sessionId && (
              <form action="/desk/account/sessions/end" method="post">
                <FormToken viewer={viewer} />
                <input type="hidden" name="session" value={id} />
                <button
                  class="plain"
                  type="submit"
                  aria-label={`End the session of ${browserWords(userAgent)}`}
                >
                  End
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form action="/desk/account/sessions/end-others" method="post">
          <FormToken viewer={viewer} />
          <button type="submit">End all others</button>
        </form>
      )}
      <p class="quiet small">
        A session ends when it is left alone for two hours, and after twelve in any case.
      </p>
    </section>
  );
}
