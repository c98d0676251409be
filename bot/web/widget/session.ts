import { noteServerTime } from './server-clock.ts';

/** Who talks in which conversation. `token` is a Direct Line token with hours of life. */
export interface Session {
  readonly conversationId: string;
  readonly token: string;
}

export interface SessionWish {
  /** Goes on with this one, else with the newest. */
  readonly conversationId?: string;
  readonly fresh?: boolean;
}

/** Nobody vouches for the user: they have to sign in on the page around. Trying again will not help. */
export class SignedOut extends Error {}

/** The server answered, and this is its status. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

/** `customerToken`: asks the page around who its user is; undefined in demo mode, where a cookie says it. */
export async function openSession(
  wish: SessionWish,
  customerToken: (() => Promise<string | undefined>) | undefined,
): Promise<Session> {
  const token = await customerToken?.();
  if (customerToken && !token) throw new SignedOut();
  const answer = await fetch('/v3/directline/tokens/generate', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(wish),
  });
  noteServerTime(answer.headers.get('date'));
  if (answer.ok) return (await answer.json()) as Session;
  // A conversation that is gone or another customer's: whoever signed in now has their own.
  if ([403, 404].includes(answer.status) && wish.conversationId) return openSession({}, customerToken);
  if (customerToken && [401, 403].includes(answer.status)) throw new SignedOut();
  throw new Refused(answer.status);
}
