import type { Response, Server } from 'restify';

import type { SignInResult } from '../../people/sign-in.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { createCookie } from '../http/cookies.ts';
import { deskAddress } from '../http/desk-address.ts';
import { redirect, sendPage } from '../http/page.tsx';
import { durationWords } from '../reading/words.ts';
import { CodePage } from '../views/code-page.tsx';
import type { Notice } from '../views/layout.tsx';
import { SignInPage } from '../views/sign-in-page.tsx';

const PENDING_S = 5 * 60;

const NOTICES: Readonly<Record<string, Notice>> = {
  out: { kind: 'done', text: 'You are signed out.' },
  ended: { kind: 'done', text: 'That session has ended.' },
  password: { kind: 'done', text: 'Your new password is set. Sign in with it.' },
};

const TOO_LATE: Notice = {
  kind: 'warning',
  text: 'That took too long, or the code was asked for elsewhere. Please sign in once more.',
};

export function serveSignIn(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'people' | 'config' | 'singleSignOn'>,
): void {
  const { sessions, signIn } = parts.people;
  const isHttps = parts.config.http.publicUrl?.startsWith('https:') ?? false;
  /** That the password was right, until the code comes. */
  const pendingCookie = createCookie('desk-code', isHttps);
  const providerName = parts.singleSignOn?.name;

  function throttledNotice(
    res: Response,
    { retryAfterS }: Extract<SignInResult, { kind: 'throttled' }>,
  ): Notice {
    res.setHeader('retry-after', retryAfterS);
    const text = `Too many tries. Please wait ${durationWords(retryAfterS * 1000)} and try again.`;
    return { kind: 'warning', text };
  }

  server.get(
    '/desk/sign-in',
    guard.open(async ({ res, query, formToken, session }) => {
      await Promise.resolve();
      const next = deskAddress(query.get('next'));
      if (session) redirect(res, next);
      else {
        const notice = NOTICES[query.get('done') ?? ''];
        sendPage(res, <SignInPage {...{ formToken, next, notice, providerName }} />);
      }
    }),
  );

  server.post(
    '/desk/sign-in',
    guard.openForm(async ({ res, form, formToken, visitor }) => {
      const login = form.text('login');
      const next = deskAddress(form.text('next'));
      const result = await signIn.withPassword(login, form.text('password'), visitor);
      switch (result.kind) {
        case 'signed_in':
          guard.signIn(res, result);
          redirect(res, next);
          break;
        case 'code_needed':
          pendingCookie.write(res, result.pending, PENDING_S);
          redirect(res, `/desk/sign-in/code?next=${encodeURIComponent(next)}`);
          break;
        case 'throttled': {
          const notice = throttledNotice(res, result);
          sendPage(res, <SignInPage {...{ formToken, next, login, notice, providerName }} />, 429);
          break;
        }
        case 'refused': {
          const text = 'Login and password do not fit together. Please check both and try again.';
          const notice = { kind: 'warning', text } as const;
          sendPage(res, <SignInPage {...{ formToken, next, login, notice, providerName }} />, 401);
        }
      }
    }),
  );

  server.get(
    '/desk/sign-in/code',
    guard.open(async ({ req, res, query, formToken, session }) => {
      await Promise.resolve();
      const next = deskAddress(query.get('next'));
      if (session) redirect(res, next);
      else if (pendingCookie.read(req) === undefined) redirect(res, '/desk/sign-in');
      else sendPage(res, <CodePage {...{ formToken, next }} />);
    }),
  );

  server.post(
    '/desk/sign-in/code',
    guard.openForm(async ({ req, res, form, formToken, visitor }) => {
      const next = deskAddress(form.text('next'));
      const result = await signIn.withCode(pendingCookie.read(req), form.text('code'), visitor);
      switch (result.kind) {
        case 'signed_in':
          pendingCookie.clear(res);
          guard.signIn(res, result);
          redirect(res, next);
          break;
        case 'too_late':
          pendingCookie.clear(res);
          sendPage(res, <SignInPage {...{ formToken, next, notice: TOO_LATE, providerName }} />, 401);
          break;
        case 'throttled':
          sendPage(res, <CodePage {...{ formToken, next, notice: throttledNotice(res, result) }} />, 429);
          break;
        case 'refused': {
          const text =
            'That code is not right any more, or was used already. Please take the next one that the app shows.';
          sendPage(res, <CodePage {...{ formToken, next, notice: { kind: 'warning', text } }} />, 401);
        }
      }
    }),
  );

  server.post(
    '/desk/sign-out',
    guard.form('desk.use', async ({ res, token }) => {
      await sessions.end(token);
      guard.signOut(res);
      redirect(res, '/desk/sign-in?done=out');
    }),
  );

  // Asked by the sign-in page's script, from this site, where the cookie is always sent along.
  server.get(
    '/desk/session',
    guard.part('desk.use', async ({ res }) => {
      await Promise.resolve();
      res.writeHead(204, { 'cache-control': 'no-store' });
      res.end();
    }),
  );
}
