import type { VNode } from 'preact';

import { may } from '../../people/roles.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import { givenPhotos } from '../reading/given-photos.ts';
import { countryWords, countWords, DOCUMENT_WORDS, maskedNameWords } from '../reading/words.ts';
import { createVeil } from '../reading/veil.ts';
import { Badge, SubmissionBadge, TicketBadge } from './badge.tsx';
import { Layout, type Notice, type Viewer } from './layout.tsx';
import { Moment, Since } from './time.tsx';

export interface QueueProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly submissions: readonly SubmissionRecord[];
  readonly submissionCount: { readonly waiting: number; readonly expedited: number };
  readonly tickets: readonly TicketRecord[];
  readonly ticketCount: { readonly withUs: number; readonly withCustomers: number };
  readonly decided: readonly SubmissionRecord[];
  readonly finished: readonly TicketRecord[];
  readonly categoryWords: (category: string) => string;
  readonly agentName: (agentId: string) => string;
  readonly notice?: Notice | undefined;
}

export function QueuePage(props: QueueProps): VNode {
  const { viewer, now, notice, submissionCount, ticketCount } = props;
  const withUs = props.tickets.filter(({ state }) => state !== 'waiting');
  const waiting = props.tickets.filter(({ state }) => state === 'waiting');
  const row = (ticket: TicketRecord) => <TicketRow key={ticket.number} ticket={ticket} {...props} />;
  return (
    <Layout
      title={titleWords(submissionCount.waiting + ticketCount.withUs)}
      viewer={viewer}
      current="queue"
      notice={notice}
      watch="queue"
    >
      <h1 class="unseen">Queue</h1>
      <div class="columns" data-live="queue">
        {may(viewer.role, 'submissions.read') && (
          <section aria-labelledby="to-review">
            <h2 id="to-review" class="list-title">
              Verifications <Count of={submissionCount.waiting} noun="to review" />
              {submissionCount.expedited > 0 && (
                <Badge tone="attention">{`${submissionCount.expedited} expedited`}</Badge>
              )}
            </h2>
            {props.submissions.length === 0 ? (
              <Nothing>No verification waits for a review.</Nothing>
            ) : (
              <ol class="rows">
                {props.submissions.map((submission) => (
                  <SubmissionRow key={submission.reference} submission={submission} now={now} />
                ))}
              </ol>
            )}
            <More count={submissionCount.waiting - props.submissions.length} />
          </section>
        )}
        <section aria-labelledby="with-us">
          <h2 id="with-us" class="list-title">
            Tickets <Count of={ticketCount.withUs} noun="to answer" />
          </h2>
          {withUs.length === 0 ? (
            <Nothing>No customer waits for an answer.</Nothing>
          ) : (
            <ol class="rows">{withUs.map(row)}</ol>
          )}
          <More count={ticketCount.withUs - withUs.length} />
          {waiting.length > 0 && (
            <>
              <h3 class="list-title">
                With the customer <Count of={ticketCount.withCustomers} noun="answered" />
              </h3>
              <ol class="rows muted">{waiting.map(row)}</ol>
            </>
          )}
        </section>
      </div>
      <div class="columns" data-live="finished">
        {props.decided.length > 0 && (
          <details>
            <summary>Decided lately</summary>
            <ol class="rows muted">
              {props.decided.map((submission) => (
                <SubmissionRow key={submission.reference} submission={submission} now={now} />
              ))}
            </ol>
          </details>
        )}
        {props.finished.length > 0 && (
          <details>
            <summary>Solved lately</summary>
            <ol class="rows muted">{props.finished.map(row)}</ol>
          </details>
        )}
      </div>
      <p class="quiet small keyboard-hint">
        Press <kbd>?</kbd> for the keyboard.
      </p>
    </Layout>
  );
}

const titleWords = (count: number): string => (count === 0 ? 'Queue' : `(${count}) Queue`);

function Count({ of, noun }: { of: number; noun: string }): VNode {
  return (
    <span class="count">
      {of} <span class="unseen">{noun}</span>
    </span>
  );
}

function Nothing({ children }: { children: string }): VNode {
  return <p class="nothing">{children}</p>;
}

function More({ count }: { count: number }): VNode | null {
  return count > 0 ? <p class="quiet small">and {count} more</p> : null;
}

function SubmissionRow({ submission, now }: { submission: SubmissionRecord; now: Date }): VNode {
  const { reference, answers, photos, state } = submission;
  const doubts = givenPhotos(photos).filter(([, { verdict }]) => verdict.outcome === 'review').length;
  const document = [
    answers.documentType && DOCUMENT_WORDS[answers.documentType],
    answers.country && countryWords(answers.country),
  ].filter(Boolean);
  return (
    <li>
      <a
        class={submission.expedited && state === 'submitted' ? 'row expedited' : 'row'}
        href={`/desk/submissions/${reference}`}
        data-row=""
      >
        <span class="who">{maskedNameWords(answers)}</span>
        <span class="what">{document.join(' · ')}</span>
        <span class="marks">
          {submission.expedited && <Badge tone="attention">Expedited</Badge>}
          {state === 'submitted' && doubts > 0 && (
            <Badge tone="calm">{`${countWords(doubts, 'photo')} to look at`}</Badge>
          )}
          {state !== 'submitted' && <SubmissionBadge state={state} />}
        </span>
        <span class="id">{reference}</span>
        <span class="when">
          {submission.decision ? (
            <Moment at={submission.decision.at} />
          ) : (
            <>
              <span class="unseen">waiting for </span>
              <Since at={submission.submittedAt ?? submission.createdAt} now={now} />
            </>
          )}
        </span>
      </a>
    </li>
  );
}

function TicketRow({ ticket, now, categoryWords, agentName }: QueueProps & { ticket: TicketRecord }): VNode {
  return (
    <li>
      <a class="row" href={`/desk/tickets/${ticket.number}`} data-row="">
        <span class="who">{inLists(ticket)}</span>
        <span class="what">
          {categoryWords(ticket.category)}
          {ticket.uploadIds.length > 0 && ` · ${countWords(ticket.uploadIds.length, 'file')}`}
        </span>
        <span class="marks">
          <TicketBadge state={ticket.state} />
          {ticket.agentId && <span class="quiet small">{agentName(ticket.agentId)}</span>}
        </span>
        <span class="id">{ticket.number}</span>
        <span class="when">
          <span class="unseen">for </span>
          <Since at={ticket.stateSince} now={now} />
        </span>
      </a>
    </li>
  );
}

/** What people wrote, where nobody gave a reason to see more. */
const inLists = ({ summary, email }: TicketRecord): string =>
  createVeil({ names: [], values: [email] }).text(summary);
