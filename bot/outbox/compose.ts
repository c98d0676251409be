import type { Customer } from '../../dialogs/services.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Customers } from '../customers/customers.ts';
import type { Delivery } from '../deliveries/deliveries.ts';
import { Failure } from '../failure.ts';
import { HopelessJob } from '../storage/jobs.ts';
import type { StoredUpload, Uploads } from '../storage/uploads.ts';
import type { Tickets } from '../tickets/tickets.ts';
import {
  buildCanonicalTicket,
  type CanonicalAttachment,
  type CanonicalTicket,
  type Saying,
} from './canonical-ticket.ts';
import { createMask, type Mask } from './mask.ts';

export interface ComposeParts {
  readonly tickets: Pick<Tickets, 'byNumber'>;
  readonly customers: Pick<Customers, 'find'>;
  readonly conversations: Pick<Conversations, 'find'>;
  readonly uploads: Pick<Uploads, 'find'>;
  /** What was said after an entry of a conversation's log. */
  readonly sayings: (
    conversationId: string,
    afterSeq: number,
  ) => Promise<{ readonly sayings: readonly Saying[]; readonly throughSeq: number }>;
  /** The copy of a picture in which what is personal is covered. Undefined: it cannot be made. */
  readonly redactedOf: (uploadId: string) => Promise<StoredUpload | undefined>;
  /** Numbers of a customer's documents, as typed. */
  readonly documentNumbersOf: (customerId: string) => Promise<readonly string[]>;
  readonly titleOf: (category: string) => string;
  /** Whether personal data is covered in what leaves. */
  readonly masked: boolean;
}

/** Puts together what a delivery says, as things stand now. */
export async function compose(
  parts: ComposeParts,
  delivery: Delivery,
): Promise<{ readonly content: CanonicalTicket; readonly throughSeq: number }> {
  const ticket = await parts.tickets.byNumber(delivery.number);
  if (!ticket) throw new HopelessJob('ticket_gone');
  const { customerId, conversationId } = ticket;
  const [customer, conversation, said, mask] = await Promise.all([
    parts.customers.find(customerId),
    parts.conversations.find(conversationId),
    parts.sayings(conversationId, delivery.toldSeq),
    maskOf(parts, customerId),
  ]);
  // What was written in this helpdesk stands there already.
  const transcript = said.sayings.filter(({ via }) => via !== delivery.helpdesk);
  const ids = new Set([
    ...delivery.uploadIds,
    // Before it was opened the chat was about other things: photos of a verification stay out of it.
    ...(delivery.kind === 'opened' ? [] : sentBy('customer', transcript)),
  ]);
  const attachments: CanonicalAttachment[] = [];
  const withheld: { uploadId: string; name: string }[] = [];
  for (const id of ids) {
    const upload = await parts.uploads.find(id);
    if (!upload) continue;
    const copy = await copyToSend(parts, upload);
    if (copy) attachments.push(attachmentOf(upload, copy));
    else withheld.push({ uploadId: id, name: upload.name });
  }
  const language = conversation?.language ?? conversation?.locale;
  const content = buildCanonicalTicket({
    ...{ ticket, transcript, attachments, withheld, mask, language },
    customer: customer satisfies Customer,
    titleOf: parts.titleOf,
  });
  return { content, throughSeq: said.throughSeq };
}

async function maskOf(parts: ComposeParts, customerId: string): Promise<Mask> {
  return parts.masked ? createMask(await parts.documentNumbersOf(customerId)) : (text) => text;
}

const sentBy = (author: Saying['author'], transcript: readonly Saying[]): readonly string[] =>
  transcript.flatMap((saying) => (saying.author === author ? saying.files : []));

/** Undefined: nothing of it may leave. Recordings and files that nobody can read cannot be covered. */
async function copyToSend(parts: ComposeParts, upload: StoredUpload): Promise<StoredUpload | undefined> {
  if (!parts.masked) return upload;
  if (upload.kind !== 'image') return undefined;
  try {
    return await parts.redactedOf(upload.id);
  } catch (error) {
    if (error instanceof Failure && (error.code === 'not_found' || error.code === 'file_damaged'))
      return undefined;
    throw error;
  }
}

function attachmentOf(upload: StoredUpload, copy: StoredUpload): CanonicalAttachment {
  const isCopy = copy.id !== upload.id;
  return {
    uploadId: upload.id,
    copyId: copy.id,
    // A covered copy is a JPEG, whatever it was made of.
    name: isCopy ? `${upload.name.replace(/\.[^.]*$/, '')}.jpg` : upload.name,
    contentType: copy.contentType,
    bytes: copy.bytes,
  };
}
