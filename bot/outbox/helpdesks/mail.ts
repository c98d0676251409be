import type { SendBySmtp } from '../../mail/smtp.ts';
import { agentText, subjectOf } from '../agent-text.ts';
import type { Helpdesk, Parcel, ParcelFile } from '../parcel.ts';
import { tokenAddress } from '../tokens.ts';

export interface MailHelpdeskConfig {
  /** Where tickets are sent to. */
  readonly to: string;
  readonly from: string;
  /** The mailbox that answers come back to; undefined: nobody reads answers. */
  readonly replyTo: string | undefined;
  /** Of a whole mail, as it travels. */
  readonly maxBytes: number;
}

/** What BASE64 and its line ends add to a file. */
const GROWTH = 4 / 3 + 0.04;
/** Room for the words. */
const WORDS_BYTES = 256 * 1024;

/**
 * Sends each delivery as a mail, all of a ticket's in one thread. SMTP knows no keys: a mail whose acknowledgement got
 * lost is sent again with the same Message-ID, by which mailboxes and helpdesks leave out what they have.
 */
export function createMailHelpdesk(
  config: MailHelpdeskConfig,
  deps: { send: SendBySmtp; domain: string },
): Helpdesk {
  const { send, domain } = deps;
  return {
    name: 'mail',
    isLookedThrough: false,
    async deliver(parcel) {
      const { attached, linked } = fitInto(config.maxBytes - WORDS_BYTES, parcel.files);
      const thread = `<ticket.${parcel.token}@${domain}>`;
      await send({
        from: config.from,
        to: { name: '', address: config.to },
        ...(config.replyTo !== undefined && { replyTo: tokenAddress(config.replyTo, parcel.token) }),
        subject: subjectLine(parcel),
        text: agentText(parcel, linked),
        messageId: `<${parcel.key}@${domain}>`,
        inReplyTo: thread,
        references: [thread],
        date: new Date(parcel.at),
        // No holiday notices in answer, please (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Veriguide-Ticket': parcel.ticket.number },
        attachments: await Promise.all(
          attached.map(async (file) => ({
            filename: file.name,
            contentType: file.contentType,
            content: await file.read(),
          })),
        ),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { externalId: parcel.token };
    },
  };
}

const subjectLine = ({ ticket }: Parcel): string => subjectOf(ticket).replaceAll(/\p{Cc}+/gu, ' ');

/** The files that fit into a mail, in their order; the others go as links. */
function fitInto(
  bytes: number,
  files: readonly ParcelFile[],
): { attached: readonly ParcelFile[]; linked: readonly ParcelFile[] } {
  const attached: ParcelFile[] = [];
  const linked: ParcelFile[] = [];
  let left = bytes;
  for (const file of files) {
    const needed = file.bytes * GROWTH;
    if (needed <= left) {
      left -= needed;
      attached.push(file);
    } else linked.push(file);
  }
  return { attached, linked };
}
