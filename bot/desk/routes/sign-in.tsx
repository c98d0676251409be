import type { Request, Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { durationWords } from '../reading/words.ts';
import { MessagePage } from '../views/message-page.tsx';
import { SignInPage } from '../views/sign-in-page.tsx';
import { WelcomePage } from '../views/welcome-page.tsx';

export function serveSignIn(server: Server, guard: Guard, parts: Pick<DeskParts, 'people' | 'config'>): void {
  const { agents, sessions } = parts.people;

  server.get(
    '/desk/sign-in',
    guard.open(async ({ res, query, formToken, session }) => {
      await Promise.resolve();
      const next = deskAddress(query.get('next'));
      if (session) redirect(res, next);
      else {
        const notice = query.has('out')
          ? ({ kind: 'done', text: 'You are signed out.' } as const)
          : undefined;
        sendPage(res, <SignInPage formToken={formToken} next={next} notice={notice} />);
      }
    }),
  );

  server.post(
    '/desk/sign-in',
    guard.openForm(async ({ req, res, form, formToken, session }) => {
      const login = form.text('login');
      const next = deskAddress(form.text('next'));
      const result = await sessions.signIn({
        login,
        password: form.text('password'),
        address: addressOf(req, parts.config.http.trustProxy),
        tokenBefore: session?.token,
      });
      if (result.kind === 'signed_in') {
        guard.signIn(res, result.token);
        redirect(res, next);
        return;
      }
      const throttled = result.kind === 'throttled';
      if (throttled) res.setHeader('retry-after', result.retryAfterS);
      const text = throttled
        ? `Too many tries. Please wait ${durationWords(result.retryAfterS * 1000)} and try again.`
        : 'Login and password do not fit together. Please check both and try again.';
      sendPage(
        res,
        <SignInPage formToken={formToken} next={next} login={login} notice={{ kind: 'warning', text }} />,
        throttled ? 429 : 401,
      );
    }),
  );

  server.post(
    '/desk/sign-out',
    guard.form(async ({ res, token }) => {
      await sessions.end(token);
      guard.signOut(res);
      redirect(res, '/desk/sign-in?out=1');
    }),
  );

  // Asked by the sign-in page's script, from this site, where the cookie is always sent along.
  server.get(
    '/desk/session',
    guard.part(async ({ res }) => {
      await Promise.resolve();
      res.writeHead(204, { 'cache-control': 'no-store' });
      res.end();
    }),
  );

  server.get(
    '/desk/welcome/:token',
    guard.open(async ({ req, res, formToken }) => {
      const { token } = req.params as { token: string };
      const good = await agents.linkIsGood(token);
      if (good) sendPage(res, <WelcomePage token={token} formToken={formToken} />);
      else sendPage(res, deadLink, 410);
    }),
  );

  server.post(
    '/desk/welcome/:token',
    guard.openForm(async ({ req, res, form, formToken, session }) => {
      const { token } = req.params as { token: string };
      const [name, login] = [form.text('name'), form.text('login')];
      const result = await agents.welcome(token, { name, login, password: form.text('password') });
      if (result.kind === 'link_dead') sendPage(res, deadLink, 410);
      else if (result.kind === 'faults') {
        const { faults } = result;
        sendPage(res, <WelcomePage {...{ token, formToken, name, login, faults }} />, 422);
      } else {
        if (session) await sessions.end(session.token);
        guard.signIn(res, await sessions.begin(result.agent));
        redirect(res, '/desk?done=welcome');
      }
    }),
  );
}

const deadLink = (
  <MessagePage
    title="This link does not work any more"
    text="It was used already, taken back or has run out. Ask a colleague at the desk for a new invitation. If nobody can sign in yet, start the server again: it prints a new link."
    next={{ to: '/desk/sign-in', text: 'Sign in' }}
  />
);

/** Only addresses of the desk itself: a link must not lead anybody elsewhere after signing in. */
function deskAddress(wish: string | null): string {
  return wish !== null && /^\/desk(?:\/(?:tickets|submissions|people)[\w/-]*)?$/.test(wish) ? wish : '/desk';
}

/** The proxy next to us appends whom it saw; what stands before that anybody may have written. */
function addressOf(req: Request, trustProxy: boolean): string {
  const forwarded = trustProxy ? [req.headers['x-forwarded-for'] ?? ''].flat().join(',') : '';
  const nearest = forwarded.split(',').at(-1)?.trim() ?? '';
  return nearest === '' ? (req.socket.remoteAddress ?? 'unknown') : nearest;
}
