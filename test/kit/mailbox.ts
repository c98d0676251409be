import type { AddressInfo } from 'node:net';

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { until } from './until.ts';

export interface Mailbox {
  /** What SMTP_URL is to be. */
  readonly url: string;
  readonly mails: readonly ParsedMail[];
  /** Waits for a mail whose subject or text matches. */
  receives(pattern: RegExp): Promise<ParsedMail>;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it is given. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    receives: (pattern) =>
      until(`a mail like ${pattern}`, () =>
        mails.find((mail) => pattern.test(mail.subject ?? '') || pattern.test(mail.text ?? '')),
      ),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
