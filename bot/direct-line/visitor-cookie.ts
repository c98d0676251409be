import { createHmac, timingSafeEqual } from 'node:crypto';

const NAME = 'vg_visitor';
const LIFE_SECONDS = 30 * 24 * 60 * 60;

/** Demo mode: who comes back with the same browser is the same customer. */
export interface VisitorCookie {
  /** The customer id in a request's Cookie header, when we signed it and it has not expired. */
  read(cookieHeader: string | undefined): string | undefined;
  /** A Set-Cookie value, good for 30 days from now. */
  write(customerId: string, secure: boolean): string;
}

export function createVisitorCookie(key: Buffer, now: () => Date): VisitorCookie {
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    read(cookieHeader) {
      const value = cookieHeader
        ?.split(';')
        .map((pair) => pair.trim())
        .find((pair) => pair.startsWith(`${NAME}=`))
        ?.slice(NAME.length + 1);
      const [customerId, expires, signature] = value?.split('.') ?? [];
      if (!customerId || !expires || !signature) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const right = sign(`${customerId}.${expires}`);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      return Number(expires) * 1000 > now().getTime() ? customerId : undefined;
    },
    write(customerId, secure) {
      const content = `${customerId}.${Math.floor(now().getTime() / 1000) + LIFE_SECONDS}`;
      const value = `${content}.${sign(content).toString('base64url')}`;
      const attributes = `Path=/; Max-Age=${LIFE_SECONDS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
      return `${NAME}=${value}; ${attributes}`;
    },
  };
}
