import { randomBytes } from 'node:crypto';

import { errors, jwtVerify } from 'jose';
import type { Request, Response } from 'restify';
import { z } from 'zod';

import type { Config } from '../config.ts';
import type { Customers } from '../customers/customers.ts';
import { Failure } from '../failure.ts';
import type { Vault } from '../storage/vault.ts';
import { bearerToken, isSecure } from './request.ts';
import { createVisitorCookie } from './visitor-cookie.ts';

/** What the exchange's server says about the person, beside the registered claims. */
const CustomerClaims = z.object({
  sub: z.string().min(1),
  name: z.string().optional(),
  email: z.email().optional(),
  registered_at: z.iso.datetime({ offset: true }).optional(),
  residence: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  verified: z.boolean().optional(),
});

export interface IdentityDeps {
  readonly vault: Vault;
  readonly customers: Pick<Customers, 'vouch'>;
  readonly now: () => Date;
  readonly config: Pick<Config, 'customers' | 'http'>;
}

/** Says which customer a request comes from. Throws Failure('unauthorized') when nobody vouches for them. */
export type Identify = (req: Request, res: Response) => Promise<string>;

export function createIdentify(deps: IdentityDeps): Identify {
  return deps.config.customers.mode === 'jwt'
    ? identifyByToken(deps, deps.config.customers)
    : identifyByCookie(deps);
}

function identifyByToken(
  { vault, customers, now }: IdentityDeps,
  { secret, issuer }: { secret: string; issuer: string | undefined },
): Identify {
  const key = new TextEncoder().encode(secret);
  return async (req) => {
    const token = bearerToken(req);
    if (token === undefined) throw new Failure('unauthorized', 'No customer token was given');
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      currentDate: now(),
      ...(issuer !== undefined && { issuer }),
    }).catch((error: unknown) => {
      if (error instanceof errors.JWTExpired) throw new Failure('expired', 'The customer token has expired');
      throw new Failure('unauthorized', 'The customer token is not valid');
    });
    const claims = CustomerClaims.safeParse(payload);
    if (!claims.success) {
      const fields = claims.error.issues.map((issue) => issue.path.join('.'));
      throw new Failure('unauthorized', `The customer token has unusable claims: ${fields.join(', ')}`);
    }
    const { sub, name, email, registered_at: registeredAt, residence, verified } = claims.data;
    // The exchange's own id may be an e-mail address: ours says nothing and stands in addresses and logs.
    const customerId = `dl_${vault.keyedHash(sub, 'customer id').subarray(0, 18).toString('base64url')}`;
    await customers.vouch(customerId, {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(registeredAt !== undefined && { registeredAt: new Date(registeredAt).toISOString() }),
      ...(residence !== undefined && { residence }),
      ...(verified !== undefined && { verified }),
    });
    return customerId;
  };
}

function identifyByCookie({ vault, customers, now, config }: IdentityDeps): Identify {
  const cookie = createVisitorCookie(vault.deriveKey('visitor cookie'), now);
  return async (req, res) => {
    const known = cookie.read(req.headers.cookie);
    const customerId = known ?? `dl_${randomBytes(18).toString('base64url')}`;
    if (known === undefined) await customers.vouch(customerId, {});
    res.setHeader('set-cookie', cookie.write(customerId, isSecure(req, config.http)));
    return customerId;
  };
}
