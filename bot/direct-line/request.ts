import type { IncomingMessage } from 'node:http';

import type { Config } from '../config.ts';

type HttpConfig = Pick<Config['http'], 'publicUrl' | 'trustProxy'>;

export function bearerToken(req: IncomingMessage): string | undefined {
  return /^Bearer ([\w.~+/=-]+)$/i.exec(req.headers.authorization ?? '')?.[1];
}

/** Where the client reached us, without a trailing slash: as configured, else as the client says. */
export function originOf(req: IncomingMessage, http: HttpConfig): string {
  if (http.publicUrl !== undefined) return http.publicUrl;
  const forwarded = http.trustProxy ? firstOf(req.headers['x-forwarded-host']) : undefined;
  return `${isSecure(req, http) ? 'https' : 'http'}://${forwarded ?? req.headers.host ?? 'localhost'}`;
}

export function isSecure(req: IncomingMessage, http: HttpConfig): boolean {
  if (http.publicUrl !== undefined) return http.publicUrl.startsWith('https:');
  if (http.trustProxy && firstOf(req.headers['x-forwarded-proto']) === 'https') return true;
  return 'encrypted' in req.socket && req.socket.encrypted === true;
}

/** The address that limits are counted on. Behind our own proxy, the one it adds last. */
export function clientAddress(req: IncomingMessage, http: HttpConfig): string {
  const forwarded = http.trustProxy ? req.headers['x-forwarded-for'] : undefined;
  const last = [forwarded ?? []].flat().join(',').split(',').at(-1)?.trim();
  return last || (req.socket.remoteAddress ?? 'unknown');
}

const firstOf = (header: string | string[] | undefined): string | undefined =>
  [header ?? []].flat()[0]?.split(',', 1)[0]?.trim();
