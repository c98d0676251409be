import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { createTransport } from 'nodemailer';

import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Queryable } from '../storage/database.ts';
import { HopelessJob, type Jobs } from '../storage/jobs.ts';
import { createSmtp } from './smtp.ts';

export interface Mail {
  /** Once-only: a second mail with this key is not sent. Kept as plain text: ids, never words or addresses. */
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends through the configured SMTP server, or writes .eml files into data/outbox. */
export interface Mailer {
  /** Queues it in the caller's transaction; it is sent after the commit, with retries. */
  queue(tx: Queryable, mail: Mail): Promise<void>;
}

/** As nodemailer takes it. Built from the queued mail alone: sent twice, it is recognisably the same mail. */
interface Letter {
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly date: Date;
  readonly headers: Record<string, string>;
  readonly disableFileAccess: true;
  readonly disableUrlAccess: true;
}

type QueuedMail = Mail & { readonly queuedAt: string };
type Send = (letter: Letter, mail: QueuedMail) => Promise<void>;

const KIND = 'mail';

/** Before jobs.start(): it registers the handler that sends. Throws Failure('bad_config') for a sender without an address. */
export function createMailer(deps: {
  jobs: Pick<Jobs, 'add' | 'handle'>;
  config: Pick<Config['mail'], 'from' | 'smtpUrl'>;
  dataFolder: string;
  log: Log;
  now: () => Date;
}): Mailer {
  const { jobs, config, log, now } = deps;
  const domain = domainOf(config.from);
  const send = config.smtpUrl
    ? createSmtp(config.smtpUrl, log)
    : writeToOutbox(path.resolve(deps.dataFolder, 'outbox'));

  jobs.handle(KIND, async (payload) => {
    const mail = payload as QueuedMail;
    if (!isOneAddress(mail.to)) throw new HopelessJob('address_unusable');
    await send(letterOf(mail, config.from, domain), mail);
  });

  return {
    async queue(tx, { key, to, subject, text, html }) {
      const payload: QueuedMail = { key, to, subject, text, html, queuedAt: now().toISOString() };
      await jobs.add(tx, { kind: KIND, key, payload });
    },
  };
}

function letterOf(mail: QueuedMail, from: string, domain: string): Letter {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject.replaceAll(/\p{Cc}+/gu, ' '),
    text: mail.text,
    html: mail.html,
    messageId: `<${hashOf(mail.key)}@${domain}>`,
    date: new Date(mail.queuedAt),
    // No holiday notices in answer, please (RFC 3834; the second is what Exchange reads).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** For a trial without a mail server: each mail is a file that every mail program opens. */
function writeToOutbox(folder: string): Send {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (letter, mail) => {
    const { message } = await composer.sendMail(letter);
    const time = mail.queuedAt.replaceAll(/[:.]/g, '-');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(path.join(folder, `${time}-${hashOf(mail.key).slice(0, 16)}.eml`), message as Buffer);
  };
}

/** A file with this name is always a whole one. */
async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** One bare address: no list, no name, nothing that could end a header or a command. */
function isOneAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u.test(text);
}

/** How a sender calls itself: `Support <support@example.com>` is Support. Without a name, its domain. */
export function senderName(from: string): string {
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(from)?.[1];
  return name === undefined || name === '' ? domainOf(from) : name;
}

/** The domain of a sender, which message ids end with. Throws Failure('bad_config') when there is none. */
export function domainOf(from: string): string {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1];
  if (domain === undefined) {
    throw new Failure(
      'bad_config',
      'MAIL_FROM has no e-mail address in it. Write it like "Support <support@example.com>".',
    );
  }
  return domain;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
