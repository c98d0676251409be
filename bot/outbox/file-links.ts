import { pipeline } from 'node:stream/promises';

import type { Request, Response, Server } from 'restify';

import { Failure } from '../failure.ts';
import { encodeFileName } from '../storage/file-name.ts';
import { createAddressSigner } from '../storage/signed-address.ts';
import type { Uploads } from '../storage/uploads.ts';

const FILES_PATH = '/helpdesks/files';
const GOOD_FOR_SECONDS = 30 * 24 * 60 * 60;
/** An address is the same for a day, so that a delivery that is sent again says the same. */
const WINDOW_SECONDS = 24 * 60 * 60;

export interface FileLinks {
  /** For a file that may leave: its covered copy, or itself. Works without a sign-in for 30 days. */
  of(copyId: string): string;
  route(server: Server): void;
}

/** Addresses of files that are too large to be sent along. */
export function createFileLinks(deps: {
  readonly key: Buffer;
  readonly publicUrl: string;
  readonly uploads: Pick<Uploads, 'find' | 'stream'>;
  readonly now: () => Date;
  /** Hears of each file that is fetched, before a byte leaves. */
  readonly onFetch: (copyId: string) => Promise<void>;
}): FileLinks {
  const { publicUrl, uploads, now, onFetch } = deps;
  const signer = createAddressSigner(deps.key, now);
  return {
    of(copyId) {
      const today = Math.floor(now().getTime() / 1000 / WINDOW_SECONDS) * WINDOW_SECONDS;
      return `${publicUrl}${FILES_PATH}/${copyId}?${signer.query([copyId], today + GOOD_FOR_SECONDS)}`;
    },
    route(server) {
      server.get(`${FILES_PATH}/:copyId`, async (req: Request, res: Response) => {
        const { copyId } = req.params as { copyId: string };
        const query = new URLSearchParams(req.getQuery());
        // Checked first: whoever guesses ids learns nothing.
        signer.check([copyId], query.get('e'), query.get('s'));
        const upload = await uploads.find(copyId);
        if (!upload) throw new Failure('not_found', 'A file that a helpdesk was sent is not kept any more');
        await onFetch(copyId);
        const source = await uploads.stream(copyId);
        res.writeHead(200, {
          'content-type': 'application/octet-stream',
          'content-length': upload.bytes,
          'content-disposition': `attachment; filename*=UTF-8''${encodeFileName(upload.name)}`,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'",
          'referrer-policy': 'no-referrer',
          'cache-control': 'private, no-store',
        });
        await pipeline(source, res).catch((error: unknown) => {
          // Whoever fetched it went away.
          if (!res.destroyed) throw error;
        });
      });
    },
  };
}
