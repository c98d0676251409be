import type { ComponentChildren, VNode } from 'preact';

import type { Customer } from '../../../dialogs/services.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { Proposal } from '../../submissions/four-eyes.ts';
import { REASONS_TO_ASK, type InstitutionRecord } from '../../submissions/institution.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import type { ReasonGroup } from '../reading/reviewer-reasons.ts';
import { PAPER_WORDS, type ShownPaper } from '../reading/shown-papers.ts';
import { countryWords } from '../reading/words.ts';
import { InstitutionBadge } from './badge.tsx';
import { CustomerCard } from './customer-card.tsx';
import { DecisionCard, Hidden, ReasonTicks, type DecisionDraft, type ReasonWords } from './decision-card.tsx';
import { HistoryCard, type HistoryLine } from './history-card.tsx';
import { Layout, type Notice, type Viewer } from './layout.tsx';
import { PaperCard } from './paper-card.tsx';
import { OthersCard } from './others-card.tsx';
import { PersonalDataBar } from './personal-data-bar.tsx';
import { RefusedCard } from './refused-card.tsx';
import { ReviewHead } from './review-head.tsx';

export interface InstitutionProps {
  readonly viewer: Viewer;
  readonly now: Date;
  /** With its answers as the viewer may see them. */
  readonly institution: InstitutionRecord;
  readonly customer: Customer;
  readonly papers: readonly ShownPaper[];
  readonly openUntil: Date | undefined;
  /** Earlier ones of the same customer. */
  readonly others: readonly InstitutionRecord[];
  readonly submissions: readonly SubmissionRecord[];
  readonly tickets: readonly TicketRecord[];
  readonly history: readonly HistoryLine[];
  readonly reasonGroups: readonly ReasonGroup[];
  readonly reasonWords: ReasonWords;
  readonly agentName: (agentId: string) => string;
  readonly decidedBy?: string | undefined;
  readonly next?: string | undefined;
  readonly draft?: DecisionDraft;
  /** What was ticked when asking for more came back. */
  readonly asked?: readonly ReasonCode[];
  readonly proposal?: Proposal | undefined;
  readonly notice?: Notice | undefined;
}

const FOLDER = '/desk/institutions';

export function InstitutionPage(props: InstitutionProps): VNode {
  const { institution, viewer, now, papers, reasonWords } = props;
  const { reference, answers, state } = institution;
  const name = answers.companyName ?? 'No name yet';
  return (
    <Layout
      title={`${reference} ${name}`}
      viewer={viewer}
      notice={props.notice}
      watch={`institution=${reference}`}
    >
      <ReviewHead
        title={name}
        about={answers.country && countryWords(answers.country)}
        queue={{ address: FOLDER, words: 'Companies' }}
        reference={reference}
        badges={<InstitutionBadge state={state} />}
        waitingSince={state === 'submitted' ? (institution.submittedAt ?? institution.createdAt) : undefined}
        next={props.next && `${FOLDER}/${props.next}`}
        now={now}
      />
      <PersonalDataBar address={`${FOLDER}/${reference}`} {...props} />
      <div data-live="warnings" class="stack">
        <ToMend {...props} />
      </div>
      <div class="with-aside wide-main">
        <div class="stack">
          <div class="columns">
            <CompanyCard {...props} />
            <PersonCard {...props} />
          </div>
          <section aria-labelledby="papers" class="stack">
            <h2 id="papers">Documents</h2>
            {papers.length === 0 && <p class="nothing">No document was given yet.</p>}
            <div class="photos">
              {papers.map((paper, index) => (
                <PaperCard
                  key={paper.uploadId}
                  number={papers.slice(0, index + 1).filter(({ slot }) => slot === paper.slot).length}
                  {...{ paper, reasonWords }}
                />
              ))}
            </div>
          </section>
          <div class="columns">
            <div class="stack">
              <CustomerCard customer={props.customer} />
              <RefusedCard
                title="Files refused before"
                files={institution.refused.map((file) => ({ ...file, words: PAPER_WORDS[file.slot] }))}
                reasonWords={reasonWords}
              />
              <OthersCard institutions={props.others} {...props} />
            </div>
            <div data-live="history">
              <HistoryCard lines={props.history} />
            </div>
          </div>
        </div>
        <aside class="beside" id="decide" data-live="decision" data-keep-when-typing="">
          <div class="decision-place">
            <DecisionCard
              {...props}
              submission={institution}
              folder={FOLDER}
              otherWay={<AskForm {...props} />}
            />
          </div>
        </aside>
      </div>
    </Layout>
  );
}

/** What was asked for, or what the attempt before was rejected because of. */
function ToMend({ institution, reasonWords }: InstitutionProps): VNode | null {
  const { toMend = [], state, askedAt } = institution;
  if (toMend.length === 0 || state === 'approved' || state === 'rejected') return null;
  const words = askedAt
    ? state === 'more_wanted'
      ? 'The customer was asked to put right:'
      : 'Sent in again. The customer was asked to put right:'
    : 'A second attempt. The last one was rejected because:';
  return (
    <section class="notice calm">
      <div>
        <p class="strong">{words}</p>
        <ul>
          {toMend.map((code) => (
            <li key={code}>{reasonWords(code).title}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  const isMissing = children === undefined || children === '';
  return (
    <div>
      <dt>{name}</dt>
      <dd class="break">{isMissing ? <span class="quiet">not given</span> : children}</dd>
    </div>
  );
}

function CompanyCard({ institution: { answers } }: InstitutionProps): VNode {
  return (
    <section class="card" aria-labelledby="company">
      <h2 id="company">Company</h2>
      <dl class="facts">
        <Fact name="Registered name">{answers.companyName}</Fact>
        <Fact name="Registered in">{answers.country && countryWords(answers.country)}</Fact>
        <Fact name="Number">{answers.registrationNumber}</Fact>
        <Fact name="Address">{answers.companyAddress}</Fact>
        {/* As text: what a customer typed is no link to press. */}
        <Fact name="Website">{answers.website}</Fact>
      </dl>
    </section>
  );
}

function PersonCard({ institution: { answers }, customer }: InstitutionProps): VNode {
  return (
    <section class="card" aria-labelledby="person">
      <h2 id="person">Authorised person</h2>
      <dl class="facts">
        <Fact name="Full name">{answers.personName}</Fact>
        <Fact name="Role">{answers.personRole}</Fact>
        <Fact name="E-mail">{answers.personEmail}</Fact>
      </dl>
      <p class="quiet small">
        {customer.verified
          ? 'The account of this customer is verified.'
          : 'The account of this customer is not verified yet.'}{' '}
        Write to this person only from the official KYC address.
      </p>
    </section>
  );
}

function AskForm(props: InstitutionProps): VNode {
  const { institution, viewer, reasonWords, asked } = props;
  return (
    <details class="reject" open={asked !== undefined}>
      <summary class="button">Ask for more …</summary>
      <form class="stack" action={`${FOLDER}/${institution.reference}/ask`} method="post">
        {/* Enter in a checkbox presses the first submit button. This one does nothing: there is no dialog around it. */}
        <button class="unseen" type="submit" formmethod="dialog" aria-hidden="true" tabindex={-1} />
        <Hidden viewer={viewer} submission={institution} />
        <fieldset>
          <legend class="small">
            Tick what you need. The customer reads these words and sends it in again.
          </legend>
          <ReasonTicks
            codes={REASONS_TO_ASK}
            reasonWords={reasonWords}
            isTicked={(code) => asked?.includes(code) ?? false}
          />
        </fieldset>
        <button class="primary" type="submit">
          Ask for it
        </button>
      </form>
    </details>
  );
}
