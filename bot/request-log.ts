import type { Request, Response, Server } from 'restify';

import { Failure } from './failure.ts';
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

/**
 * Enough to find the line of code. The message of a foreign error may quote what a user
 * wrote (a database does), so only our own failures' messages are kept.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...(error instanceof Failure && { message: error.message }),
    at: error.stack
      ?.split('\n')
      .filter((frame) => /^\s+at /.test(frame))
      .slice(0, 8)
      .map((frame) => frame.trim()),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
