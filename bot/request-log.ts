import type { Request, Response, Server } from 'restify';

import { describeError } from './describe-error.ts';
import type { Log } from './log.ts';

/** One line per request: which route, how it ended, how long. Never an address, a parameter or a header. */
export function logRequests(server: Server, log: Log): void {
  server.on(
    'after',
    (req: Request, res: Response, route: { spec: { path: unknown } } | undefined, error: unknown) => {
      const line = {
        request: req.id(),
        method: req.method,
        route: typeof route?.spec.path === 'string' ? route.spec.path : 'none',
        status: res.statusCode,
        ms: Math.round(performance.now() - startOf(req)),
      };
      if (res.statusCode >= 500) log.error({ ...line, error: describeError(error) }, 'request failed');
      else if (res.statusCode === 444) log.info(line, 'client went away');
      else if (line.route.startsWith('/widget/') || line.route.endsWith('z')) log.debug(line, 'request');
      else log.info(line, 'request');
    },
  );
}

const starts = new WeakMap<object, number>();

export function noteStart(req: object): void {
  starts.set(req, performance.now());
}

function startOf(req: object): number {
  return starts.get(req) ?? performance.now();
}
