import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import type { Request, Response, Server } from 'restify';

const own = (name: string): URL => new URL(`../assets/${name}`, import.meta.url);
/** Compiled from bot/web/desk: beside this code once built, in dist/ for a run from the source tree. Pages work without. */
function script(name: string): URL {
  const built = new URL(`../../web/desk/${name}`, import.meta.url);
  return existsSync(built) ? built : new URL(`../../../dist/bot/web/desk/${name}`, import.meta.url);
}
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const FILES = {
  'accounts.css': { at: own('accounts.css'), type: 'text/css; charset=utf-8' },
  'desk.css': { at: own('desk.css'), type: 'text/css; charset=utf-8' },
  'icon.svg': { at: own('icon.svg'), type: 'image/svg+xml' },
  'desk.js': { at: script('desk.js'), type: JAVASCRIPT },
  'forms.js': { at: script('forms.js'), type: JAVASCRIPT },
  'live.js': { at: script('live.js'), type: JAVASCRIPT },
  'pictures.js': { at: script('pictures.js'), type: JAVASCRIPT },
  'recordings.js': { at: script('recordings.js'), type: JAVASCRIPT },
  'replies.js': { at: script('replies.js'), type: JAVASCRIPT },
  'shortcuts.js': { at: script('shortcuts.js'), type: JAVASCRIPT },
  'times.js': { at: script('times.js'), type: JAVASCRIPT },
  'typing.js': { at: script('typing.js'), type: JAVASCRIPT },
} as const;

interface Asset {
  readonly bytes: Buffer;
  readonly type: string;
  readonly version: string;
}

const assets = new Map<string, Asset>();
for (const [name, { at, type }] of Object.entries(FILES)) {
  if (!existsSync(at)) continue;
  const bytes = readFileSync(at);
  const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
  assets.set(name, { bytes, type, version });
}

/** The address of an asset: it changes with the content, so that browsers may keep it for ever. */
export function assetAddress(name: keyof typeof FILES): string {
  const asset = assets.get(name);
  return `/desk/assets/${name}${asset ? `?v=${asset.version}` : ''}`;
}

/** Not secret: the sign-in page needs them. */
export function serveAssets(server: Server): void {
  server.get('/desk/assets/:name', async (req: Request, res: Response) => {
    await Promise.resolve();
    const { name } = req.params as { name: string };
    const asset = assets.get(name);
    if (!asset) {
      res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      res.end('There is no such file.');
      return;
    }
    const current = new URLSearchParams(req.getQuery()).get('v') === asset.version;
    const tag = `"${asset.version}"`;
    if (req.headers['if-none-match'] === tag) {
      res.writeHead(304, { etag: tag });
      res.end();
      return;
    }
    res.writeHead(200, {
      'content-type': asset.type,
      'content-length': asset.bytes.length,
      etag: tag,
      'cache-control': current ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    res.end(asset.bytes);
  });
}
