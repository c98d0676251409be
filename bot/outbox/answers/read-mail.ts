import { createHash } from 'node:crypto';

import EmailReplyParser from 'email-reply-parser';
import type { AddressObject, ParsedMail } from 'mailparser';

import { tokensIn, type TicketTokens } from '../tokens.ts';
import { NAMELESS } from './said.ts';

/** An answer as it came by mail. */
export interface MailAnswer {
  readonly kind: 'answer';
  readonly number: string;
  readonly key: string;
  readonly text: string;
  readonly agentName: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** Why a mail is no answer; for the log. */
export interface NoAnswer {
  readonly kind: 'ignored';
  readonly why: 'ours' | 'automatic' | 'sender' | 'ticket' | 'empty' | 'id';
}

/** Beyond this the search for quotes would take long, and nobody writes that much. */
const MOST_CHARACTERS = 100_000;
const MOST_FILES = 10;
const MOST_FILE_BYTES = 10 * 1024 * 1024;

/**
 * What a mail says to a customer, without quotes and signatures. `from`: addresses, or domains with an @ before them, whose
 * answers are taken. The ticket is known by a token that nobody can guess, in the address that was answered to or in the
 * references of the thread.
 */
export function readMail(
  mail: ParsedMail,
  { from, tokens }: { readonly from: readonly string[]; readonly tokens: Pick<TicketTokens, 'numberOf'> },
): MailAnswer | NoAnswer {
  if (mail.headers.has('x-veriguide-ticket')) return { kind: 'ignored', why: 'ours' };
  if (isAutomatic(mail)) return { kind: 'ignored', why: 'automatic' };
  const [sender, ...more] = mail.from?.value ?? [];
  const address = sender?.address?.toLowerCase() ?? '';
  if (more.length > 0 || !isAllowed(address, from)) return { kind: 'ignored', why: 'sender' };
  const number = numberIn(mail, tokens);
  if (number === undefined) return { kind: 'ignored', why: 'ticket' };
  if (mail.messageId === undefined) return { kind: 'ignored', why: 'id' };
  const text = new EmailReplyParser().parseReply((mail.text ?? '').slice(0, MOST_CHARACTERS)).trim();
  const attachments = filesOf(mail);
  if (text === '' && attachments.length === 0) return { kind: 'ignored', why: 'empty' };
  return {
    kind: 'answer',
    number,
    key: `mail:${createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32)}`,
    text,
    agentName: sender?.name.trim() || NAMELESS,
    attachments,
  };
}

/** RFC 3834, and what programs wrote before it: holiday notices, bounces, lists. Answering them would go on for ever. */
function isAutomatic({ headers }: ParsedMail): boolean {
  const header = (name: string): string => {
    const value = headers.get(name);
    return typeof value === 'string' ? value.trim().toLowerCase() : '';
  };
  const submitted = header('auto-submitted');
  if (submitted !== '' && submitted !== 'no') return true;
  if (/^(bulk|junk|list|auto_reply)$/.test(header('precedence'))) return true;
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('list-id')) return true;
  if (headers.has('list')) return true;
  const type = headers.get('content-type');
  const isReport = typeof type === 'object' && 'value' in type && type.value === 'multipart/report';
  return isReport || header('return-path') === '<>';
}

function isAllowed(address: string, from: readonly string[]): boolean {
  const domain = address.slice(address.lastIndexOf('@'));
  return address !== '' && from.some((one) => one === address || (one.startsWith('@') && one === domain));
}

function numberIn(mail: ParsedMail, tokens: Pick<TicketTokens, 'numberOf'>): string | undefined {
  const addressed = [mail.to, mail.cc]
    .flat()
    .flatMap((object: AddressObject | undefined) => object?.value ?? []);
  const places = [
    ...addressed.map(({ address }) => address ?? ''),
    mail.inReplyTo ?? '',
    ...[mail.references ?? []].flat(),
  ];
  return places
    .flatMap(tokensIn)
    .map((token) => tokens.numberOf('mail', token))
    .find((number) => number !== undefined);
}

/** What was sent along, not what belongs to the looks of the mail. */
function filesOf({ attachments }: ParsedMail): MailAnswer['attachments'] {
  const files: { name: string; bytes: Buffer }[] = [];
  let left = MOST_FILE_BYTES;
  for (const { filename, content, contentDisposition, related } of attachments) {
    if (related || contentDisposition === 'inline' || files.length === MOST_FILES) continue;
    if (content.length > left) continue;
    left -= content.length;
    files.push({ name: filename ?? 'file', bytes: content });
  }
  return files;
}
