import { pipeline } from 'node:stream/promises';

import type { Request, Response, Server } from 'restify';

import { Failure } from '../failure.ts';
import { encodeFileName } from '../storage/file-name.ts';
import type { StoredUpload, Uploads } from '../storage/uploads.ts';
import { ATTACHMENTS_PATH, type AttachmentAddresses } from './attachment-address.ts';
import { wantedRange } from './byte-range.ts';

/** Pictures and recordings that browsers show without running anything in them. */
const SHOWN_INLINE = /^(image\/(jpeg|png|webp|gif)|video\/(mp4|webm))$/;

interface AttachmentDeps {
  readonly uploads: Pick<Uploads, 'find' | 'stream'>;
  readonly addresses: AttachmentAddresses;
}

/** Serves stored files under their signed addresses: shown in the chat, never executed, never cached by others. */
export function attachmentRoute(server: Server, { uploads, addresses }: AttachmentDeps): void {
  server.get(`${ATTACHMENTS_PATH}/:uploadId`, async (req: Request, res: Response) => {
    const { uploadId } = req.params as { uploadId: string };
    const query = new URLSearchParams(req.getQuery());
    const upload = /^[\w-]{1,100}$/.test(uploadId) ? await uploads.find(uploadId) : undefined;
    // The same answer as for a wrong signature: whoever guesses ids learns nothing.
    if (!upload) throw new Failure('expired', 'The address of a file leads nowhere');
    const secondsLeft = addresses.check(upload, query.get('e'), query.get('s'));
    await sendUpload(req, res, upload, secondsLeft, uploads);
  });
}

async function sendUpload(
  req: Request,
  res: Response,
  upload: StoredUpload,
  secondsLeft: number,
  uploads: Pick<Uploads, 'stream'>,
): Promise<void> {
  const inline = SHOWN_INLINE.test(upload.contentType);
  res.setHeader('content-type', inline ? upload.contentType : 'application/octet-stream');
  res.setHeader('content-disposition', `${inline ? 'inline' : 'attachment'}; ${fileName(upload.name)}`);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('content-security-policy', "sandbox; default-src 'none'");
  // The page that embeds the widget may be on another origin; the signature is what lets it in.
  res.setHeader('cross-origin-resource-policy', 'cross-origin');
  res.setHeader('cache-control', `private, max-age=${secondsLeft}, immutable`);
  res.setHeader('accept-ranges', 'bytes');
  const range = wantedRange(req.headers.range, upload.bytes);
  if (range === 'unsatisfiable') {
    res.setHeader('content-range', `bytes */${upload.bytes}`);
    res.writeHead(416);
    res.end();
    return;
  }
  if (range) res.setHeader('content-range', `bytes ${range.first}-${range.last}/${upload.bytes}`);
  res.setHeader('content-length', range ? range.last - range.first + 1 : upload.bytes);
  const source = await uploads.stream(upload.id, range);
  res.writeHead(range ? 206 : 200);
  try {
    await pipeline(source, res);
  } catch (error) {
    // Players stop a download whenever they have enough.
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** RFC 6266: an ASCII name for old clients, the real one for others. */
function fileName(name: string): string {
  const ascii = name.replace(/[^\w. -]/g, '_');
  return `filename="${ascii}"; filename*=UTF-8''${encodeFileName(name)}`;
}
