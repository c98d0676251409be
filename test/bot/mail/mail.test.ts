import type { AddressInfo } from 'node:net';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

import { createMailer, type Mail, type Mailer } from '../../../bot/mail/mail.ts';
import { createJobs, type Jobs } from '../../../bot/storage/jobs.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';

const mail: Mail = {
  key: 'decided:VG-1042',
  to: 'jane@example.com',
  subject: 'Ihre Prüfung: bestanden ✓',
  text: 'Grüße, ✓',
  html: '<p>Grüße, ✓</p>',
};

let fresh: FreshDatabase;
let clock: number;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  fresh = await freshDatabase();
  clock = Date.parse('2026-03-01T10:20:30.456Z');
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await fresh.drop();
});

async function startMailer(smtpUrl: string | undefined): Promise<{ mailer: Mailer; jobs: Jobs }> {
  const now = () => new Date(clock);
  const jobs = createJobs({ ...fresh, log: silent, now, random: () => 1, settings: { pollMs: 50 } });
  const config = { from: 'Veriguide <no-reply@exchange.example>', smtpUrl };
  const mailer = createMailer({ jobs, config, dataFolder: fresh.folder, log: silent, now });
  await jobs.start();
  closers.unshift(() => jobs.stop());
  return { mailer, jobs };
}

/** A real server on a free port, refusing what `options` say. */
async function smtpServer(options: SMTPServerOptions = {}): Promise<{ url: string; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then((parsed) => {
        mails.push(parsed);
        done();
      }, done);
    },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails };
}

