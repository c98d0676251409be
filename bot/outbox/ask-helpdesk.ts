import type { z } from 'zod';

import { Failure } from '../failure.ts';
import { HopelessJob, PutOffJob } from '../storage/jobs.ts';

export interface HelpdeskRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | FormData;
  /** Statuses beside 2xx that the caller has an answer to. */
  readonly alsoFine?: readonly number[];
  /** Ends when nothing more may be sent. */
  readonly signal?: AbortSignal;
}

export interface HelpdeskAnswer {
  readonly status: number;
  /** Undefined when it is not JSON. */
  readonly json: unknown;
}

const ANSWER_WITHIN_MS = 30_000;
/** What changes something there is worth a longer wait: to hear how it ended is better than to have to look. */
const CHANGE_WITHIN_MS = 120_000;
/** A helpdesk that asks to be left alone for longer is asked again then. */
const LONGEST_PUT_OFF_MS = 6 * 60 * 60 * 1000;
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;
/** Their fault, or nobody's: another try may help. */
const PASSING = new Set([408, 409, 423, 425, 429]);

/** By a proxy, of a helpdesk behind it that may still be working. */
const IN_DOUBT = new Set([408, 502, 504]);
/** It never left. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A change was sent, and nobody knows whether it was or will be done. */
export class ChangeInDoubt extends Error {
  override readonly name = 'ChangeInDoubt';
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`A helpdesk may still be working on it: ${code}`, options);
    this.code = code;
  }
}

export type AskHelpdesk = (request: HelpdeskRequest) => Promise<HelpdeskAnswer>;

/**
 * Sends one request to a helpdesk and tells what its answer means for the delivery: answers that can pass (5xx, 429
 * and a few more) are thrown as a Failure or, with Retry-After, as a PutOffJob; every other refusal, 410 above all, as a
 * HopelessJob. A change of which it is not known whether it arrived is a ChangeInDoubt. Redirects are not followed: they would carry personal data to where nobody configured it.
 */
export function createAskHelpdesk(deps: { now: () => Date; answerWithinMs?: number }): AskHelpdesk {
  const { now, answerWithinMs } = deps;
  return async ({ method, url, headers, body, alsoFine = [], signal: held }) => {
    if (held?.aborted)
      throw new Failure('helpdesk_unreachable', 'Another process may have taken over the delivery.');
    const changes = method !== 'GET';
    const withinMs = answerWithinMs ?? (changes ? CHANGE_WITHIN_MS : ANSWER_WITHIN_MS);
    const signal = AbortSignal.any([AbortSignal.timeout(withinMs), ...(held ? [held] : [])]);
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof FormData ? body : new Uint8Array(body),
      }),
    }).catch((cause: unknown) => {
      if (changes && !NOT_SENT.has(reasonOf(cause)))
        throw new ChangeInDoubt('helpdesk_unreachable', { cause });
      throw new Failure('helpdesk_unreachable', `A helpdesk did not answer (${reasonOf(cause)}).`, { cause });
    });
    const text = await readText(response);
    const { status } = response;
    if (!response.ok && !alsoFine.includes(status)) {
      const code = `http_${status}`;
      if (changes && IN_DOUBT.has(status)) throw new ChangeInDoubt(code);
      if (status < 500 && !PASSING.has(status)) throw new HopelessJob(code);
      const afterMs = putOffMs(response.headers.get('retry-after'), now());
      if (afterMs !== undefined) throw new PutOffJob(code, Math.min(afterMs, LONGEST_PUT_OFF_MS));
      throw new PutOffJob(code, 0);
    }
    return { status, json: parseJson(text) };
  };
}

/** An answer as its documentation promises it. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Failure('helpdesk_unreachable', 'A helpdesk answered in a way that is not in its documentation.');
}

/** RFC 9110: seconds, or a date. */
function putOffMs(retryAfter: string | null, now: Date): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (!response.body) return '';
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.length;
      if (bytes > MOST_ANSWER_BYTES) {
        await reader.cancel();
        break;
      }
      chunks.push(part.value);
    }
  } catch (cause) {
    throw new Failure('helpdesk_unreachable', `A helpdesk's answer broke off (${reasonOf(cause)}).`, {
      cause,
    });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A code, never words: an address may be in those. */
function reasonOf(error: unknown): string {
  const { name, code, cause } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    cause?: { code?: unknown };
  };
  if (name === 'TimeoutError') return 'too slow';
  const found = cause?.code ?? code ?? name;
  return typeof found === 'string' ? found : 'no answer';
}
