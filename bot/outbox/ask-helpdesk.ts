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
}

export interface HelpdeskAnswer {
  readonly status: number;
  /** Undefined when it is not JSON. */
  readonly json: unknown;
}

const ANSWER_WITHIN_MS = 30_000;
/** A helpdesk that asks to be left alone for longer is asked again then. */
const LONGEST_PUT_OFF_MS = 6 * 60 * 60 * 1000;
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;
/** Their fault, or nobody's: another try may help. */
const PASSING = new Set([408, 409, 423, 425, 429]);

export type AskHelpdesk = (request: HelpdeskRequest) => Promise<HelpdeskAnswer>;

/**
 * Sends one request to a helpdesk and tells what its answer means for the delivery: answers that can pass (5xx, 429
 * and a few more) are thrown as a Failure or, with Retry-After, as a PutOffJob; every other refusal, 410 above all, as a
 * HopelessJob. Redirects are not followed: they would carry personal data to where nobody configured it.
 */
export function createAskHelpdesk(deps: { now: () => Date; answerWithinMs?: number }): AskHelpdesk {
  const { now, answerWithinMs = ANSWER_WITHIN_MS } = deps;
  return async ({ method, url, headers, body, alsoFine = [] }) => {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof FormData ? body : new Uint8Array(body),
      }),
    }).catch((cause: unknown) => {
      throw new Failure('helpdesk_unreachable', `A helpdesk did not answer (${reasonOf(cause)}).`, { cause });
    });
    const text = await readText(response);
    const { status } = response;
    if (!response.ok && !alsoFine.includes(status)) {
      const code = `http_${status}`;
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
