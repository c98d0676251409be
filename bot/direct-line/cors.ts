import type { Request, Response } from 'restify';

const A_DAY_SECONDS = 24 * 60 * 60;

/** Lets pages of the configured origins embed the widget. Our own page needs none of this. */
export function allowWidgetOrigins(origins: readonly string[]): (req: Request, res: Response) => void {
  return (req, res) => {
    if (origins.length === 0) return;
    res.setHeader('vary', 'origin');
    const { origin } = req.headers;
    if (origin === undefined || !origins.includes(origin)) return;
    res.setHeader('access-control-allow-origin', origin);
    res.setHeader('access-control-allow-credentials', 'true');
    res.setHeader('access-control-expose-headers', 'retry-after');
    if (req.method !== 'OPTIONS') return;
    res.setHeader('access-control-allow-methods', 'GET, POST');
    res.setHeader(
      'access-control-allow-headers',
      'authorization, content-type, x-ms-bot-agent, x-requested-with',
    );
    res.setHeader('access-control-max-age', A_DAY_SECONDS);
  };
}
