import type { VNode } from 'preact';

import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { ReasonGroup } from '../reading/reviewer-reasons.ts';
import type { Proposal } from '../../submissions/four-eyes.ts';
import type { Decision } from '../../../knowledge/verification/submission.ts';
import { FormToken, type Viewer } from './layout.tsx';
import { Moment } from './time.tsx';

export const MAX_NOTE_CHARACTERS = 2000;

/** The public title and advice of a code, and what it means for the desk. */
export type ReasonWords = (code: ReasonCode) => {
  readonly title: string;
  readonly advice: string;
  readonly internal: string;
};

/** What a reviewer had filled in when the page came back to them. */
export interface DecisionDraft {
  readonly reasons: readonly ReasonCode[];
  readonly note: string;
}

/** What is decided on: a person's verification or an institution's. */
export interface Decidable {
  readonly reference: string;
  readonly state: 'draft' | 'submitted' | 'more_wanted' | 'approved' | 'rejected' | 'withdrawn';
  readonly version: number;
  readonly decision?: Decision;
}

export interface DecisionProps {
  readonly viewer: Viewer;
  readonly submission: Decidable;
  /** Under which its pages are. */
  readonly folder?: '/desk/submissions' | '/desk/institutions';
  /** Beside approving and rejecting. */
  readonly otherWay?: VNode;
  readonly reasonGroups: readonly ReasonGroup[];
  readonly reasonWords: ReasonWords;
  readonly decidedBy?: string | undefined;
  readonly next?: string | undefined;
  readonly draft?: DecisionDraft;
  readonly proposal?: Proposal | undefined;
  readonly agentName: (agentId: string) => string;
}

const NOTHING_TO_DECIDE: Readonly<Partial<Record<Decidable['state'], string>>> = {
  draft: 'The customer has not sent it in yet: there is nothing to decide.',
  more_wanted: 'The customer was asked for more and has not sent it in again: there is nothing to decide.',
};

const addressOf = ({ folder = '/desk/submissions', submission }: DecisionProps): string =>
  `${folder}/${submission.reference}`;

export function DecisionCard(props: DecisionProps): VNode {
  const { submission } = props;
  if (submission.decision) return <Decided {...props} />;
  if (submission.state !== 'submitted') {
    const words =
      NOTHING_TO_DECIDE[submission.state] ?? 'The customer withdrew it: there is nothing to decide.';
    return <p class="nothing">{words}</p>;
  }
  return (
    <section class="card stack decision" aria-labelledby="decision">
      <h2 id="decision">Your decision</h2>
      <Proposed {...props} />
      <form class="stack" action={`${addressOf(props)}/approve`} method="post">
        <Hidden {...props} />
        <details>
          <summary>Add a note for the desk</summary>
          <Note id="approve-note" />
        </details>
        <button class="primary good" type="submit">
          Approve
        </button>
      </form>
      {props.otherWay}
      <RejectForm {...props} />
    </section>
  );
}

/** Two have to say the same: what the first said, and who may be the second. */
function Proposed({ proposal, viewer, reasonWords, agentName }: DecisionProps): VNode | null {
  if (!proposal) return null;
  const own = proposal.agentId === viewer.agentId;
  const what = proposal.outcome === 'approved' ? 'approve it' : 'reject it';
  return (
    <div class="again">
      <p>
        {own ? 'You proposed to ' : `${agentName(proposal.agentId)} proposes to `}
        <span class="strong">{what}</span>, <Moment at={proposal.at} />.{' '}
        {own ? 'Now a colleague has to say the same.' : 'It is decided when you say the same.'}
      </p>
      {proposal.reasons.length > 0 && (
        <ul>
          {proposal.reasons.map((code) => (
            <li key={code}>{reasonWords(code).title}</li>
          ))}
        </ul>
      )}
      {proposal.note && <p class="small">{proposal.note}</p>}
    </div>
  );
}

