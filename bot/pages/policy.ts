import { randomBytes } from 'node:crypto';

import type { Request, Response } from 'restify';

export interface Policy {
  /** For every script and style of this one answer. */
  readonly nonce: string;
  apply(res: Response): void;
}

/** Who else may do what; beside it nothing is allowed that does not carry the nonce. */
interface PolicyParts {
  readonly style?: readonly string[];
  readonly connect?: readonly string[];
  readonly frame?: readonly string[];
  readonly media?: readonly string[];
  readonly image?: readonly string[];
  readonly ancestors?: readonly string[];
}

/** A strict content policy (nonces, no host lists for scripts), new for every answer. */
export function createPolicy(parts: PolicyParts): Policy {
  const nonce = randomBytes(16).toString('base64');
  const directives = {
    'default-src': ["'none'"],
    'script-src': [`'nonce-${nonce}'`],
    'style-src': [`'nonce-${nonce}'`, ...(parts.style ?? [])],
    'img-src': ["'self'", 'data:', ...(parts.image ?? [])],
    'media-src': ["'self'", ...(parts.media ?? [])],
    'connect-src': ["'self'", ...(parts.connect ?? [])],
    'frame-src': parts.frame ?? ["'none'"],
    'frame-ancestors': parts.ancestors ?? ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  const header = Object.entries(directives).map(([name, sources]) => `${name} ${sources.join(' ')}`);
  return {
    nonce,
    apply(res) {
      res.setHeader('content-security-policy', header.join('; '));
      res.setHeader('permissions-policy', 'camera=(self), microphone=(), geolocation=()');
      // It cannot name the sites that may embed; the policy above can, and outranks it everywhere it matters.
      if (parts.ancestors) res.removeHeader('x-frame-options');
    },
  };
}

/** The WebSocket addresses of this host: Safari before 15.4 does not count them among 'self'. */
export function ownSockets(req: Request): readonly string[] {
  const host = req.headers.host ?? '';
  return /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
}
