import type { ComponentChildren, VNode } from 'preact';

import type { TicketRecord } from '../../tickets/tickets.ts';
import { createVeil } from '../reading/veil.ts';
import { countWords, languageWords, PRIORITY_WORDS } from '../reading/words.ts';
import { Badge, TicketBadge } from './badge.tsx';
import { Deadline } from './deadline.tsx';
import { Since } from './time.tsx';

export interface TicketRowProps {
  readonly ticket: TicketRecord;
  readonly now: Date;
  readonly categoryWords: (category: string) => string;
  readonly agentName: (agentId: string) => string;
  /** Messages of the customer that the agent has not seen. */
  readonly unread?: number | undefined;
  /** The form that a tick goes to; without one there is nothing to tick. */
  readonly tickForm?: string;
  /** Where words were found. */
  readonly children?: ComponentChildren;
}

/** One line of a list of tickets. */
export function TicketRow(props: TicketRowProps): VNode {
  const { ticket, now, categoryWords, agentName, unread = 0, tickForm, children } = props;
  const about = [
    categoryWords(ticket.category),
    ticket.language && ticket.language !== 'en' ? languageWords(ticket.language) : '',
    ticket.uploadIds.length > 0 ? countWords(ticket.uploadIds.length, 'file') : '',
  ].filter((words) => words !== '');
  return (
    <li class={tickForm === undefined ? undefined : 'tickable'}>
      {tickForm !== undefined && (
        <input
          type="checkbox"
          class="pick"
          name="ticket"
          value={`${ticket.number}:${ticket.version}`}
          form={tickForm}
          aria-label={`Choose ${ticket.number}`}
          data-pick={ticket.number}
        />
      )}
      <a class="row" href={`/desk/tickets/${ticket.number}`} data-row="">
        <span class="who">
          {unread > 0 && (
            <span class="unread">
              {unread > 99 ? '99+' : unread}
              <span class="unseen"> new messages:</span>
            </span>
          )}
          {inLists(ticket)}
        </span>
        <span class="what">{about.join(' · ')}</span>
        <span class="marks">
          {ticket.expedited && <Badge tone="attention">Expedited</Badge>}
          <PriorityBadge priority={ticket.priority} />
          {ticket.dueAt && (
            <Deadline
              at={ticket.dueAt}
              now={now}
              what={ticket.firstAnsweredAt === undefined ? 'Answer' : 'Solution'}
            />
          )}
          <TicketBadge state={ticket.state} />
          {ticket.agentId && <span class="quiet small">{agentName(ticket.agentId)}</span>}
        </span>
        <span class="id">{ticket.number}</span>
        <span class="when">
          <span class="unseen">for </span>
          <Since at={ticket.stateSince} now={now} />
        </span>
        {children}
      </a>
    </li>
  );
}

/** What people wrote, where nobody gave a reason to see more. */
const inLists = ({ summary, email }: TicketRecord): string =>
  createVeil({ names: [], values: [email] }).text(summary);

/** What is as usual is not said. */
export function PriorityBadge({ priority }: Pick<TicketRecord, 'priority'>): VNode | null {
  if (priority === 'normal') return null;
  const tone = priority === 'urgent' ? 'bad' : priority === 'high' ? 'attention' : 'quiet';
  return <Badge tone={tone}>{PRIORITY_WORDS[priority]}</Badge>;
}