/** Who sends the form, and what they saw. */
export function Hidden({ viewer, submission }: Pick<DecisionProps, 'viewer' | 'submission'>): VNode {
  return (
    <>
      <FormToken viewer={viewer} />
      <input type="hidden" name="version" value={submission.version} />
    </>
  );
}

function Note({ id, text = '' }: { id: string; text?: string }): VNode {
  return (
    <label for={id}>
      Note for the desk <span class="quiet small">(the customer does not see it)</span>
      <textarea id={id} name="note" rows={2} maxlength={MAX_NOTE_CHARACTERS}>
        {text}
      </textarea>
    </label>
  );
}

function RejectForm(props: DecisionProps): VNode {
  const { reasonGroups, reasonWords, draft, proposal, viewer } = props;
  // What a colleague ticked is ticked already for whoever agrees.
  const proposed = proposal?.agentId === viewer.agentId ? undefined : proposal;
  const isTicked = (code: ReasonCode): boolean => (draft ?? proposed)?.reasons.includes(code) ?? false;
  return (
    <details class="reject" open={draft !== undefined || proposed?.outcome === 'rejected'}>
      <summary class="button">Reject …</summary>
      <form class="stack" action={`${addressOf(props)}/reject`} method="post">
        {/* Enter in a checkbox presses the first submit button. This one does nothing: there is no dialog around it. */}
        <button class="unseen" type="submit" formmethod="dialog" aria-hidden="true" tabindex={-1} />
        <Hidden {...props} />
        <p class="small">
          Tick what the customer has to mend. They read these words, and are asked again only for that.
        </p>
        {reasonGroups.map(({ title, codes }, index) => (
          <details key={title} class="reasons-group" open={index === 0 || codes.some(isTicked)}>
            <summary>
              {title} <span class="small">({codes.length})</span>
            </summary>
            <fieldset>
              <legend class="unseen">{title}</legend>
              <ReasonTicks {...{ codes, reasonWords, isTicked }} />
            </fieldset>
          </details>
        ))}
        <Note id="reject-note" text={draft?.note ?? ''} />
        <button class="primary bad" type="submit">
          Reject
        </button>
      </form>
    </details>
  );
}

/** Each with the words that the customer reads. */
export function ReasonTicks({
  codes,
  reasonWords,
  isTicked,
}: {
  codes: readonly ReasonCode[];
  reasonWords: ReasonWords;
  isTicked: (code: ReasonCode) => boolean;
}): VNode {
  return (
    <>
      {codes.map((code) => (
        <label key={code} class="tick">
          <input type="checkbox" name="reason" value={code} checked={isTicked(code)} />
          <span>
            {reasonWords(code).title}
            <span class="quiet small">{reasonWords(code).advice}</span>
          </span>
        </label>
      ))}
    </>
  );
}

function Decided({
  submission,
  reasonWords,
  decidedBy,
  next,
  folder = '/desk/submissions',
}: DecisionProps): VNode {
  const { decision } = submission;
  return (
    <section class="card stack decision" aria-labelledby="decision">
      <h2 id="decision">{decision?.outcome === 'approved' ? 'Approved' : 'Rejected'}</h2>
      <p class="quiet">
        by {decidedBy ?? 'somebody'}, {decision && <Moment at={decision.at} />}
      </p>
      {decision && decision.reasons.length > 0 && (
        <ul class="reasons">
          {decision.reasons.map((code) => (
            <li key={code}>
              <span class="strong">{reasonWords(code).title}</span>
              <br />
              <span class="small">{reasonWords(code).advice}</span>
            </li>
          ))}
        </ul>
      )}
      {decision?.note && (
        <p>
          <span class="quiet small">Note for the desk: </span>
          {decision.note}
        </p>
      )}
      {next && (
        <p>
          <a class="button primary" href={`${folder}/${next}`}>
            Next in the queue
          </a>
        </p>
      )}
    </section>
  );
}
