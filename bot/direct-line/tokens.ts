import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

import { Failure } from '../failure.ts';

/** A sleeping laptop keeps its chat over a working day; older tokens stay valid beside refreshed ones. */
export const CHAT_SECONDS = 8 * 60 * 60;
/** Stands in an address, so it lives just long enough to connect. */
const STREAM_SECONDS = 5 * 60;

const Claims = z.object({ user: z.string(), conversation: z.string(), use: z.enum(['chat', 'stream']) });

/** Whom a token lets in, and where. */
export interface Bearer {
  readonly customerId: string;
  readonly conversationId: string;
}

export interface Tokens {
  /** For the REST calls of one conversation. Clients decode it and read the claim `user`. */
  forChat(bearer: Bearer): Promise<string>;
  /** For the address of the WebSocket. */
  forStream(bearer: Bearer): Promise<string>;
  /** Throws Failure('expired'), also for a token that is not ours: clients ask for a new one on 403 only. */
  verify(token: string, use: 'chat' | 'stream'): Promise<Bearer>;
}

export function createTokens(key: Uint8Array, now: () => Date): Tokens {
  const sign = (
    { customerId, conversationId }: Bearer,
    use: 'chat' | 'stream',
    seconds: number,
  ): Promise<string> => {
    const issuedAt = Math.floor(now().getTime() / 1000);
    return new SignJWT({ user: customerId, conversation: conversationId, use })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(key);
  };
  return {
    forChat: (bearer) => sign(bearer, 'chat', CHAT_SECONDS),
    forStream: (bearer) => sign(bearer, 'stream', STREAM_SECONDS),
    verify: async (token, use) => {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], currentDate: now() }).catch(
        (error: unknown) => {
          const why = error instanceof errors.JWTExpired ? 'has expired' : 'is not one of ours';
          throw new Failure('expired', `The Direct Line token ${why}`);
        },
      );
      const claims = Claims.safeParse(payload);
      if (!claims.success || claims.data.use !== use) {
        throw new Failure('expired', 'The Direct Line token is for something else');
      }
      return { customerId: claims.data.user, conversationId: claims.data.conversation };
    },
  };
}
