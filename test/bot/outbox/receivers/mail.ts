// A mail server (RFC 5321) with a mailbox that keeps one copy for each Message-ID, as mailboxes and helpdesks do.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { tokensIn } from '../../../../bot/outbox/tokens.ts';
import type { Fault, ReceivedTicket, Receiver } from './receiver.ts';

export interface MailReceiver extends Receiver {
  /** Every copy that came, repeated ones too. */
  readonly copies: readonly ParsedMail[];
}

export async function openMailReceiver(): Promise<MailReceiver> {
  const copies: ParsedMail[] = [];
  const violations: string[] = [];
  const changes: number[] = [];
  const faults: Fault[] = [];
  let port = 0;
  let server: SMTPServer;

  const cutAll = () => {
    for (const connection of server.connections as unknown as Set<{ _socket: { destroy(): void } }>)
      connection._socket.destroy();
  };

  async function up(): Promise<void> {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        const take = async () => {
          const mail = await simpleParser(stream);
          changes.push(Date.now());
          const fault = faults.shift();
          await receiver.onChange?.();
          if (fault?.kind === 'hang') return;
          if (fault?.kind === 'refuse') {
            done(Object.assign(new Error('refused by the test'), { responseCode: fault.status }));
            return;
          }
          if (mail.messageId === undefined) violations.push('a mail without Message-ID');
          copies.push(mail);
          if (fault?.kind === 'lose_answer') cutAll();
          else done();
        };
        // Whoever was sending it was killed: that mail never was.
        take().catch(() => done(new Error('broken off')));
      },
    });
    server.on('error', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    port = (server.server.address() as AddressInfo).port;
  }

  async function down(): Promise<void> {
    cutAll();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  const receiver: MailReceiver = {
    get env() {
      return { SMTP_URL: `smtp://127.0.0.1:${port}`, HELPDESK_MAIL_TO: 'helpdesk@exchange.example' };
    },
    copies,
    violations,
    changes,
    fail: (...more) => void faults.push(...more),
    onChange: undefined,
    ...{ up, down, close: down },
    tickets(): ReceivedTicket[] {
      const mails = [...new Map(copies.map((mail) => [mail.messageId, mail])).values()];
      const tokenOf = (mail: ParsedMail) => tokensIn([mail.references ?? ''].flat().join(' '))[0] ?? '';
      return [...new Set(mails.map(tokenOf))].map((token) => {
        const own = mails.filter((mail) => tokenOf(mail) === token);
        return {
          token,
          texts: own.map(({ text }) => text ?? ''),
          files: own.flatMap(({ attachments }) =>
            attachments.map(({ filename, content }) => ({ name: filename ?? '', bytes: content })),
          ),
          state: /was solved at/.test(own.at(-1)?.text ?? '') ? 'solved' : 'open',
        };
      });
    },
  };
  await up();
  return receiver;
}
