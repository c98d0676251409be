import type { VNode } from 'preact';

import { may } from '../../people/roles.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import { givenPhotos } from '../reading/given-photos.ts';
import { queueAddress } from '../reading/ticket-filter.ts';
import { countryWords, countWords, DOCUMENT_WORDS, maskedNameWords } from '../reading/words.ts';
import { Badge, SubmissionBadge } from './badge.tsx';
import { BULK_FORM, BulkBar } from './bulk-bar.tsx';
import { Layout, type Notice } from './layout.tsx';
import { ReviewTabs } from './review-tabs.tsx';
import { PartTabs, TicketFilters, ViewLinks, type FilterProps } from './ticket-filters.tsx';
import { TicketRow } from './ticket-row.tsx';
import { Moment, Since } from './time.tsx';

export interface QueueProps extends FilterProps {
  readonly now: Date;
  readonly submissions: readonly SubmissionRecord[];
  readonly submissionCount: { readonly waiting: number; readonly expedited: number };
  readonly institutionCount: { readonly waiting: number };
  readonly tickets: readonly TicketRecord[];
  /** Where the next page of them begins. */
  readonly next?: string | undefined;
  /** Where this page begins; undefined for the first. */
  readonly from?: string | undefined;
  readonly unread: ReadonlyMap<string, number>;
  /** Each up to `mostCounted`, which stands for "or more". */
  readonly ticketCount: { readonly withUs: number; readonly withCustomers: number };
  readonly mostCounted: number;
  readonly decided: readonly SubmissionRecord[];
  readonly agentName: (agentId: string) => string;
  readonly notice?: Notice | undefined;
}

export function QueuePage(props: QueueProps): VNode {
  const { viewer, now, notice, submissionCount, institutionCount, ticketCount, filter, agents, next, from } =
    props;
  const mayReview = may(viewer.role, 'submissions.read');
  const counted = (count: number): string =>
    count < props.mostCounted ? String(count) : `${props.mostCounted - 1}+`;
  return (
    <Layout
      title={titleWords(submissionCount.waiting + institutionCount.waiting + ticketCount.withUs)}
      viewer={viewer}
      current="queue"
      notice={notice}
      watch="queue"
    >
      <h1 class="unseen">Queue</h1>
      <div class={mayReview ? 'queue' : undefined}>
        {mayReview && (
          <section aria-labelledby="to-review" class="stack" data-live="submissions">
            <h2 id="to-review" class="list-title">
              Verifications <Count of={submissionCount.waiting} noun="to review" />
              {submissionCount.expedited > 0 && (
                <Badge tone="attention">{`${submissionCount.expedited} expedited`}</Badge>
              )}
            </h2>
            <ReviewTabs
              current="people"
              people={submissionCount.waiting}
              companies={institutionCount.waiting}
            />
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
          </section>
        )}
        <section aria-labelledby="tickets-title" class="stack">
          <h2 id="tickets-title" class="list-title">
            Tickets
          </h2>
          <div class="stack tight" data-live="parts">
            <PartTabs
              filter={filter}
              counts={{ with_us: counted(ticketCount.withUs), waiting: counted(ticketCount.withCustomers) }}
            />
            <ViewLinks {...props} />
          </div>
          <TicketFilters {...props} />
          <div class="stack" data-live="tickets">
            {props.tickets.length === 0 ? (
              <Nothing>{nothingWords(props)}</Nothing>
            ) : (
              <ol class="rows">
                {props.tickets.map((ticket) => (
                  <TicketRow
                    key={ticket.number}
                    {...{ ticket, now, tickForm: BULK_FORM }}
                    unread={props.unread.get(ticket.id)}
                    categoryWords={props.categoryWords}
                    agentName={props.agentName}
                  />
                ))}
              </ol>
            )}
            {(from !== undefined || next !== undefined) && (
              <nav class="pages" aria-label="Pages">
                {from !== undefined && <a href={queueAddress(filter)}>First page</a>}
                {next !== undefined && (
                  <a class="button" href={queueAddress(filter, next)} rel="next">
                    Next page
                  </a>
                )}
              </nav>
            )}
          </div>
          {props.tickets.length > 0 && (
            <BulkBar viewer={viewer} agents={agents} back={queueAddress(filter, from)} />
          )}
        </section>
      </div>
      <p class="quiet small keyboard-hint">
        Press <kbd>?</kbd> for the keyboard.
      </p>
    </Layout>
  );
}

function nothingWords({ filter, from }: QueueProps): string {
  if (from !== undefined) return 'There is nothing more.';
  return filter.part === 'with_us' ? 'No customer waits for an answer here.' : 'No ticket is like that.';
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
