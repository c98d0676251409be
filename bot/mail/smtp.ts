import { createTransport, type SendMailOptions } from 'nodemailer';

import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import { HopelessJob } from '../storage/jobs.ts';
import { judgeRefusal } from './refusal.ts';

/** For a job: throws HopelessJob when the server refuses this mail for good, Failure('mail_failed') when it may take it later. */
export type SendBySmtp = (letter: SendMailOptions) => Promise<void>;

const CONNECT_WITHIN_MS = 15_000;
const SILENCE_LIMIT_MS = 60_000;

export function createSmtp(url: string, log: Log): SendBySmtp {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENCE_LIMIT_MS,
  });
  return async (letter) => {
    try {
      await transport.sendMail(letter);
    } catch (cause) {
      const { isFinal, code } = judgeRefusal(cause);
      if (isFinal) throw new HopelessJob(code, { cause });
      log.warn({ code }, 'the mail server did not take a mail');
      throw new Failure('mail_failed', `The mail server did not take a mail (${code}).`, { cause });
    }
  };
}
