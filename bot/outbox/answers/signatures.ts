import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { Failure } from '../../failure.ts';
import { signaturesOf } from '../helpdesks/webhook.ts';

/** A call of a helpdesk as it came: signatures are about its bytes. */
export interface SignedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly now: Date;
}

/** How old a call may be: clocks differ, and a call that was stored for longer is a replay. */
const TOLERANCE_MS = 5 * 60 * 1000;

function refuse(): never {
  throw new Failure('unauthorized', 'a call of a helpdesk is not signed, or not by it');
}

const headerOf = ({ headers }: SignedCall, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

function checkAge(at: number, now: Date, toleranceMs = TOLERANCE_MS): void {
  if (!(Math.abs(now.getTime() - at) <= toleranceMs)) {
    throw new Failure('unauthorized', 'a call of a helpdesk is too old');
  }
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** https://developer.zendesk.com/documentation/webhooks/verifying/: base64(HMAC-SHA256(timestamp + body)). */
export function checkZendesk(call: SignedCall, secret: string): void {
  const timestamp = headerOf(call, 'x-zendesk-webhook-signature-timestamp');
  const right = createHmac('sha256', secret).update(timestamp).update(call.body).digest('base64');
  if (!isSame(headerOf(call, 'x-zendesk-webhook-signature'), right)) refuse();
  checkAge(Date.parse(timestamp), call.now);
}

/**
 * https://admin-docs.zammad.org/en/latest/manage/webhook/payload.html: HMAC-SHA-1 of the body. There is no timestamp;
 * how old the call is stands in its content.
 */
export function checkZammad(call: SignedCall, secret: string): void {
  const right = `sha1=${createHmac('sha1', secret).update(call.body).digest('hex')}`;
  if (!isSame(headerOf(call, 'x-hub-signature'), right)) refuse();
}

/** Zammad tries a failed call again some minutes later, with the same content. */
const ZAMMAD_TOLERANCE_MS = 60 * 60 * 1000;

export function checkZammadAge(at: string, now: Date): void {
  checkAge(Date.parse(at), now, ZAMMAD_TOLERANCE_MS);
}

/** https://developers.chatwoot.com/api-reference/webhooks: sha256=HMAC-SHA256(timestamp.body), seconds since 1970. */
export function checkChatwoot(call: SignedCall, secret: string): void {
  const timestamp = headerOf(call, 'x-chatwoot-timestamp');
  const signed = createHmac('sha256', secret).update(`${timestamp}.`).update(call.body).digest('hex');
  if (!isSame(headerOf(call, 'x-chatwoot-signature'), `sha256=${signed}`)) refuse();
  checkAge(Number(timestamp) * 1000, call.now);
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. Gives the call's id. */
export function checkStandardWebhook(call: SignedCall, secrets: readonly Buffer[]): string {
  const id = headerOf(call, 'webhook-id');
  const timestamp = headerOf(call, 'webhook-timestamp');
  const right = signaturesOf(secrets, id, timestamp, call.body).split(' ');
  const given = headerOf(call, 'webhook-signature').split(' ');
  if (id === '' || !given.some((one) => right.some((other) => isSame(one, other)))) refuse();
  checkAge(Number(timestamp) * 1000, call.now);
  return id;
}