function refusal(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

async function jobIn(state: string) {
  return until(`the job to be ${state}`, async () => {
    const rows = await fresh.database.query<{ attempts: number; last_error: string | null; due_at: Date }>(
      'select attempts, last_error, due_at from job where state = $1 and (state <> $2 or attempts > 0)',
      [state, 'waiting'],
    );
    return rows[0];
  });
}

describe('a mail by SMTP', () => {
  it('arrives with its words, once, whatever the language', async () => {
    const { url, mails } = await smtpServer();
    const { mailer } = await startMailer(url);
    await mailer.queue(fresh.database, mail);
    await mailer.queue(fresh.database, { ...mail, text: 'again' });
    await jobIn('done');
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: mail.subject, html: expect.stringContaining(mail.html) });
    expect(mails[0]?.text?.trim()).toBe(mail.text);
    expect(mails[0]?.from?.text).toContain('no-reply@exchange.example');
    expect(mails[0]?.date).toEqual(new Date('2026-03-01T10:20:30Z'));
    expect(mails[0]?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('is tried again after a temporary refusal', async () => {
    let refusals = 0;
    const { url, mails } = await smtpServer({
      onRcptTo: (_address, _session, done) => (refusals++ === 0 ? done(refusal(451, 'greylisted')) : done()),
    });
    const { mailer } = await startMailer(url);
    await mailer.queue(fresh.database, mail);
    const job = await jobIn('waiting');
    expect(job).toMatchObject({ attempts: 1, last_error: 'mail_failed' });
    expect(mails).toHaveLength(0);
    clock = job.due_at.getTime();
    expect(await jobIn('done')).toMatchObject({ attempts: 2 });
    expect(mails).toHaveLength(1);
  });

  it.each([
    [
      'there is no such recipient',
      { onRcptTo: (_a, _s, done) => done(refusal(550, 'no such user')) },
      'smtp_550',
    ],
    [
      'the message is refused',
      {
        onData: (stream, _s, done) => {
          stream.resume().on('end', () => done(refusal(554, 'spam')));
        },
      },
      'smtp_554',
    ],
  ] satisfies [string, SMTPServerOptions, string][])('is given up when %s', async (_, options, why) => {
    const { url } = await smtpServer(options);
    const { mailer } = await startMailer(url);
    await mailer.queue(fresh.database, mail);
    expect(await jobIn('dead')).toMatchObject({ attempts: 1, last_error: why });
  });

  it.each([
    ['our password is refused', { authOptional: false, onAuth: (_a, _s, done) => done(refusal(535, 'no')) }],
    ['our sender is refused', { onMailFrom: (_a, _s, done) => done(refusal(550, 'not you')) }],
  ] satisfies [string, SMTPServerOptions][])('waits for us to mend it when %s', async (_, options) => {
    const { url } = await smtpServer({ allowInsecureAuth: true, ...options });
    const { mailer } = await startMailer(url.replace('//', '//user:wrong@'));
    await mailer.queue(fresh.database, mail);
    expect(await jobIn('waiting')).toMatchObject({ attempts: 1, last_error: 'mail_failed' });
  });

  it('waits when there is no server', async () => {
    const { mailer } = await startMailer('smtp://127.0.0.1:1');
    await mailer.queue(fresh.database, mail);
    expect(await jobIn('waiting')).toMatchObject({ attempts: 1 });
  });

  it('is recognisable as the same one when it is sent again after a crash', async () => {
    const { url, mails } = await smtpServer();
    const { mailer } = await startMailer(url);
    await fresh.database.query(
      'create function keep_open() returns trigger language plpgsql as $$ begin return null; end $$',
    );
    await fresh.database.query(
      `create trigger lost_end before update on job for each row when (new.state = 'done') execute function keep_open()`,
    );
    await mailer.queue(fresh.database, mail);
    await until('the first', () => mails[0]);
    // As if the process had died between the server's answer and our note of it.
    await fresh.database.query('drop trigger lost_end on job');
    clock += 60 * 60 * 1000;
    await jobIn('done');
    expect(mails).toHaveLength(2);
    expect(mails[0]?.messageId).toMatch(/^<[0-9a-f]{32}@exchange\.example>$/);
    expect(mails[1]?.messageId).toBe(mails[0]?.messageId);
    expect(mails[1]?.date).toEqual(mails[0]?.date);
  });

  it.each([
    ['a second recipient', 'jane@example.com, mallory@example.com'],
    ['a header', 'jane@example.com\r\nBcc: mallory@example.com'],
    ['a command', 'jane@example.com>\r\nRCPT TO:<mallory@example.com'],
    ['nothing', ''],
  ])('goes to nobody when its address hides %s', async (_, to) => {
    const { url, mails } = await smtpServer();
    const { mailer } = await startMailer(url);
    await mailer.queue(fresh.database, { ...mail, to });
    expect(await jobIn('dead')).toMatchObject({ last_error: 'address_unusable' });
    expect(mails).toHaveLength(0);
  });

  it('keeps a subject in its line', async () => {
    const { url, mails } = await smtpServer();
    const { mailer } = await startMailer(url);
    await mailer.queue(fresh.database, { ...mail, subject: 'Hello\r\nBcc: mallory@example.com\r\n\r\nbody' });
    await jobIn('done');
    expect(mails[0]?.headers.has('bcc')).toBe(false);
    expect(mails[0]?.subject).toBe('Hello Bcc: mallory@example.com body');
    expect(mails[0]?.text?.trim()).toBe(mail.text);
  });
});

describe('a mail without a server', () => {
  it('is a file in the outbox, for its owner only, named by its time', async () => {
    const { mailer } = await startMailer(undefined);
    await mailer.queue(fresh.database, mail);
    await jobIn('done');
    const outbox = path.join(fresh.folder, 'outbox');
    const names = await readdir(outbox);
    expect(names).toEqual([expect.stringMatching(/^2026-03-01T10-20-30-456Z-[0-9a-f]{16}\.eml$/)]);
    const file = path.join(outbox, names[0] ?? '');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const parsed = await simpleParser(await readFile(file));
    expect(parsed).toMatchObject({ subject: mail.subject, to: { text: mail.to } });
    expect(parsed.text?.trim()).toBe(mail.text);
  });

  it('is one file also when it is written again after a crash', async () => {
    const { mailer } = await startMailer(undefined);
    await mailer.queue(fresh.database, mail);
    await jobIn('done');
    const [row] = await fresh.database.query<{ payload: null }>('select payload from job');
    expect(row).toEqual({ payload: null });
    await fresh.database.query('delete from job');
    await mailer.queue(fresh.database, mail);
    await jobIn('done');
    expect(await readdir(path.join(fresh.folder, 'outbox'))).toHaveLength(1);
  });
});

it('is refused at the start when the sender has no address', () => {
  const jobs = createJobs({ ...fresh, log: silent, now: () => new Date(), random: () => 1 });
  const config = { from: 'Veriguide', smtpUrl: undefined };
  expect(() =>
    createMailer({ jobs, config, dataFolder: '/nowhere', log: silent, now: () => new Date() }),
  ).toThrow(expect.objectContaining({ code: 'bad_config', message: expect.stringContaining('MAIL_FROM') }));
});
