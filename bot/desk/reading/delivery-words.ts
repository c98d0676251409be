import type { DeliveryKind } from '../../deliveries/deliveries.ts';

const KINDS: Readonly<Record<DeliveryKind, string>> = {
  opened: 'New ticket',
  customer_wrote: 'Message of the customer',
  attachment_added: 'File of the customer',
  agent_answered: 'Answer of the desk',
  solved: 'Solved',
  reopened: 'Opened again',
};

export const deliveryKindWords = (kind: DeliveryKind): string => KINDS[kind];

const REASONS: Readonly<Record<string, string>> = {
  helpdesk_unreachable: 'It cannot be reached, is too slow, or answers in a way that is not documented.',
  in_hand: 'It may still be working on what it was sent: that is looked up before anything is sent again.',
  mail_failed: 'The mail server cannot be reached or does not take mails now.',
  worker_busy: 'The pictures could not be covered in time: the checks are busy.',
  worker_failed: 'A picture could not be covered.',
  ticket_gone: 'The ticket is not kept any more.',
  abandoned: 'The server was ended each time while it was being sent.',
  file_damaged: 'A file cannot be read.',
  database_unavailable: 'Our database could not be reached.',
  http_400: 'It does not accept what is sent. Compare the settings with its documentation.',
  http_401: 'It does not accept the token or password. Check the settings, then send again.',
  http_403: 'The token may not do this there. Give it the rights, then send again.',
  http_404: 'The ticket, group or inbox does not exist there any more, or the address is wrong.',
  http_410: 'The address is gone for good. Set another one, then send again.',
  http_413: 'It is too large there. Raise the limit there, then send again.',
  http_422:
    'It refuses the content: a field it demands is missing, or a name in the settings does not exist there.',
  http_429: 'It asked to be left alone for a while.',
};

/** Why a delivery failed, in words with a next step where there is one. */
export function deliveryReasonWords(why: string): string {
  const known = REASONS[why];
  if (known !== undefined) return known;
  if (/^http_5\d\d$/.test(why)) return 'It has troubles of its own.';
  if (/^http_3\d\d$/.test(why)) return 'It sends on to another address. Set that one, then send again.';
  if (/^smtp_5\d\d$/.test(why)) return 'The mail server refuses the address or the mail.';
  return `It failed with ${why}.`;
}
