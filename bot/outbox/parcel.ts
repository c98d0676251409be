import type { DeliveryKind } from '../deliveries/deliveries.ts';
import type { HelpdeskName } from '../deliveries/helpdesks.ts';
import type { AskHelpdesk } from './ask-helpdesk.ts';
import type { CanonicalAttachment, CanonicalTicket } from './canonical-ticket.ts';

/** A file with its bytes, and an address for whoever cannot be given those. */
export interface ParcelFile extends Pick<CanonicalAttachment, 'name' | 'contentType' | 'bytes'> {
  readonly read: () => Promise<Buffer>;
  /** Signed; works without a sign-in until it expires. */
  readonly link: string;
}

/** One delivery as an adapter gets it. */
export interface Parcel {
  /** The same at every try: by it a receiver knows what it has already. */
  readonly key: string;
  readonly kind: DeliveryKind;
  /** When it happened; RFC 3339, UTC. */
  readonly at: string;
  /** Names the ticket at this helpdesk, and cannot be guessed. */
  readonly token: string;
  /** What the helpdesk calls the ticket, once it has it. */
  readonly externalId?: string;
  /** An earlier try may have arrived: look before creating anything. */
  readonly tried: boolean;
  readonly ticket: CanonicalTicket;
  readonly files: readonly ParcelFile[];
  /** The ticket's page at our desk. */
  readonly deskUrl: string;
}

/** A helpdesk that tickets are delivered to. */
export interface Helpdesk {
  readonly name: HelpdeskName;
  /**
   * It knows no keys by which it could leave out what it has: it is looked through before anything is sent again, and
   * not while it may still be working on what it was sent.
   */
  readonly isLookedThrough: boolean;
  /**
   * Delivers it, once however often it is called with the same key. Gives what the helpdesk calls the ticket. Throws
   * HopelessJob when no further try can help, PutOffJob when the helpdesk said when to come again.
   */
  deliver(parcel: Parcel, ask: AskHelpdesk): Promise<{ readonly externalId?: string }>;
}
