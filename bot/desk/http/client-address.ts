import type { Request } from 'restify';

/** The proxy next to us appends whom it saw; what stands before that anybody may have written. */
export function addressOf(req: Request, trustProxy: boolean): string {
  const forwarded = trustProxy ? [req.headers['x-forwarded-for'] ?? ''].flat().join(',') : '';
  const nearest = forwarded.split(',').at(-1)?.trim() ?? '';
  return nearest === '' ? (req.socket.remoteAddress ?? 'unknown') : nearest;
}
