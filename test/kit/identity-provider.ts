import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

/** What the provider knows of somebody, beside the subject. */
export interface Person {
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly groups?: readonly string[];
}

/** A real OpenID Connect provider on a port of its own; who signs in there is whoever types their subject. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Clients by how they prove themselves. */
  readonly clientIds: Readonly<Record<'client_secret_post' | 'client_secret_basic' | 'none', string>>;
  readonly clientId: string;
  readonly clientSecret: string;
  /** By subject; changes count from the next sign-in on. */
  readonly people: Map<string, Person>;
  /** Says where it may send people back to: known only once the desk listens. */
  serve(callback: string): Promise<void>;
  close(): Promise<void>;
}

export async function openIdentityProvider(): Promise<IdentityProvider> {
  let answer: RequestListener = (_req, res) => {
    res.writeHead(503).end();
  };
  const server: Server = createServer((req, res) => answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Another site than the desk's 127.0.0.1: cookies have to survive the way there and back.
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Person>();
  const [clientId, clientSecret] = ['veriguide-desk', 'a secret of the test and of nothing else'];
  const clientIds = {
    client_secret_post: clientId,
    client_secret_basic: 'veriguide-basic',
    none: 'veriguide-public',
  } as const;
  return {
    ...{ issuer, clientIds, clientId, clientSecret, people },
    async serve(callback) {
      const { privateKey } = await generateKeyPair('RS256', { extractable: true });
      const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' };
      const provider = new Provider(issuer, {
        clients: [
          ...(['client_secret_post', 'client_secret_basic'] as const).map((method) => ({
            ...{ client_id: clientIds[method], client_secret: clientSecret, redirect_uris: [callback] },
            token_endpoint_auth_method: method,
          })),
          {
            ...{ client_id: clientIds.none, redirect_uris: [callback] },
            token_endpoint_auth_method: 'none',
          },
        ],
        jwks: { keys: [key] },
        cookies: { keys: ['signs the cookies of the test'] },
        claims: {
          ...{ openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
        },
        pkce: { required: () => true },
        findAccount: (_context, subject) => ({
          accountId: subject,
          claims: () => ({ ...people.get(subject), sub: subject }),
        }),
      });
      const handle = provider.callback();
      answer = (req, res) => void handle(req, res);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Signs in at the provider as a browser without scripts would; gives the address that it sends the browser back to. */
export async function signInAtProvider(start: string, subject: string): Promise<string> {
  const jar = new Map<string, string>();
  const { origin } = new URL(start);
  const go = async (address: URL, fields?: Record<string, string>): Promise<string> => {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const to = response.headers.get('location');
    if (to !== null) {
      const next = new URL(to, address);
      return next.origin === origin ? go(next) : next.href;
    }
    const html = await response.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined) throw new Error(`The provider answered ${response.status} without a form`);
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1] ?? '';
    return go(new URL(action, address), { prompt, login: subject, password: 'any' });
  };
  return go(new URL(start));
}
