import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';

import { Failure } from '../../failure.ts';
import type { Log } from '../../log.ts';
import { errorCode } from '../../storage/error-code.ts';
import type { TicketTokens } from '../tokens.ts';
import { readMail, type MailAnswer } from './read-mail.ts';

/** The mailbox that answers come back to. */
export interface Mailbox {
  start(): void;
  stop(): Promise<void>;
}

const POLL_MS = 30_000;
const ANSWER_WITHIN_MS = 30_000;
/** More than the files that are taken, with what BASE64 adds. */
const MOST_MAIL_BYTES = 25 * 1024 * 1024;
const MOST_MAILS_A_LOOK = 100;

export interface MailboxParts {
  /** imaps://user:password@host:993/INBOX */
  readonly imapUrl: string;
  readonly from: readonly string[];
  readonly tokens: Pick<TicketTokens, 'numberOf'>;
  /** Durable when it resolves; the mail counts as read only then. */
  readonly keep: (answer: MailAnswer) => Promise<void>;
  readonly log: Log;
  /** A shorter one is for tests. */
  readonly pollMs?: number;
}

/**
 * Reads what is unread, and marks it as read once it is stored. A mail that cannot be stored now stays unread. The mailbox
 * should serve nothing else: other mails in it are marked as read too.
 */
export function createMailbox(parts: MailboxParts): Mailbox {
  const { log, pollMs = POLL_MS } = parts;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let stopped = false;

  function look(): void {
    looking = readUnread(parts)
      .catch((error: unknown) => {
        log.warn(
          { code: errorCode(error) || nameOf(error) },
          'the mailbox of helpdesk answers could not be read',
        );
      })
      .finally(() => {
        if (!stopped) timer = setTimeout(look, pollMs);
      });
  }

  return {
    start: look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

async function readUnread(parts: MailboxParts): Promise<void> {
  const { client, folder } = openClient(parts.imapUrl);
  // Without a listener a broken connection would bring us down; the call that runs fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const lock = await client.getMailboxLock(folder);
    try {
      const unread = (await client.search({ seen: false }, { uid: true })) || [];
      for (const uid of unread.slice(0, MOST_MAILS_A_LOOK)) {
        try {
          await readOne(client, uid, parts);
        } catch (error) {
          if (!client.usable) throw error;
          // It stays unread and is tried again; the others need not wait for it.
          parts.log.warn({ uid, code: errorCode(error) || nameOf(error) }, 'a mail could not be taken');
          continue;
        }
        await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
      }
    } finally {
      lock.release();
    }
  } finally {
    await client.logout().catch(() => client.close());
  }
}

async function readOne(
  client: ImapFlow,
  uid: number,
  { from, tokens, keep, log }: MailboxParts,
): Promise<void> {
  const about = await client.fetchOne(String(uid), { size: true }, { uid: true });
  if (!about || (about.size ?? 0) > MOST_MAIL_BYTES) {
    log.warn(
      { bytes: about ? about.size : 0 },
      'a mail to the helpdesk mailbox is too large and was left out',
    );
    return;
  }
  const fetched = await client.fetchOne(String(uid), { source: true }, { uid: true });
  if (!fetched || !fetched.source) return;
  const answer = readMail(await simpleParser(fetched.source), { from, tokens });
  if (answer.kind === 'ignored') log.info({ why: answer.why }, 'a mail to the helpdesk mailbox is no answer');
  else await keep(answer);
}

function openClient(imapUrl: string): { client: ImapFlow; folder: string } {
  const url = new URL(imapUrl);
  const secure = url.protocol === 'imaps:';
  const user = decodeURIComponent(url.username);
  if (user === '') throw new Failure('bad_config', 'HELPDESK_IMAP_URL has no user in it.');
  const client = new ImapFlow({
    host: url.hostname,
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    auth: { user, pass: decodeURIComponent(url.password) },
    logger: false,
    connectionTimeout: ANSWER_WITHIN_MS,
    greetingTimeout: ANSWER_WITHIN_MS,
    socketTimeout: 2 * ANSWER_WITHIN_MS,
  });
  return { client, folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX' };
}
