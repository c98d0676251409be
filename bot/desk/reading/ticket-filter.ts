import { isPriority } from '../../tickets/service-levels.ts';
import {
  NOBODY,
  TICKET_ORDERS,
  TICKET_PARTS,
  type TicketFilter,
  type TicketOrder,
  type TicketPart,
} from '../../tickets/ticket-list.ts';

/** A filter as the queue's address says it. Nothing in it is about a customer. */
export interface AskedFilter {
  readonly part: TicketPart;
  readonly order: TicketOrder;
  readonly category?: string;
  readonly priority?: string;
  /** `me`, `nobody` or an agent's id. */
  readonly assignee?: string;
  readonly language?: string;
  readonly overHours?: number;
}

export const ME = 'me';
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HOUR_MS = 3_600_000;
/** Hours that the form offers; the address may say any. */
export const OVER_HOURS = [1, 4, 24, 72, 168] as const;

/** Whatever an address says: what is not a filter is left out. */
export function readFilter(query: URLSearchParams): AskedFilter {
  const one = (name: string, shape: RegExp): string | undefined => {
    const text = query.get(name) ?? '';
    return shape.test(text) ? text : undefined;
  };
  const category = one('category', /^[\w:-]{1,80}$/);
  const priority = one('priority', /^\w+$/);
  const assignee = [ME, NOBODY].find((known) => known === query.get('assignee')) ?? one('assignee', ID);
  const language = one('language', /^[a-z]{2}$/);
  const over = one('over', /^[1-9]\d{0,4}$/);
  return {
    part: TICKET_PARTS.find((part) => part === query.get('part')) ?? 'with_us',
    order: TICKET_ORDERS.find((order) => order === query.get('order')) ?? 'longest',
    ...(category !== undefined && { category }),
    ...(priority !== undefined && isPriority(priority) && { priority }),
    ...(assignee !== undefined && { assignee }),
    ...(language !== undefined && { language }),
    ...(over !== undefined && { overHours: Number(over) }),
  };
}

/** The address of a filter; what is as usual is not said. */
export function writeFilter({ part, order, overHours, ...named }: AskedFilter): string {
  const query = new URLSearchParams({
    ...(part !== 'with_us' && { part }),
    ...(order !== 'longest' && { order }),
    ...named,
    ...(overHours !== undefined && { over: String(overHours) }),
  });
  return query.toString();
}

export const queueAddress = (filter: AskedFilter, from?: string): string => {
  const said = writeFilter(filter);
  const query =
    from === undefined ? said : `${said}${said === '' ? '' : '&'}from=${encodeURIComponent(from)}`;
  return query === '' ? '/desk' : `/desk?${query}`;
};

/** Narrower than the part alone. */
export const isNarrowed = ({ category, priority, assignee, language, overHours }: AskedFilter): boolean =>
  [category, priority, assignee, language, overHours].some((one) => one !== undefined);

export function filterFor(asked: AskedFilter, agentId: string, now: Date): TicketFilter {
  const { part, order, category, priority, assignee, language, overHours } = asked;
  return {
    part,
    order,
    ...(category !== undefined && { category }),
    ...(priority !== undefined && isPriority(priority) && { priority }),
    ...(assignee !== undefined && { assignee: assignee === ME ? agentId : assignee }),
    ...(language !== undefined && { language }),
    ...(overHours !== undefined && { since: new Date(now.getTime() - overHours * HOUR_MS) }),
  };
}
