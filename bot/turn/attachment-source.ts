import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';

import type { Attachment } from 'botbuilder';

import { Failure } from '../failure.ts';
import { isLoopbackAddress, isLoopbackUrl } from './loopback.ts';

const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info';
const MOST_REDIRECTS = 3;

/** Addresses that lead into somebody's own network. */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv6');
}

export interface AttachmentSource {
  readonly url: string;
  readonly name: string;
  /** As the channel says it; what counts is the content. */
  readonly contentType: string;
}

export interface FetchRules {
  /** The channel's own address, which may always be asked. */
  readonly serviceUrl: string;
  /** Without an app id nothing but this machine may be asked. */
  readonly onlyLoopback: boolean;
  readonly signal: AbortSignal;
  readonly tokenForChannel: () => Promise<string | undefined>;
}

/** Where a channel's attachment has its bytes; undefined for cards and other things that are no file. */
export function attachmentSource(attachment: Attachment): AttachmentSource | undefined {
  const { contentType, contentUrl, name = 'file' } = attachment;
  if (contentType === TEAMS_FILE) {
    const { downloadUrl } = (attachment.content ?? {}) as { downloadUrl?: unknown };
    return typeof downloadUrl === 'string' ? { url: downloadUrl, name, contentType } : undefined;
  }
  return contentUrl ? { url: contentUrl, name, contentType } : undefined;
}

/** Opens the bytes. Throws Failure('forbidden') for an address that may not be asked, and for any answer but 200. */
export async function openSource(source: AttachmentSource, rules: FetchRules): Promise<Readable> {
  if (source.url.startsWith('data:')) return openDataUrl(source.url);
  let url = new URL(source.url);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const isChannel = sameOrigin(url, rules.serviceUrl);
    const isAllowed = isChannel || (rules.onlyLoopback ? isLoopbackUrl(url.href) : url.protocol === 'https:');
    if (!isAllowed) throw new Failure('forbidden', 'A file is at an address that we do not ask');
    const token = isChannel && hop === 0 ? await rules.tokenForChannel() : undefined;
    const isSafe = isChannel ? () => true : rules.onlyLoopback ? isLoopbackAddress : isPublicAddress;
    const response = await get(url, { isSafe, token, signal: rules.signal });
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.resume();
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined) break;
    url = new URL(headers.location, url);
  }
  throw new Failure('forbidden', 'The address of a file does not give it');
}

function openDataUrl(url: string): Readable {
  const [, base64] = /^data:[^,]*;base64,([\w+/=\s-]*)$/.exec(url) ?? [];
  if (base64 === undefined) throw new Failure('forbidden', 'A file inside an address is not readable');
  return Readable.from([Buffer.from(base64, 'base64')]);
}

interface GetOptions {
  readonly isSafe: (address: string) => boolean;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

function get(url: URL, { isSafe, token, signal }: GetOptions): Promise<IncomingMessage> {
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  // Node asks no resolver about an address that is one already.
  if (isIP(literal) !== 0 && !isSafe(literal)) {
    return Promise.reject(new Failure('forbidden', 'A file is at an address that we do not ask'));
  }
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        signal,
        lookup: lookupOnly(isSafe),
        agent: false,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}

/** Checks the very addresses that are connected to, so that a name cannot change its mind in between. */
function lookupOnly(isSafe: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const safe = (error ? [] : found).filter(({ address }) => isSafe(address));
      const [first] = safe;
      if (error) done(error, '', 0);
      else if (!first) done(new Failure('forbidden', 'A file is at an address that we do not ask'), '', 0);
      else if (options.all === true) done(null, safe);
      else done(null, first.address, first.family);
    });
  };
}

export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  // IPv4 inside IPv6 in its hexadecimal form is not worth understanding.
  if (family === 6 && /^(::ffff:|::)/i.test(plain)) return false;
  return family !== 0 && !PRIVATE.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

const sameOrigin = (url: URL, serviceUrl: string): boolean =>
  URL.canParse(serviceUrl) && new URL(serviceUrl).origin === url.origin;
