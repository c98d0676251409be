import { setTimeout as wait } from 'node:timers/promises';

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { Failure } from '../failure.ts';

/** A person's burst passes; what comes faster is slowed down before it is refused. */
const MESSAGES = { points: 20, duration: 20 };
const LONGEST_HOLD_MS = 5_000;
const MOST_HELD = 4;
/** Signs of typing and of reading; a client sends one in three seconds. */
const SIGNS = { points: 30, duration: 30 };
/** Pages that open and reload behind one address, a classroom included. */
const TOKENS = { points: 60, duration: 60 };
/** Requests with files behind one address: many times what verifications need, far below what fills a disk. */
const UPLOADS = { points: 200, duration: 60 * 60 };

export interface RateLimits {
  /** These two throw Failure('too_many_requests'). */
  token(address: string): Promise<void>;
  upload(address: string): Promise<void>;
  /** False where there are too many: then nobody is told. */
  sign(conversationId: string): Promise<boolean>;
  /**
   * A message over the limit is held back for a few seconds first, which a person does not notice. Only
   * then it is refused with Failure('bad_request'): Web Chat shows a 400 at once with a way to send the
   * message again, but a 429 as "sending" for 20 seconds.
   */
  message(conversationId: string): Promise<void>;
}

export function createRateLimits(): RateLimits {
  const tokens = new RateLimiterMemory(TOKENS);
  const uploads = new RateLimiterMemory(UPLOADS);
  const messages = new RateLimiterMemory(MESSAGES);
  const signs = new RateLimiterMemory(SIGNS);
  const held = new Map<string, number>();

  async function message(conversationId: string): Promise<void> {
    const waitMs = await overBy(messages, conversationId);
    if (waitMs === 0) return;
    const others = held.get(conversationId) ?? 0;
    if (others >= MOST_HELD) throw tooManyMessages();
    held.set(conversationId, others + 1);
    try {
      await wait(Math.min(waitMs, LONGEST_HOLD_MS));
    } finally {
      const left = (held.get(conversationId) ?? 1) - 1;
      if (left === 0) held.delete(conversationId);
      else held.set(conversationId, left);
    }
    if ((await overBy(messages, conversationId)) > 0) throw tooManyMessages();
  }

  const refuseOver = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
    if ((await overBy(limiter, key)) > 0) throw tooMany();
  };
  return {
    token: (address) => refuseOver(tokens, address),
    upload: (address) => refuseOver(uploads, address),
    sign: async (conversationId) => (await overBy(signs, conversationId)) === 0,
    message,
  };
}

/** Takes one point; 0 when there was one, else the milliseconds until there are more. */
async function overBy(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
    throw refused;
  }
}

const tooManyMessages = (): Failure => new Failure('bad_request', 'More messages than a person writes');

const tooMany = (): Failure => new Failure('too_many_requests', 'More requests than a person makes');
