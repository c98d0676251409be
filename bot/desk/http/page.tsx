import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Response } from 'restify';

/** Nothing inline, nothing from elsewhere, nobody frames it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': PAGE_POLICY,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

/** Everything that comes from people is text to preact, never markup. */
export function sendPage(res: Response, page: VNode, status = 200): void {
  res.writeHead(status, PAGE_HEADERS);
  res.end(`<!doctype html>${renderToString(page)}`);
}

/** After a form: the next page is a GET, so that a reload sends nothing twice. */
export function redirect(res: Response, to: string): void {
  res.writeHead(303, { location: to, 'cache-control': 'no-store' });
  res.end();
}
