import type { Request, Response } from 'restify';

import { Failure, type FailureCode } from '../failure.ts';
import type { Agent } from '../people/agents.ts';
import { SESSION_MS } from '../people/sessions.ts';
import { createToken } from '../people/token.ts';
import type { DeskParts } from './desk.ts';
import { createCookie } from './http/cookies.ts';
import { readForm, refuseOtherSites, type Form } from './http/form.ts';
import { redirect, sendPage } from './http/page.tsx';
import type { Viewer } from './views/layout.tsx';
import { MessagePage } from './views/message-page.tsx';

/** A request of a signed-in agent. */
export interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly agent: Agent;
  readonly viewer: Viewer;
  readonly token: string;
  readonly query: URLSearchParams;
}

export interface FormVisit extends Visit {
  readonly form: Form;
}

/** A request of somebody who is not signed in, or not yet. */
export interface Stranger {
  readonly req: Request;
  readonly res: Response;
  readonly query: URLSearchParams;
  /** Of this browser's visit: what a form must carry before there is a session. */
  readonly formToken: string;
  readonly session: { readonly token: string; readonly agent: Agent } | undefined;
}

type Handler = (req: Request, res: Response) => Promise<void>;

/** Says who is there before anything is shown, and turns whatever goes wrong into a page with a next step. */
export interface Guard {
  page(show: (visit: Visit) => Promise<void>): Handler;
  form(act: (visit: FormVisit) => Promise<void>): Handler;
  /** For what a page loads by itself: without a session 401 and nothing else. */
  part(send: (visit: Visit) => Promise<void>): Handler;
  open(show: (stranger: Stranger) => Promise<void>): Handler;
  openForm(act: (stranger: Stranger & { readonly form: Form }) => Promise<void>): Handler;
  signIn(res: Response, token: string): void;
  signOut(res: Response): void;
}

const LIVE = 'x-desk-live';

export function createGuard(parts: Pick<DeskParts, 'people' | 'config' | 'log'>): Guard {
  const { sessions } = parts.people;
  const isHttps = parts.config.http.publicUrl?.startsWith('https:') ?? false;
  const sessionCookie = createCookie('desk', isHttps);
  const visitCookie = createCookie('desk-visit', isHttps);

  async function sessionOf(req: Request): Promise<Stranger['session']> {
    const token = sessionCookie.read(req);
    const session = token && (await sessions.find(token, { watching: req.headers[LIVE] !== undefined }));
    return session ? { token, agent: session.agent } : undefined;
  }

  const queryOf = (req: Request): URLSearchParams => new URLSearchParams(req.getQuery());

  async function visitOf(req: Request, res: Response): Promise<Visit | undefined> {
    const session = await sessionOf(req);
    if (!session) return undefined;
    const { agent, token } = session;
    const viewer = { agentId: agent.id, name: agent.name, formToken: sessions.formToken(token) };
    return { req, res, agent, viewer, token, query: queryOf(req) };
  }

  function checkForm(req: Request, secret: string): Form {
    refuseOtherSites(req);
    const form = readForm(req);
    if (!sessions.isFormToken(secret, form.text('form'))) {
      throw new Failure('forbidden', 'a form came without the token of its session');
    }
    return form;
  }

  function strangerOf(
    req: Request,
    res: Response,
    session: Stranger['session'],
  ): Stranger & { secret: string } {
    let secret = visitCookie.read(req);
    if (secret === undefined) {
      secret = createToken();
      visitCookie.write(res, secret);
    }
    return { req, res, query: queryOf(req), formToken: sessions.formToken(secret), secret, session };
  }

  /** Runs a handler; what it throws becomes a page. */
  const guarded =
    (handle: (req: Request, res: Response) => Promise<void>): Handler =>
    async (req, res) => {
      try {
        await handle(req, res);
      } catch (error) {
        if (res.headersSent) {
          res.destroy();
          return;
        }
        const viewer = (await visitOf(req, res).catch(() => undefined))?.viewer;
        sendFailure(req, res, error, viewer);
      }
    };

  function sendFailure(req: Request, res: Response, error: unknown, viewer: Viewer | undefined): void {
    const known = error instanceof Failure ? WORDS[error.code] : undefined;
    const { status, title, text } = known ?? BROKEN;
    if (!known) {
      const name = error instanceof Error ? error.name : typeof error;
      const code = error instanceof Failure ? error.code : undefined;
      parts.log.error({ request: req.id(), name, code, at: framesOf(error) }, 'a page of the desk failed');
    }
    const next = viewer ? { to: '/desk', text: 'To the queue' } : { to: '/desk/sign-in', text: 'Sign in' };
    sendPage(
      res,
      <MessagePage
        title={title}
        text={text}
        next={next}
        viewer={viewer}
        {...(!known && { requestId: req.id() })}
      />,
      status,
    );
  }

  return {
    page: (show) =>
      guarded(async (req, res) => {
        const visit = await visitOf(req, res);
        if (visit) await show(visit);
        else redirect(res, `/desk/sign-in?next=${encodeURIComponent(req.url ?? '/desk')}`);
      }),

    form: (act) =>
      guarded(async (req, res) => {
        const visit = await visitOf(req, res);
        // What was written is lost with the session, but a form can be sent again with the back button.
        if (!visit) throw new Failure('unauthorized', 'a form came without a session');
        await act({ ...visit, form: checkForm(req, visit.token) });
      }),

    part: (send) =>
      guarded(async (req, res) => {
        const visit = await visitOf(req, res);
        if (visit) {
          await send(visit);
          return;
        }
        res.writeHead(401, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
        res.end('Please sign in.');
      }),

    open: (show) => guarded(async (req, res) => show(strangerOf(req, res, await sessionOf(req)))),

    openForm: (act) =>
      guarded(async (req, res) => {
        const stranger = strangerOf(req, res, await sessionOf(req));
        await act({ ...stranger, form: checkForm(req, stranger.secret) });
      }),

    signIn(res, token) {
      sessionCookie.write(res, token, SESSION_MS / 1000);
      visitCookie.clear(res);
    },

    signOut: (res) => sessionCookie.clear(res),
  };
}

interface FailureWords {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

const BROKEN: FailureWords = {
  status: 500,
  title: 'Something broke on our side',
  text: 'Nothing was changed unless you see it changed. Please go back and try again; if it stays like this, give the number below to whoever runs this server.',
};

const WORDS: Readonly<Partial<Record<FailureCode, FailureWords>>> = {
  unauthorized: {
    status: 401,
    title: 'You are signed out',
    text: 'Your session has ended. Sign in again, then go back in your browser: what you wrote should still stand there.',
  },
  forbidden: {
    status: 403,
    title: 'This form cannot be used any more',
    text: 'It belongs to an earlier session or did not come from this desk. Nothing was changed. Open the page again and repeat it there.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    text: 'The number or reference may be mistyped, or what it named is not kept any more. Use the search field on top or the queue.',
  },
  bad_request: {
    status: 400,
    title: 'That form was not complete',
    text: 'Nothing was changed. Go back and try once more.',
  },
  conflict: {
    status: 409,
    title: 'That cannot be done',
    text: 'Things have changed since you opened the page. Nothing was changed by you; open it again to see how they stand.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    text: 'Nothing was changed. Try again in a moment.',
  },
};

/** Where it broke, never what was in it. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
}
