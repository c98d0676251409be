import { pipeline } from 'node:stream/promises';

import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import { photoNotes } from '../reading/photo-notes.ts';
import type { Guard } from '../guard.tsx';
import { readRange } from '../http/range.ts';
import type { StoredUpload } from '../../storage/uploads.ts';

/** What browsers may show by themselves; everything else is only ever downloaded. */
const SHOWN = ['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'video/webm'];

/** A customer's file as an agent sees it: it may be anything, so it can do nothing and is kept nowhere. */
function headersOf(upload: StoredUpload): Record<string, string | number> {
  const shown = SHOWN.includes(upload.contentType);
  return {
    'content-type': shown ? upload.contentType : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(upload.name)}`,
    'cache-control': 'private, no-store',
    'content-security-policy':
      "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'accept-ranges': 'bytes',
  };
}

/** RFC 8187: what encodeURIComponent leaves alone but the header's grammar does not. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}

export function serveUploads(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'uploads' | 'people' | 'submissions' | 'redactedOf'>,
): void {
  const { uploads, people, submissions, redactedOf } = parts;

  /** Reviewers look at photos of a verification as they are; of other pictures agents see what is not personal. */
  async function shownOf(upload: StoredUpload): Promise<StoredUpload | undefined> {
    if (upload.kind !== 'image') return upload;
    const isOfVerification = photoNotes(await submissions.ofCustomer(upload.customerId)).has(upload.id);
    return isOfVerification ? upload : redactedOf(upload.id);
  }

  server.get(
    '/desk/uploads/:id',
    guard.part(async ({ req, res, agent }) => {
      const { id } = req.params as { id: string };
      const original = await uploads.find(id);
      const upload = original && (await shownOf(original));
      if (!upload) {
        res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
        res.end(
          original
            ? 'This picture cannot be read, so what is personal on it cannot be covered. Ask the customer for another one.'
            : 'This file is not kept any more.',
        );
        return;
      }
      // Noted before a byte leaves: a look that nobody knows of must not happen.
      await people.accesses.note({ agentId: agent.id, what: 'upload', subject: id });
      const headers = headersOf(upload);
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
}
