import * as client from 'openid-client';

import type { Config } from '../../config.ts';
import { Failure } from '../../failure.ts';
import type { Log } from '../../log.ts';
import type { Identity } from '../../people/identities.ts';
import type { Role } from '../../people/roles.ts';
import { readClaims } from './read-claims.ts';

type Settings = NonNullable<Config['agents']['singleSignOn']>;

const TIMEOUT_S = 10;

/** What has to be remembered between the way to the provider and the way back. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type Vouched =
  | { readonly kind: 'vouched'; readonly identity: Identity; readonly role: Role | undefined }
  | { readonly kind: 'refused'; readonly why: 'provider_refused' | 'other_domain' };

function authenticationBy(clientAuth: Settings['clientAuth']): client.ClientAuth {
  switch (clientAuth.method) {
    case 'client_secret_post':
      return client.ClientSecretPost(clientAuth.secret);
    case 'client_secret_basic':
      return client.ClientSecretBasic(clientAuth.secret);
    case 'none':
      return client.None();
  }
}

/** Sign-in at an identity provider: OpenID Connect, authorization code with PKCE, state and nonce. */
export interface SingleSignOn {
  /** As people know the provider. */
  readonly name: string;
  /** Whether the provider's claims give people their roles. */
  readonly claimsDecide: boolean;
  /** Where to send the browser. Throws Failure('provider_unavailable'). */
  begin(callback: string): Promise<{ readonly address: string; readonly flow: Flow }>;
  /** What became of it; `address` is the whole address that the provider sent the browser back to. */
  finish(address: URL, flow: Flow): Promise<Vouched>;
}

export function createSingleSignOn(settings: Settings, log: Log): SingleSignOn {
  let discovered: Promise<client.Configuration> | undefined;

  /** Asked for once; when the provider was away, the next who wants in asks again. */
  async function discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientAuth } = settings;
    const isLocal = issuer.startsWith('http:');
    discovered ??= client.discovery(new URL(issuer), clientId, undefined, authenticationBy(clientAuth), {
      timeout: TIMEOUT_S,
      // config.ts allows plain http on this very machine only.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out
      ...(isLocal && { execute: [client.allowInsecureRequests] }),
    });
    try {
      return await discovered;
    } catch (cause) {
      discovered = undefined;
      throw new Failure('provider_unavailable', 'The identity provider cannot be reached.', { cause });
    }
  }

  async function claimsOf(
    configuration: client.Configuration,
    tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>,
  ): Promise<client.IDToken | undefined> {
    const idToken = tokens.claims();
    if (!idToken || configuration.serverMetadata().userinfo_endpoint === undefined) return idToken;
    // Many providers tell groups and mail addresses only there. What is signed counts more.
    const told = await client.fetchUserInfo(configuration, tokens.access_token, idToken.sub);
    return { ...told, ...idToken };
  }

  return {
    name: settings.name,
    claimsDecide: settings.roles !== undefined,

    async begin(callback) {
      const configuration = await discover();
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(configuration, {
        redirect_uri: callback,
        scope: settings.scope,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, flow };
    },

    async finish(address, { state, nonce, verifier }) {
      const configuration = await discover();
      try {
        const tokens = await client.authorizationCodeGrant(configuration, address, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const claims = await claimsOf(configuration, tokens);
        if (!claims) return { kind: 'refused', why: 'provider_refused' };
        const verdict = readClaims(claims, settings);
        if (verdict.kind === 'other_domain') return { kind: 'refused', why: 'other_domain' };
        const { name, login, role } = verdict;
        return { kind: 'vouched', identity: { issuer: claims.iss, subject: claims.sub, name, login }, role };
      } catch (error) {
        // Codes only: descriptions may quote what was sent.
        const { name, code } = error as { name?: string; code?: string };
        log.warn({ name, code }, 'the identity provider did not vouch for somebody');
        return { kind: 'refused', why: 'provider_refused' };
      }
    },
  };
}
