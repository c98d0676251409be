import type { VNode } from 'preact';

import type { Customer } from '../../../dialogs/services.ts';
import type { TextLine } from '../../../knowledge/checks/document-measurements.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { Proposal } from '../../submissions/four-eyes.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import { countryWords, DOCUMENT_WORDS, nameWords, SLOT_WORDS } from '../reading/words.ts';
import { Badge, SubmissionBadge } from './badge.tsx';
import { CustomerCard } from './customer-card.tsx';
import { DecisionCard, type DecisionDraft, type ReasonWords } from './decision-card.tsx';
import { DuplicatesCard } from './duplicates-card.tsx';
import { HistoryCard, type HistoryLine } from './history-card.tsx';
import { Layout, type Notice, type Viewer } from './layout.tsx';
import { LivenessCard, type ShownLiveness } from './liveness-card.tsx';
import { MeasurementsCard } from './measurements-card.tsx';
import { ParticularsCard } from './particulars-card.tsx';
import { OthersCard } from './others-card.tsx';
import { PersonalDataBar } from './personal-data-bar.tsx';
import { PhotoCard, type ShownPhoto } from './photo-card.tsx';
import { RefusedCard } from './refused-card.tsx';
import { ReviewHead } from './review-head.tsx';
import type { ParticularsLine, ReadZone } from '../reading/particulars.ts';
import type { ShownDuplicates } from '../reading/duplicates.ts';
import type { ReasonGroup } from '../reading/reviewer-reasons.ts';

export interface SubmissionProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly submission: SubmissionRecord;
  readonly customer: Customer;
  readonly photos: readonly ShownPhoto[];
  readonly liveness?: ShownLiveness | undefined;
  readonly particulars: readonly ParticularsLine[];
  readonly print: readonly TextLine[];
  readonly zone?: ReadZone | undefined;
  /** Other accounts' submissions with the same document. */
  readonly sameDocument: readonly Pick<SubmissionRecord, 'reference' | 'state'>[];
  readonly duplicates: ShownDuplicates;
  readonly agentName: (agentId: string) => string;
  /** Of a photo; undefined while it is masked. */
  readonly addressOf: (uploadId: string) => string | undefined;
  /** Until when the personal data is shown to the viewer; undefined while it is masked. */
  readonly openUntil: Date | undefined;
  readonly others: readonly SubmissionRecord[];
  readonly tickets: readonly TicketRecord[];
  readonly history: readonly HistoryLine[];
  readonly reasonGroups: readonly ReasonGroup[];
  readonly reasonWords: ReasonWords;
  readonly decidedBy?: string | undefined;
  /** The next one in the queue, once this one is decided. */
  readonly next?: string | undefined;
  readonly draft?: DecisionDraft;
  /** What a reviewer said, where two have to. */
  readonly proposal?: Proposal | undefined;
  readonly notice?: Notice | undefined;
}

export function SubmissionPage(props: SubmissionProps): VNode {
  const { submission, viewer, now, notice, particulars, print, zone } = props;
  const { reference, answers, state } = submission;
  const document = [
    answers.documentType && DOCUMENT_WORDS[answers.documentType],
    answers.country && countryWords(answers.country),
  ].filter(Boolean);
  return (
    <Layout
      title={`${reference} ${nameWords(answers)}`}
      viewer={viewer}
      notice={notice}
      watch={`submission=${reference}`}
    >
      <ReviewHead
        title={nameWords(answers)}
        about={document.join(' · ')}
        queue={{ address: '/desk', words: 'Queue' }}
        reference={reference}
        badges={
          <>
            {submission.expedited && <Badge tone="attention">Expedited</Badge>}
            <SubmissionBadge state={state} />
          </>
        }
        waitingSince={state === 'submitted' ? (submission.submittedAt ?? submission.createdAt) : undefined}
        next={props.next && `/desk/submissions/${props.next}`}
        now={now}
      />
      <PersonalDataBar address={`/desk/submissions/${reference}`} {...props} />
      <div data-live="warnings" class="stack">
        <Warnings {...props} />
      </div>
      <div class="with-aside wide-main">
        <div class="stack">
          <section aria-label="Photos" class="photos">
            {props.photos.map((photo) => (
              <PhotoCard key={photo.slot} photo={photo} reasonWords={props.reasonWords} />
            ))}
            {props.photos.length === 0 && <p class="nothing">No photo was given yet.</p>}
          </section>
          {state !== 'draft' && state !== 'withdrawn' && (
            <div data-live="duplicates">
              <DuplicatesCard reference={reference} {...props} />
            </div>
          )}
          <LivenessCard liveness={props.liveness} reasonWords={props.reasonWords} />
          <ParticularsCard lines={particulars} masked={props.openUntil === undefined} {...{ zone, print }} />
          <MeasurementsCard photos={props.photos} />
          <div class="columns">
            <div class="stack">
              <CustomerCard customer={props.customer} />
              <RefusedCard
                title="Photos refused before"
                files={submission.refused.map((file) => ({
                  ...file,
                  words: SLOT_WORDS[file.slot],
                  address: props.addressOf(file.uploadId),
                }))}
                reasonWords={props.reasonWords}
              />
              <OthersCard submissions={props.others} tickets={props.tickets} />
            </div>
            <div data-live="history">
              <HistoryCard lines={props.history} />
            </div>
          </div>
        </div>
        <aside class="beside" id="decide" data-live="decision" data-keep-when-typing="">
          <div class="decision-place">
            <DecisionCard {...props} />
          </div>
        </aside>
      </div>
    </Layout>
  );
}

const PHOTO_NOUN = {
  document_front: 'front of the document',
  document_back: 'back of the document',
  selfie: 'selfie',
};

function Warnings({ submission, sameDocument, duplicates, reasonWords, photos }: SubmissionProps): VNode {
  const changed = photos.filter(({ again }) => again !== undefined);
  return (
    <>
      {submission.toMend && submission.toMend.length > 0 && (
        <section class="notice calm">
          <div>
            <p class="strong">A second attempt. The last one was rejected because:</p>
            <ul>
              {submission.toMend.map((code) => (
                <li key={code}>{reasonWords(code).title}</li>
              ))}
            </ul>
          </div>
        </section>
      )}
      {sameDocument.length > 0 && (
        <section class="notice warning">
          <div>
            <p class="strong">Another account gave the same document.</p>
            <ul>
              {sameDocument.map((other) => (
                <li key={other.reference}>
                  <a href={`/desk/submissions/${other.reference}`} class="id">
                    {other.reference}
                  </a>{' '}
                  <SubmissionBadge state={other.state} />
                </li>
              ))}
            </ul>
            <p>One document can verify one account only: compare the two before you decide.</p>
          </div>
        </section>
      )}
      {duplicates.found.length > 0 && (
        <section class="notice warning">
          <p>
            Other accounts have something in common with this one. <a href="#duplicates">Compare them</a>{' '}
            before you decide.
          </p>
        </section>
      )}
      {changed.length > 0 && (
        <section class="notice warning">
          <p>
            Judged again just now, {changed.map(({ slot }) => `the ${PHOTO_NOUN[slot]}`).join(' and ')} would
            get another verdict than when it was given. Both stand below.
          </p>
        </section>
      )}
    </>
  );
}

/** Tries that the checks refused: a row of them may be clumsiness or an attempt. */
