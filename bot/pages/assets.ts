import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import type { Request, Response } from 'restify';
import { z } from 'zod';

import { Failure } from '../failure.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Written by scripts/build/web.mjs: each asset's name, and its path with the hash of its content. */
const Manifest = z.strictObject({
  files: z.array(z.string()),
  names: z.strictObject({
    loader: z.string(),
    chat: z.string(),
    chatStyle: z.string(),
    webChat: z.string(),
    webChatLicence: z.string(),
    help: z.string(),
    helpStyle: z.string(),
  }),
});
type Manifest = z.infer<typeof Manifest>;

export interface Assets {
  readonly names: Manifest['names'];
  /** Undefined when there is no such file. */
  find(file: string): Asset | undefined;
  /** The modules that a script imports, directly or not: what stands in its folder. */
  beside(file: string): readonly string[];
}

/** A file as it was, and as it was compressed when it was built. */
export class Asset {
  readonly #type: string;
  readonly #bytes: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>;
  readonly #tag: string;

  constructor(type: string, bytes: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>) {
    this.#type = type;
    this.#bytes = bytes;
    this.#tag = createHash('sha256').update(bytes.identity).digest('base64url').slice(0, 16);
  }

  get text(): string {
    return this.#bytes.identity.toString('utf8');
  }

  send(req: Request, res: Response, cacheControl: string, vary = 'accept-encoding'): void {
    const encoding = bestEncoding(req.headers['accept-encoding'] ?? '');
    const tag = `"${this.#tag}-${encoding}"`;
    res.setHeader('etag', tag);
    res.setHeader('vary', vary);
    res.setHeader('cache-control', cacheControl);
    // Pages of other sites embed the widget.
    res.setHeader('cross-origin-resource-policy', 'cross-origin');
    if (req.headers['if-none-match'] === tag) {
      res.send(304);
      return;
    }
    const body = this.#bytes[encoding];
    res.setHeader('content-type', this.#type);
    res.setHeader('content-length', body.length);
    if (encoding !== 'identity') res.setHeader('content-encoding', encoding);
    res.sendRaw(200, body);
  }
}

/** Reads what the build wrote. Throws Failure('bad_config') when it was not built. */
export async function loadAssets(folder: string): Promise<Assets> {
  const manifest = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw new Failure('bad_config', `The web assets are missing in ${folder}: run "npm run build".`, {
      cause,
    });
  });
  const { files, names } = Manifest.parse(JSON.parse(manifest));
  const assets = new Map<string, Asset>();
  for (const file of files) {
    const [identity, br, gzip] = await Promise.all(
      ['', '.br', '.gz'].map((ending) => readFile(path.join(folder, `${file}${ending}`))),
    );
    if (!identity || !br || !gzip) continue;
    assets.set(
      file,
      new Asset(TYPES[path.extname(file)] ?? 'application/octet-stream', { identity, br, gzip }),
    );
  }
  return {
    names,
    find: (file) => assets.get(file),
    beside: (file) => files.filter((other) => other !== file && path.dirname(other) === path.dirname(file)),
  };
}

export function scriptAsset(text: string): Asset {
  const identity = Buffer.from(text);
  const bytes = { identity, br: brotliCompressSync(identity), gzip: gzipSync(identity) };
  return new Asset(TYPES['.js'] ?? '', bytes);
}

function bestEncoding(accepted: string): 'br' | 'gzip' | 'identity' {
  const wanted = accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*/))
    .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
    .map(([name]) => name);
  return wanted.includes('br') ? 'br' : wanted.includes('gzip') ? 'gzip' : 'identity';
}
