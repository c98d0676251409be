import type { Request, Response } from 'restify';

import { Failure, type FailureCode } from '../failure.ts';
import type { Agent } from '../people/agent-rows.ts';
import { may, type Permission } from '../people/roles.ts';
import { SESSION_MS, type Session } from '../people/sessions.ts';
import type { SignInResult, Visitor } from '../people/sign-in.ts';
import { createToken } from '../people/token.ts';
import type { DeskParts } from './desk.ts';
import { addressOf } from './http/client-address.ts';
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
  readonly session: Session;
  /** A page that refreshes itself: nobody may be looking. */
  readonly watching: boolean;
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
  readonly session: (Session & { readonly token: string }) | undefined;
  /** What signing in needs to know of the browser. */
  readonly visitor: Visitor;
}

type Handler = (req: Request, res: Response) => Promise<void>;

/**
 * Says who is there and whether they may (people/roles.ts) before anything is looked up, and turns whatever goes
 * wrong into a page with a next step.
 */
export interface Guard {
  page(right: Permission, show: (visit: Visit) => Promise<void>): Handler;
  form(right: Permission, act: (visit: FormVisit) => Promise<void>): Handler;
  /** For what a page loads by itself: without a session 401, without the right 403, and nothing else. */
  part(right: Permission, send: (visit: Visit) => Promise<void>): Handler;
  open(show: (stranger: Stranger) => Promise<void>): Handler;
  openForm(act: (stranger: Stranger & { readonly form: Form }) => Promise<void>): Handler;
  signIn(res: Response, signedIn: Extract<SignInResult, { kind: 'signed_in' }>): void;
  signOut(res: Response): void;
}

const LIVE = 'x-desk-live';
const DEVICE_S = 180 * 24 * 60 * 60;
/** Where somebody who has to add a second factor is sent until they have. */
const ACCOUNT = '/desk/account';

export function createGuard(parts: Pick<DeskParts, 'people' | 'config' | 'log'>): Guard {
  const { sessions } = parts.people;
  const isHttps = parts.config.http.publicUrl?.startsWith('https:') ?? false;
  const sessionCookie = createCookie('desk', isHttps);
  const visitCookie = createCookie('desk-visit', isHttps);
  const deviceCookie = createCookie('desk-device', isHttps);

  async function sessionOf(req: Request): Promise<Stranger['session']> {
    const token = sessionCookie.read(req);
    const session = token && (await sessions.find(token, { watching: req.headers[LIVE] !== undefined }));
    return token && session ? { token, ...session } : undefined;
  }

  const queryOf = (req: Request): URLSearchParams => new URLSearchParams(req.getQuery());

  async function visitOf(req: Request, res: Response): Promise<Visit | undefined> {
    const session = await sessionOf(req);
    if (!session) return undefined;
    const { agent, token } = session;
    const { id: agentId, name, role } = agent;
    const viewer = { agentId, name, role, formToken: sessions.formToken(token) };
    const watching = req.headers[LIVE] !== undefined;
    return { req, res, agent, viewer, token, session, watching, query: queryOf(req) };
  }

  /** Until they have the second factor that is asked for, people may do nothing but add it. */
  const lacksSecondFactor = ({ agent, session }: Visit, right: Permission): boolean =>
    parts.config.agents.requireSecondFactor &&
    right !== 'desk.use' &&
    session.method !== 'single_sign_on' &&
    !agent.hasSecondFactor;

  function refuseWithoutRight({ agent }: Visit, right: Permission): void {
    if (!may(agent.role, right)) {
      throw new Failure('role_lacking', `the role ${agent.role} does not have the right ${right}`);
    }
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
    const visitor = {
      address: addressOf(req, parts.config.http.trustProxy),
      userAgent: req.headers['user-agent'] ?? '',
      device: deviceCookie.read(req),
      tokenBefore: session?.token,
    };
    return { req, res, query: queryOf(req), formToken: sessions.formToken(secret), secret, session, visitor };
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
    page: (right, show) =>
      guarded(async (req, res) => {
        const visit = await visitOf(req, res);
        if (!visit) redirect(res, `/desk/sign-in?next=${encodeURIComponent(req.url ?? '/desk')}`);
        else if (lacksSecondFactor(visit, right)) redirect(res, ACCOUNT);
        else {
          refuseWithoutRight(visit, right);
          await show(visit);
        }
      }),

    form: (right, act) =>
      guarded(async (req, res) => {
        const visit = await visitOf(req, res);
        // What was written is lost with the session, but a form can be sent again with the back button.
        if (!visit) throw new Failure('unauthorized', 'a form came without a session');
        const form = checkForm(req, visit.token);
        if (lacksSecondFactor(visit, right)) {
          redirect(res, ACCOUNT);
          return;
        }
        refuseWithoutRight(visit, right);
        await act({ ...visit, form });
      }),

    part: (right, send) =>
      guarded(async (req, res) => {
        const visit = await visitOf(req, res);
        if (visit && !lacksSecondFactor(visit, right) && may(visit.agent.role, right)) {
          await send(visit);
          return;
        }
        const [status, words] = visit ? [403, 'Your role does not allow this.'] : [401, 'Please sign in.'];
        res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
        res.end(words);
      }),

    open: (show) => guarded(async (req, res) => show(strangerOf(req, res, await sessionOf(req)))),

    openForm: (act) =>
      guarded(async (req, res) => {
        const stranger = strangerOf(req, res, await sessionOf(req));
        await act({ ...stranger, form: checkForm(req, stranger.secret) });
      }),

    signIn(res, { token, device }) {
      sessionCookie.write(res, token, SESSION_MS / 1000);
      deviceCookie.write(res, device, DEVICE_S);
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
  role_lacking: {
    status: 403,
    title: 'Your role does not allow this',
    text: 'Nothing was shown or changed. If you need it for your work, ask an admin of this desk to change your role.',
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
  provider_unavailable: {
    status: 503,
    title: 'The identity provider cannot be reached',
    text: 'Try again in a moment. If you have a login and password of this desk, they work meanwhile.',
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
