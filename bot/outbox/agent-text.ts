import type { DeliveryKind } from '../deliveries/deliveries.ts';
import type { CanonicalTicket, Saying } from './canonical-ticket.ts';
import type { Parcel, ParcelFile } from './parcel.ts';

const AUTHORS: Readonly<Record<Saying['author'], string>> = {
  customer: 'Customer',
  assistant: 'Assistant',
  agent: 'Agent',
};

const NEWS: Readonly<Record<DeliveryKind, string>> = {
  opened: 'A customer asks for a person.',
  customer_wrote: 'The customer wrote again.',
  attachment_added: 'The customer sent a file.',
  agent_answered: 'The customer was answered at the Veriguide desk.',
  solved: 'The ticket was solved at the Veriguide desk.',
  reopened: 'The ticket was opened again at the Veriguide desk.',
};

/** One line that names the ticket in lists. Without its token: see `markedSubject`. */
export function subjectOf({ number, category }: CanonicalTicket): string {
  return `${category.title} (${number})`;
}

/** Everything that an agent should know about the delivery, as plain text. Agents read English, as at the desk. */
export function agentText(parcel: Parcel, links: readonly ParcelFile[] = []): string {
  const { ticket, kind, deskUrl } = parcel;
  const parts = [
    NEWS[kind],
    ...(kind === 'opened' ? [aboutTicket(ticket)] : []),
    ...transcriptPart(ticket, kind),
    ...linkPart(links),
    ...withheldPart(ticket),
    `At the desk: ${deskUrl}`,
  ];
  return parts.join('\n\n');
}

function aboutTicket(ticket: CanonicalTicket): string {
  const { customer, standing } = ticket;
  const lines = [
    `Ticket ${ticket.number}, opened ${standing.openedAt}, priority ${ticket.priority}`,
    `About: ${ticket.category.title}`,
    `Customer: ${[customer.name, customer.reference].filter((word) => word !== undefined).join(', ')}${customer.verified ? ', verified' : ', not verified'}`,
    ...(ticket.language === undefined ? [] : [`Speaks: ${ticket.language}`]),
    '',
    ticket.summary,
  ];
  const lists = [
    list(
      'The assistant thought of',
      ticket.diagnosis.map(({ title }) => title),
    ),
    list(
      'Asked by the assistant',
      ticket.asked.map(({ question, answer }) => `${question} ${answer}`),
    ),
    list('Tried already', ticket.tried),
  ];
  return [lines.join('\n'), ...lists.filter((text) => text !== '')].join('\n\n');
}

function transcriptPart({ transcript }: CanonicalTicket, kind: DeliveryKind): string[] {
  if (transcript.length === 0) return [];
  const said = transcript.map((saying) => `[${saying.at}] ${speaker(saying)}: ${saying.text}`);
  return [[kind === 'opened' ? 'What was said:' : 'Since the last message:', ...said].join('\n')];
}

function speaker({ author, name }: Saying): string {
  return name === undefined ? AUTHORS[author] : `${AUTHORS[author]} ${name}`;
}

function linkPart(links: readonly ParcelFile[]): string[] {
  const text = list(
    'Files (the links work for 30 days)',
    links.map(({ name, link }) => `${name}: ${link}`),
  );
  return text === '' ? [] : [text];
}

function withheldPart({ withheld }: CanonicalTicket): string[] {
  const text = list(
    'Kept at the desk, because what is personal in it cannot be covered',
    withheld.map(({ name }) => name),
  );
  return text === '' ? [] : [text];
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [`${title}:`, ...items.map((item) => `- ${item}`)].join('\n');
}

/** What the customer said in this delivery, in their own words. */
export function customerWords({ ticket, kind }: Parcel): string {
  if (kind === 'opened') return ticket.summary;
  return ticket.transcript
    .filter(({ author }) => author === 'customer')
    .map(({ text }) => text)
    .join('\n\n');
}

/** By it a delivery is found again at a helpdesk that knows no keys. */
export const markOf = ({ key }: Parcel): string => `delivery ${key}`;
