// A real IMAP server (RFC 3501) with one mailbox.
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

import hoodiecrow from 'hoodiecrow-imap';

export interface ImapServer {
  /** What HELPDESK_IMAP_URL is to be. */
  readonly url: string;
  /** A mail comes into the mailbox. */
  arrives(mail: Buffer): void;
  unread(): number;
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function openImap(): Promise<ImapServer> {
  const imap = hoodiecrow({
    plugins: ['ID', 'UIDPLUS', 'LITERALPLUS'],
    users: { reader: { password: 'pass word' } },
    storage: { INBOX: { messages: [] } },
  });
  const sockets = new Set<Socket>();
  imap.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  let port = 0;

  async function up(): Promise<void> {
    imap.server.listen(port, '127.0.0.1');
    await once(imap.server, 'listening');
    port = (imap.server.address() as AddressInfo).port;
  }

  async function down(): Promise<void> {
    const closed = new Promise<void>((resolve) => imap.server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await up();
  return {
    url: `imap://reader:${encodeURIComponent('pass word')}@127.0.0.1:${port}/INBOX`,
    arrives: (mail) => imap.appendMessage('INBOX', [], false, mail.toString('binary')),
    unread: () => imap.getMailbox('INBOX').messages.filter(({ flags }) => !flags.includes('\\Seen')).length,
    ...{ up, down, close: down },
  };
}
