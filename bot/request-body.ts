import type { IncomingMessage } from 'node:http';
import { parse as parseForm } from 'node:querystring';

import type { Request } from 'restify';

import { Failure } from './failure.ts';

/** What Direct Line itself allows for one activity; forms and account data are far below. */
const MAX_BODY_BYTES = 256 * 1024;

const rawBodies = new WeakMap<IncomingMessage, Buffer>();

/** A body that was read into `req.body`, byte by byte as it came: what a signature is about. */
export function rawBodyOf(req: IncomingMessage): Buffer {
  return rawBodies.get(req) ?? Buffer.alloc(0);
}

/**
 * Reads JSON into `req.body` and forms into a plain object (a repeated field is an array).
 * Everything else, uploads above all, is left unread for the route that streams it.
 */
export async function readBody(req: Request): Promise<void> {
  const type = mediaType(req);
  const isJson = type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);
  if (!isJson && type !== 'application/x-www-form-urlencoded') return;
  if (req.headers['content-encoding'] !== undefined) {
    throw Object.assign(new Error('content encoding not accepted'), { statusCode: 415 });
  }
  const bytes = await readBytes(req);
  rawBodies.set(req, bytes);
  const text = bytes.toString('utf8');
  if (!isJson) {
    req.body = { ...parseForm(text) };
  } else if (text !== '') {
    try {
      req.body = JSON.parse(text) as unknown;
    } catch {
      // The parser's own message quotes what was sent, which may be personal.
      throw new Failure('bad_request', 'the body is not valid JSON');
    }
  }
}

function mediaType(req: IncomingMessage): string {
  return (req.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const tooLarge = new Failure('too_large', `a body of more than ${MAX_BODY_BYTES} bytes`);
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
