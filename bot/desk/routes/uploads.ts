import { pipeline } from 'node:stream/promises';

import type { Response, Server } from 'restify';

import { Failure } from '../../failure.ts';
import type { DeskParts } from '../desk.ts';
import type { FileAddresses } from '../file-addresses.ts';
import type { Guard } from '../guard.tsx';
import { readRange } from '../http/range.ts';
import { encodeFileName } from '../../storage/file-name.ts';
import type { StoredUpload } from '../../storage/uploads.ts';

/** What browsers may show by themselves; everything else is only ever downloaded. */
const SHOWN = ['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'video/webm'];

const PDF = 'application/pdf';

/** A customer's file as an agent sees it: it may be anything, so it can do nothing and is kept nowhere. */
function headersOf(upload: Pick<StoredUpload, 'contentType' | 'name'>): Record<string, string | number> {
  const shown = SHOWN.includes(upload.contentType);
  return {
    'content-type': shown ? upload.contentType : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(upload.name)}`,
    'cache-control': 'private, no-store',
    'content-security-policy':
      "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };
}

export function serveUploads(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'uploads' | 'people' | 'redactedOf' | 'renderPage'>,
  addresses: FileAddresses,
): void {
  const { uploads, people, redactedOf, renderPage } = parts;

  function refuse(res: Response, status: number, words: string): void {
    res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    res.end(words);
  }

  server.get(
    '/desk/uploads/:id',
    guard.part('files.open', async ({ req, res, agent, token, query }) => {
      const { id } = req.params as { id: string };
      const form = addresses.check(token, id, query);
      if (!form) {
        refuse(res, 403, 'The address of this file has run out. Reload the page that shows it.');
        return;
      }
      const original = await uploads.find(id);
      const upload = original && form === 'covered' ? await redactedOf(id) : original;
      if (!upload) {
        const words = original
          ? 'This picture cannot be read, so what is personal on it cannot be covered. Ask the customer for another one.'
          : 'This file is not kept any more.';
        refuse(res, 404, words);
        return;
      }
      // Noted before a byte leaves: a look that nobody knows of must not happen.
      await people.accesses.note({ agentId: agent.id, what: 'upload', subject: id });
      const headers = { ...headersOf(upload), 'accept-ranges': 'bytes' };
      const range = readRange(req.headers.range, upload.bytes);
      if (range === 'outside') {
        res.writeHead(416, { ...headers, 'content-range': `bytes */${upload.bytes}` });
        res.end();
        return;
      }
      const content = await uploads.stream(upload.id, range);
      if (range) {
        res.writeHead(206, {
          ...headers,
          'content-range': `bytes ${range.first}-${range.last}/${upload.bytes}`,
          'content-length': range.last - range.first + 1,
        });
      } else res.writeHead(200, { ...headers, 'content-length': upload.bytes });
      await pipeline(content, res).catch((error: unknown) => {
        // Whoever watched went away: players do that all the time.
        if (!res.destroyed) throw error;
      });
    }),
  );

  // What a reviewer sees of a PDF is a picture that we draw: no program of it reaches their browser.
  server.get(
    '/desk/uploads/:id/pages/:page',
    guard.part('submissions.read', async ({ req, res, agent, token, query }) => {
      const { id, page } = req.params as { id: string; page: string };
      if (addresses.check(token, id, query) !== 'original') {
        refuse(res, 403, 'The address of this page has run out. Reload the page that shows it.');
        return;
      }
      const upload = await uploads.find(id);
      if (upload?.contentType !== PDF || !/^[1-9]\d{0,3}$/.test(page)) {
        refuse(res, 404, 'There is no such page.');
        return;
      }
      await people.accesses.note({ agentId: agent.id, what: 'upload', subject: id });
      const jpeg = await renderPage(id, Number(page)).catch((error: unknown) => {
        if (error instanceof Failure && error.code === 'worker_failed') return 'broken' as const;
        throw error;
      });
      if (jpeg === undefined) refuse(res, 404, 'There is no such page.');
      else if (jpeg === 'broken')
        refuse(res, 422, 'This page cannot be drawn. Ask the customer for a photo of it.');
      else {
        const picture = { contentType: 'image/jpeg', name: `${upload.name}-${page}.jpg` };
        res.writeHead(200, { ...headersOf(picture), 'content-length': jpeg.byteLength });
        res.end(Buffer.from(jpeg));
      }
    }),
  );
}
