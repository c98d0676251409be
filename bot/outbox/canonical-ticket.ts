import type { Customer } from '../../dialogs/services.ts';
import type { Priority } from '../tickets/service-levels.ts';
import type { TicketRecord } from '../tickets/tickets.ts';
import type { Mask } from './mask.ts';

/** Grows when a field changes its meaning or goes; receivers may rely on everything else to stay. */
const CANONICAL_VERSION = 1;

/** Something said in the conversation, as text. */
export interface Saying {
  /** Its place in the conversation. */
  readonly seq: number;
  readonly author: 'customer' | 'assistant' | 'agent';
  /** The agent's name when one spoke. */
  readonly name?: string;
  /** The helpdesk that the agent answered from; absent for our own desk. */
  readonly via?: string;
  readonly at: string;
  readonly text: string;
  readonly files: readonly string[];
}

/** A file as it leaves. Its bytes are read when it is sent. */
export interface CanonicalAttachment {
  readonly uploadId: string;
  readonly name: string;
  /** RFC 9110; by content. */
  readonly contentType: string;
  readonly bytes: number;
  /** The stored file whose bytes are sent: a copy with what is personal covered, or the upload itself. */
  readonly copyId: string;
}

/** A ticket as every helpdesk is told of it, whatever its own words for it are. */
export interface CanonicalTicket {
  readonly version: typeof CANONICAL_VERSION;
  /** What the customer quotes, like VG-1042. */
  readonly number: string;
  /** A problem's id or what was wanted, and in words. */
  readonly category: { readonly id: string; readonly title: string };
  readonly priority: Priority;
  readonly customer: {
    /** The exchange's id of the customer, or a visitor's. */
    readonly reference: string;
    readonly name?: string;
    readonly email?: string;
    readonly verified: boolean;
  };
  /** BCP 47: what the customer speaks. */
  readonly language?: string;
  readonly summary: string;
  /** What the assistant thought of, surest first. */
  readonly diagnosis: readonly { readonly id: string; readonly title: string }[];
  readonly asked: readonly { readonly question: string; readonly answer: string }[];
  readonly tried: readonly string[];
  readonly standing: {
    readonly state: TicketRecord['state'];
    readonly since: string;
    readonly openedAt: string;
  };
  /** All of it when the ticket is opened, later what came since. */
  readonly transcript: readonly Saying[];
  readonly attachments: readonly CanonicalAttachment[];
  /** Files that may not leave: they can be looked at on the ticket's page at the desk. */
  readonly withheld: readonly { readonly uploadId: string; readonly name: string }[];
}

/** What a ticket is put together from. */
export interface TicketSources {
  readonly ticket: TicketRecord;
  readonly customer: Customer;
  readonly language: string | undefined;
  /** A problem's id, or what was wanted, in words. */
  readonly titleOf: (category: string) => string;
  readonly transcript: readonly Saying[];
  readonly attachments: readonly CanonicalAttachment[];
  readonly withheld: CanonicalTicket['withheld'];
  /** Takes out of a text what may not leave. */
  readonly mask: Mask;
}

/** Pure. */
export function buildCanonicalTicket(sources: TicketSources): CanonicalTicket {
  const { ticket, customer, language, titleOf, transcript, attachments, withheld, mask } = sources;
  const email = ticket.email ?? customer.email;
  return {
    version: CANONICAL_VERSION,
    number: ticket.number,
    category: { id: ticket.category, title: titleOf(ticket.category) },
    priority: ticket.priority,
    customer: {
      reference: customer.id,
      verified: customer.verified,
      ...(customer.name !== undefined && { name: customer.name }),
      ...(email !== undefined && { email }),
    },
    ...(language !== undefined && { language }),
    summary: mask(ticket.summary),
    diagnosis: ticket.diagnosis.map((id) => ({ id, title: titleOf(id) })),
    asked: (ticket.asked ?? []).map(({ question, answer }) => ({ question, answer: mask(answer) })),
    tried: ticket.tried.map(mask),
    standing: { state: ticket.state, since: ticket.stateSince, openedAt: ticket.openedAt },
    transcript: transcript.map((saying) => ({ ...saying, text: mask(saying.text) })),
    attachments: attachments.map((attachment) => ({ ...attachment, name: mask(attachment.name) })),
    withheld: withheld.map((file) => ({ ...file, name: mask(file.name) })),
  };
}
