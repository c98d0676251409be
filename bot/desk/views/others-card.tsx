import type { VNode } from 'preact';

import type { InstitutionRecord } from '../../submissions/institution.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import { InstitutionBadge, SubmissionBadge, TicketBadge } from './badge.tsx';

export interface OthersCardProps {
  readonly institutions?: readonly Pick<InstitutionRecord, 'reference' | 'state'>[];
  readonly submissions: readonly Pick<SubmissionRecord, 'reference' | 'state'>[];
  readonly tickets: readonly TicketRecord[];
}

/** What else the same customer has sent in and asked for. */
export function OthersCard({ institutions = [], submissions, tickets }: OthersCardProps): VNode | null {
  if (institutions.length + submissions.length + tickets.length === 0) return null;
  return (
    <section class="card" aria-labelledby="others">
      <h2 id="others">Also of this customer</h2>
      <ul class="plain-list">
        {institutions.map(({ reference, state }) => (
          <li key={reference} class="spread">
            <a href={`/desk/institutions/${reference}`}>
              Company <span class="id">{reference}</span>
            </a>
            <InstitutionBadge state={state} />
          </li>
        ))}
        {submissions.map(({ reference, state }) => (
          <li key={reference} class="spread">
            <a href={`/desk/submissions/${reference}`}>
              Verification <span class="id">{reference}</span>
            </a>
            <SubmissionBadge state={state} />
          </li>
        ))}
        {tickets.map((ticket) => (
          <TicketLine key={ticket.number} ticket={ticket} />
        ))}
      </ul>
    </section>
  );
}

/** A ticket of the customer who is looked at, in a list. */
export function TicketLine({ ticket }: { ticket: Pick<TicketRecord, 'number' | 'state'> }): VNode {
  const { number, state } = ticket;
  return (
    <li class="spread">
      <a href={`/desk/tickets/${number}`}>
        Ticket <span class="id">{number}</span>
      </a>
      <TicketBadge state={state} />
    </li>
  );
}
