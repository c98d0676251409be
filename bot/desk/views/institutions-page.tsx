import type { VNode } from 'preact';

import type { InstitutionRecord } from '../../submissions/institution.ts';
import { countryWords, countWords } from '../reading/words.ts';
import { maskName } from '../reading/veil.ts';
import { Badge, InstitutionBadge } from './badge.tsx';
import { Layout, type Notice, type Viewer } from './layout.tsx';
import { ReviewTabs } from './review-tabs.tsx';
import { Moment, Since } from './time.tsx';

export interface InstitutionsProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly toReview: readonly InstitutionRecord[];
  readonly asked: readonly InstitutionRecord[];
  readonly decided: readonly InstitutionRecord[];
  readonly count: { readonly waiting: number; readonly asked: number };
  readonly people: number;
  readonly notice?: Notice | undefined;
}

/** The queue of companies, the longest waiting first. */
export function InstitutionsPage(props: InstitutionsProps): VNode {
  const { viewer, count, toReview, asked, decided } = props;
  return (
    <Layout
      title={count.waiting === 0 ? 'Companies' : `(${count.waiting}) Companies`}
      viewer={viewer}
      current="queue"
      notice={props.notice}
      watch="queue"
    >
      <section aria-labelledby="to-review" class="stack" data-live="institutions">
        <h1 id="to-review" class="list-title">
          Verifications of companies
        </h1>
        <ReviewTabs current="companies" people={props.people} companies={count.waiting} />
        {toReview.length === 0 ? (
          <p class="nothing">No company waits for a review.</p>
        ) : (
          <Rows {...props} of={toReview} />
        )}
        {count.waiting > toReview.length && (
          <p class="quiet small">and {count.waiting - toReview.length} more</p>
        )}
        {asked.length > 0 && (
          <details>
            <summary>Asked for more ({count.asked})</summary>
            <Rows {...props} of={asked} muted />
          </details>
        )}
        {decided.length > 0 && (
          <details>
            <summary>Decided lately</summary>
            <Rows {...props} of={decided} muted />
          </details>
        )}
      </section>
    </Layout>
  );
}

function Rows({
  of,
  now,
  muted,
}: Pick<InstitutionsProps, 'now'> & { of: readonly InstitutionRecord[]; muted?: boolean }): VNode {
  return (
    <ol class={muted ? 'rows muted' : 'rows'}>
      {of.map((institution) => (
        <Row key={institution.reference} {...{ institution, now }} />
      ))}
    </ol>
  );
}

function Row({ institution, now }: { institution: InstitutionRecord; now: Date }): VNode {
  const { reference, answers, papers, state, toMend } = institution;
  const given = Object.values(papers).flat();
  const doubts = given.filter(({ verdict }) => verdict.outcome === 'review').length;
  const country = answers.country === undefined ? '' : countryWords(answers.country);
  return (
    <li>
      <a class="row" href={`/desk/institutions/${reference}`} data-row="">
        {/* In lists, where nobody gave a reason to see more. */}
        <span class="who">{maskName(answers.companyName ?? '') || 'No name yet'}</span>
        <span class="what">{[country, countWords(given.length, 'file')].filter(Boolean).join(' · ')}</span>
        <span class="marks">
          {state === 'submitted' && toMend && <Badge tone="attention">Sent in again</Badge>}
          {state === 'submitted' && doubts > 0 && (
            <Badge tone="calm">{`${countWords(doubts, 'file')} to look at`}</Badge>
          )}
          {state !== 'submitted' && <InstitutionBadge state={state} />}
        </span>
        <span class="id">{reference}</span>
        <span class="when">
          {institution.decision ? (
            <Moment at={institution.decision.at} />
          ) : (
            <>
              <span class="unseen">waiting for </span>
              <Since at={sinceOf(institution)} now={now} />
            </>
          )}
        </span>
      </a>
    </li>
  );
}

/** When it came to whoever it waits for now. */
const sinceOf = ({ state, askedAt, submittedAt, createdAt }: InstitutionRecord): string =>
  (state === 'more_wanted' ? askedAt : submittedAt) ?? createdAt;
