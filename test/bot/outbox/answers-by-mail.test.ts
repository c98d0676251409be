import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { simpleParser } from 'mailparser';

import { readMail } from '../../../bot/outbox/answers/read-mail.ts';
import { createTicketTokens, tokenAddress } from '../../../bot/outbox/tokens.ts';
import { until } from '../../kit/until.ts';
import { openImap, type ImapServer } from './imap.ts';
import { conversationOf, openOffice, PIXEL, type Office } from './office.ts';
import { openMailReceiver, type MailReceiver } from './receivers/mail.ts';

const ANSWERS_TO = 'answers@exchange.example';
const TOM = { name: 'Tom Tall', address: 'tom@helpdesk.example' };

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

type Letter = Parameters<typeof composer.sendMail>[0];

async function written(letter: Letter): Promise<Buffer> {
  return (await composer.sendMail(letter)).message as Buffer;
}

const QUOTED = [
  'Please allow the camera.',
  '',
  '-- ',
  'Tom Tall',
  'Helpdesk, floor 3',
  '',
  'On Tue, Nov 26, 2026 at 4:00 PM Veriguide <desk@exchange.example> wrote:',
  '> The camera stays black',
].join('\n');

describe('an answer by mail', () => {
  let mailServer: MailReceiver;
  let imap: ImapServer;
  let office: Office;
  let replyTo: string;
  let number: string;

  beforeEach(async () => {
    mailServer = await openMailReceiver();
    imap = await openImap();
    office = await openOffice(
      {
        ...mailServer.env,
        HELPDESK_MAIL_ANSWERS_TO: ANSWERS_TO,
        HELPDESK_MAIL_ANSWERS_FROM: '@helpdesk.example',
        HELPDESK_IMAP_URL: imap.url,
      },
      { mailPollMs: 50 },
    );
    number = await office.opens('anna');
    await office.settled();
    replyTo = mailServer.copies[0]?.replyTo?.value[0]?.address ?? '';
  });

  afterEach(async () => {
    await office.close();
    await imap.close();
    await mailServer.close();
  });

  const answered = () =>
    until('the answer on the ticket', async () => {
      const [row] = await office.database.query<{ payload: Buffer; key: string; count: number }>(
        `select key from job where kind = 'ticket_answered'`,
      );
      return row;
    });

  it('is taken once, with its files, from the address that the ticket gave', async () => {
    expect(replyTo).toMatch(/^answers\+vg-\d+-[0-9a-f]{25}@exchange\.example$/);
    const letter: Letter = {
      ...{ from: TOM, to: replyTo, subject: 'Re: it', text: QUOTED, messageId: '<one@helpdesk.example>' },
      attachments: [{ filename: 'how.png', content: PIXEL }],
    };
    const bytes = await written(letter);
    imap.arrives(bytes);
    // The same mail in two places of one mailbox is still one answer.
    imap.arrives(bytes);
    await answered();
    await until('both to be read', () => (imap.unread() === 0 ? true : undefined));
    const jobs = await office.database.query(`select 1 from job where kind = 'ticket_answered'`);
    expect(jobs).toHaveLength(1);
    expect(await office.tickets.byNumber(number)).toMatchObject({ state: 'waiting' });
    const uploads = await office.database.query<{ id: string }>(
      'select id from upload where customer_id = $1',
      ['anna'],
    );
    expect(uploads).toHaveLength(1);
    expect(await office.uploads.read(uploads[0]?.id ?? '')).toEqual(PIXEL);
    expect((await office.conversations.find(conversationOf('anna')))?.owner).toBe('agent');
  });

  it('waits until the mailbox can be reached again', async () => {
    await imap.down();
    imap.arrives(
      await written({ from: TOM, to: replyTo, text: 'Hello', messageId: '<two@helpdesk.example>' }),
    );
    await imap.up();
    await answered();
  });
});

describe('a mail that is read', () => {
  const tokens = createTicketTokens(Buffer.alloc(32, 7));
  const token = tokens.of('mail', 'VG-1042');
  const to = tokenAddress(ANSWERS_TO, token);
  const plain: Letter = { from: TOM, to, text: QUOTED, messageId: '<a@helpdesk.example>' };
  const from = ['@helpdesk.example'];
  const read = async (letter: Letter) =>
    readMail(await simpleParser(await written(letter)), { from, tokens });

  it('gives what was written, without quotes and signature', async () => {
    expect(await read(plain)).toMatchObject({
      kind: 'answer',
      number: 'VG-1042',
      text: 'Please allow the camera.',
      agentName: 'Tom Tall',
    });
  });

  it('is known by its thread, too, and may be HTML alone', async () => {
    const { text, ...rest } = plain;
    const letter = {
      ...rest,
      to: ANSWERS_TO,
      references: `<ticket.${token}@exchange.example>`,
      html: '<p>Hi <b>you</b></p>',
    };
    expect(text).toBeDefined();
    expect(await read(letter)).toMatchObject({ kind: 'answer', number: 'VG-1042', text: 'Hi you' });
  });

  it.each([
    ['from somebody else', 'sender', { from: 'eve@evil.example' }],
    ['from a domain that only ends alike', 'sender', { from: 'eve@not-helpdesk.example' }],
    ['without a token', 'ticket', { to: ANSWERS_TO }],
    [
      'with a token that we did not make',
      'ticket',
      { to: tokenAddress(ANSWERS_TO, `${token.slice(0, -1)}_`) },
    ],
    [
      'with the token of another helpdesk',
      'ticket',
      { to: tokenAddress(ANSWERS_TO, tokens.of('zendesk', 'VG-1042')) },
    ],
    ['that a program sent', 'automatic', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['that is a list’s', 'automatic', { headers: { Precedence: 'bulk' } }],
    ['that was ours', 'ours', { headers: { 'X-Veriguide-Ticket': 'VG-1042' } }],
    ['that says nothing', 'empty', { text: '> The camera stays black\n' }],
  ] as const)('%s is no answer', async (_, why, change) => {
    expect(await read({ ...plain, ...change })).toEqual({ kind: 'ignored', why });
  });

  it('brings files up to ten megabytes, and no logos', async () => {
    const big = { filename: 'big.bin', content: Buffer.alloc(9 * 1024 * 1024) };
    const small = { filename: 'small.bin', content: Buffer.alloc(2 * 1024 * 1024) };
    const logo = { filename: 'logo.png', content: PIXEL, contentDisposition: 'inline' as const };
    const answer = await read({ ...plain, attachments: [big, small, logo] });
    expect(answer.kind === 'answer' && answer.attachments.map(({ name }) => name)).toEqual(['big.bin']);
  });
});
