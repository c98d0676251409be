import type { VNode } from 'preact';

import { TICKET_PARTS, type TicketPart } from '../../tickets/ticket-list.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import type { Excerpt } from '../reading/found-in.ts';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { TicketRow } from './ticket-row.tsx';

export interface SearchProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly wanted: string;
  readonly part: TicketPart;
  readonly found: readonly { readonly ticket: TicketRecord; readonly excerpt: Excerpt | undefined }[];
  readonly next?: string | undefined;
  readonly isLaterPage: boolean;
  /** Why nothing was looked for. */
  readonly notice?: Notice | undefined;
  readonly categoryWords: (category: string) => string;
  readonly agentName: (agentId: string) => string;
}

const WHERE: Readonly<Record<TicketPart, string>> = {
  all: 'in all tickets',
  with_us: 'in those to answer',
  waiting: 'in those with the customer',
  finished: 'in finished ones',
};

/** What was looked for may be a customer's name: it stands in the form, never in an address. */
export function SearchPage(props: SearchProps): VNode {
  const { viewer, wanted, part, found, next, notice, isLaterPage } = props;
  return (
    <Layout title="Search" viewer={viewer} notice={notice}>
      <h1>Search</h1>
      <form class="search-form" action="/desk/find" method="post" role="search" aria-label="Tickets">
        <FormToken viewer={viewer} />
        <label>
          Words, a number, a reference or a customer’s id
          <input name="q" type="search" value={wanted} maxlength={200} autocomplete="off" />
        </label>
        <label>
          Where
          <select name="part">
            {(['all', ...TICKET_PARTS.filter((one) => one !== 'all')] as const).map((one) => (
              <option key={one} value={one} selected={one === part}>
                {WHERE[one]}
              </option>
            ))}
          </select>
        </label>
        <button class="primary" type="submit">
          Search
        </button>
      </form>
      <p class="quiet small">
        All words must stand in the ticket or in its conversation, in any order. Whole words are found, also
        with another ending. Tickets look like VG-1042, verifications like VG-7K3M-Q2XW.
      </p>
      {found.length === 0 ? (
        <p class="nothing">{isLaterPage ? 'There is nothing more.' : 'Nothing was found.'}</p>
      ) : (
        <ol class="rows">
          {found.map(({ ticket, excerpt }) => (
            <TicketRow key={ticket.number} ticket={ticket} {...props}>
              {excerpt && <Found excerpt={excerpt} />}
            </TicketRow>
          ))}
        </ol>
      )}
      {next !== undefined && (
        <form class="pages" action="/desk/find" method="post">
          <FormToken viewer={viewer} />
          <input type="hidden" name="q" value={wanted} />
          <input type="hidden" name="part" value={part} />
          <input type="hidden" name="from" value={next} />
          <button type="submit">Next page</button>
        </form>
      )}
    </Layout>
  );
}

function Found({ excerpt: { who, parts } }: { excerpt: Excerpt }): VNode {
  return (
    <span class="found small">
      <span class="quiet">{who}: </span>
      {parts.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text))}
    </span>
  );
}
