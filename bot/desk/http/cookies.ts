import type { Request, Response } from 'restify';

/** A cookie that scripts cannot read and that no other site's request carries. */
export interface Cookie {
  read(req: Request): string | undefined;
  /** Without `maxAgeS` it ends with the browser. */
  write(res: Response, value: string, maxAgeS?: number): void;
  clear(res: Response): void;
}

/**
 * Over https it is tied to this very host (`__Host-`); plain http is for one's own machine. `Lax` is for what has
 * to survive the way back from another site; everything else is `Strict`.
 */
export function createCookie(name: string, isHttps: boolean, sameSite: 'Strict' | 'Lax' = 'Strict'): Cookie {
  const fullName = isHttps ? `__Host-${name}` : name;
  const traits = `Path=/; HttpOnly; SameSite=${sameSite}${isHttps ? '; Secure' : ''}`;
  const set = (res: Response, text: string): void => {
    res.appendHeader('set-cookie', `${fullName}=${text}; ${traits}`);
  };
  return {
    read: (req) => new RegExp(`(?:^|;\\s*)${fullName}=([\\w-]+)`).exec(req.headers.cookie ?? '')?.[1],
    write: (res, value, maxAgeS) => set(res, maxAgeS === undefined ? value : `${value}; Max-Age=${maxAgeS}`),
    clear: (res) => set(res, '; Max-Age=0'),
  };
}
