import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { Failure } from './failure.ts';

const PROBLEM_CODES = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'expired',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'too_many_requests',
  'internal',
  'database_unavailable',
  'worker_busy',
  'unavailable',
] as const;

type ProblemCode = (typeof PROBLEM_CODES)[number];

const Problem = z.strictObject({ status: z.int().min(400).max(599), title: z.string(), detail: z.string() });

/** A refusal as a client may see it (RFC 9457): nothing in it comes from the error itself. */
export interface Problem extends z.infer<typeof Problem> {
  readonly code: ProblemCode;
}

const PROBLEMS = z
  .record(z.enum(PROBLEM_CODES), Problem)
  .parse(parse(readFileSync(new URL('./problems.yaml', import.meta.url), 'utf8')));

export function problem(code: ProblemCode): Problem {
  return { code, ...PROBLEMS[code] };
}

/** What the client is told about an error of ours, of restify's router, or of anything else. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Failure) return problem(isProblemCode(error.code) ? error.code : 'internal');
  const status = statusOf(error);
  const known = PROBLEM_CODES.find((code) => PROBLEMS[code].status === status);
  if (known) return problem(known);
  return problem(status !== undefined && status >= 400 && status < 500 ? 'bad_request' : 'internal');
}

function isProblemCode(code: string): code is ProblemCode {
  return PROBLEM_CODES.some((known) => known === code);
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
