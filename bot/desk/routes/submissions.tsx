import type { Request, Server } from 'restify';

import { judgeAgain, sameVerdict } from '../../../dialogs/verification/judge-photos.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { PhotoSlot } from '../../../knowledge/verification/submission.ts';
import { Failure } from '../../failure.ts';
import { may } from '../../people/roles.ts';
import type { EventKind, SubmissionRecord } from '../../submissions/submission.ts';
import type { DeskParts } from '../desk.ts';
import type { FileAddresses } from '../file-addresses.ts';
import type { FormVisit, Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { documentLines, selfieLines, type CriterionLine } from '../reading/criteria-lines.ts';
import { historyLines, proposalLines } from '../reading/history-lines.ts';
import { OPINION_WORDS, shownDuplicate, type ShownDuplicates } from '../reading/duplicates.ts';
import { givenPhotos } from '../reading/given-photos.ts';
import { foundFaces } from '../reading/found-faces.ts';
import { compareParticulars, printOf, zoneOf } from '../reading/particulars.ts';
import { livenessUploadIds, shownLiveness } from '../reading/shown-liveness.ts';
import { knownOf, veilAnswers, veilCustomer, veilParticulars } from '../reading/veiled.ts';
import { isReasonCode, reasonGroups } from '../reading/reviewer-reasons.ts';
import type { DecisionDraft } from '../views/decision-card.tsx';
import type { HistoryLine } from '../views/history-card.tsx';
import type { Notice } from '../views/layout.tsx';
import type { ShownPhoto } from '../views/photo-card.tsx';
import { SubmissionPage } from '../views/submission-page.tsx';
import { agentNames } from './agent-names.ts';
import { noteIn, NOT_DECIDED, reasonWordsOf } from './decision-form.ts';
import { DECISION_NOTICES } from './decision-notices.ts';
import { openFor, openForReview, openingLines, veilFor } from './personal-data.ts';
import { shownFiles } from './shown-files.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  ...DECISION_NOTICES,
  compared: { kind: 'done', text: 'Noted. What you said stands in the history of both.' },
};

export function serveSubmissions(
  server: Server,
  guard: Guard,
  parts: DeskParts,
  addresses: FileAddresses,
): void {
  const { submissions, duplicates, tickets, people, customers, uploads, knowledge, criteria, now } = parts;

  const reasonWords = reasonWordsOf(knowledge);

  async function find(req: Request): Promise<SubmissionRecord> {
    const { reference } = req.params as { reference: string };
    const submission = await submissions.byReference(reference);
    if (!submission) throw new Failure('not_found', 'there is no such submission');
    return submission;
  }

  async function shownPhotos(
    submission: SubmissionRecord,
    usedElsewhere: boolean,
    addressOf: (uploadId: string) => string | undefined,
  ): Promise<ShownPhoto[]> {
    const { answers, photos } = submission;
    const given = givenPhotos(photos);
    const kept = await shownFiles(
      uploads,
      given.map(([, { uploadId }]) => uploadId),
      ({ id }) => addressOf(id),
    );
    const bench = { answers, photos, criteria, today: now(), usedElsewhere };
    return given.map(([slot, { uploadId, verdict, at }]) => {
      // Once decided, what held at the time of the decision is what counts.
      const again = submission.decision ? undefined : judgeAgain(slot, bench);
      return {
        ...{ slot, uploadId, verdict, at, lines: linesOf(submission, slot) },
        ...{ kept: kept.has(uploadId), address: addressOf(uploadId) },
        faces: foundFaces(submission, slot, criteria),
        ...(again && !sameVerdict(again, verdict) && { again }),
      };
    });
  }

  function linesOf({ photos }: SubmissionRecord, slot: PhotoSlot): readonly CriterionLine[] {
    const { document_front: front, document_back: back, selfie } = photos;
    const documents = [front, back].flatMap((photo) => (photo ? [photo.measurements] : []));
    if (slot === 'selfie') return selfie ? selfieLines(selfie.measurements, documents, criteria) : [];
    const photo = photos[slot];
    return photo
      ? documentLines(photo.measurements, slot === 'document_front' ? 'front' : 'back', criteria)
      : [];
  }

  async function shownDuplicates(submission: SubmissionRecord): Promise<ShownDuplicates> {
    const [search, hits, opinions] = await Promise.all([
      duplicates.search(submission.id),
      duplicates.of(submission.id),
      duplicates.opinions(submission.customerId),
    ]);
    const found = await Promise.all(
      hits.map(async (hit) => {
        const other = await submissions.find(hit.submissionId);
        const opinion = opinions.findLast(({ otherCustomerId }) => otherCustomerId === other?.customerId);
        return other ? [shownDuplicate(submission, other, hit, { criteria, opinion })] : [];
      }),
    );
    return { search, found: found.flat() };
  }

  /** What reviewers said about this submission and others, as lines of its history. */
  async function opinionLines(
    { id, customerId }: SubmissionRecord,
    agentName: (agentId: string) => string,
  ): Promise<readonly HistoryLine[]> {
    const stated = (await duplicates.opinions(customerId)).filter(({ submissionIds }) =>
      submissionIds.includes(id),
    );
    return Promise.all(
      stated.map(async ({ opinion, agentId, at, submissionIds }) => {
        const otherId = submissionIds.find((one) => one !== id) ?? id;
        const reference = (await submissions.find(otherId))?.reference ?? 'another';
        return { at, text: `Compared with ${reference} by ${agentName(agentId)}: ${OPINION_WORDS[opinion]}` };
      }),
    );
  }

  async function show(
    visit: Visit,
    submission: SubmissionRecord,
    extra: { notice?: Notice | undefined; draft?: DecisionDraft; status?: number } = {},
  ): Promise<void> {
    const { res, viewer, agent, token } = visit;
    const { id, reference, customerId } = submission;
    const thing = { what: 'submission', subject: reference } as const;
    if (submission.state === 'submitted') await openForReview(people.openings, visit, thing);
    await people.accesses.note({ agentId: agent.id, ...thing });
    const moving = livenessUploadIds(submission);
    const uploadIds = [
      ...[...givenPhotos(submission.photos).map(([, photo]) => photo), ...submission.refused].map(
        ({ uploadId }) => uploadId,
      ),
      ...moving,
    ];
    const [
      customer,
      sameDocument,
      usedElsewhere,
      ofCustomer,
      ofTickets,
      events,
      queue,
      looks,
      files,
      agentName,
      found,
      proposals,
    ] = await Promise.all([
      customers.find(customerId),
      submissions.withSameDocument(id),
      submissions.documentUsedElsewhere(id),
      submissions.ofCustomer(customerId),
      tickets.recordsOfCustomer(customerId),
      submissions.history(id),
      submissions.queue(2),
      people.accesses.of('submission', [reference]),
      people.accesses.of('upload', uploadIds),
      agentNames(people),
      shownDuplicates(submission),
      submissions.proposals(id),
    ]);
    const opinions = [
      ...(await opinionLines(submission, agentName)),
      ...(await openingLines(people.openings, thing, agentName)),
    ];
    const known = knownOf(customer, [submission, ...ofCustomer], ofTickets);
    const { veil, openUntil } = await veilFor(people.openings, visit, thing, known);
    const addressOf = (uploadId: string): string | undefined =>
      veil.isLifted ? addresses.of(token, uploadId, 'original') : undefined;
    const photos = await shownPhotos(submission, usedElsewhere, addressOf);
    const kept = await shownFiles(uploads, moving, () => undefined);
    sendPage(
      res,
      <SubmissionPage
        viewer={viewer}
        now={now()}
        submission={{ ...submission, answers: veilAnswers(submission.answers, veil) }}
        photos={photos}
        liveness={shownLiveness(
          submission,
          { isKept: (uploadId) => kept.has(uploadId), addressOf },
          criteria,
        )}
        particulars={veilParticulars(compareParticulars(submission, criteria, now()), veil)}
        print={veil.isLifted ? printOf(submission) : []}
        zone={veil.isLifted ? zoneOf(submission) : undefined}
        others={ofCustomer.filter((other) => other.id !== id)}
        tickets={ofTickets}
        history={historyLines(
          EVENTS,
          events,
          [...opinions, ...proposalLines(proposals, agentName)],
          [...looks, ...files],
          agentName,
        )}
        proposal={proposals.findLast(({ version }) => version === submission.version)}
        reasonGroups={reasonGroups(
          submission,
          photos.flatMap(({ again }) => (again ? [again] : [])),
          found.found.flatMap(({ codes }) => codes),
        )}
        duplicates={found}
        decidedBy={submission.decidedBy && agentName(submission.decidedBy)}
        next={queue.find((other) => other.id !== id)?.reference}
        notice={extra.notice}
        {...(extra.draft && { draft: extra.draft })}
        customer={veilCustomer(customer, veil)}
        {...{ sameDocument, reasonWords, agentName, addressOf, openUntil }}
      />,
      extra.status,
    );
  }

  const warn = (text: string, link?: Notice['link']): Notice => ({
    kind: 'warning',
    text,
    ...(link && { link }),
  });

  async function decide(
    visit: FormVisit,
    outcome: 'approved' | 'rejected',
    reasons: readonly ReasonCode[],
  ): Promise<void> {
    const { reference } = await find(visit.req);
    const note = noteIn(visit);
    const version = visit.form.number('version');
    const result = await submissions.decide(
      reference,
      { outcome, reasons, version, ...(note !== '' && { note }) },
      visit.agent.id,
    );
    if (result.kind === 'proposed') {
      redirect(
        visit.res,
        `/desk/submissions/${reference}?done=${result.disagreed ? 'disagreed' : 'proposed'}`,
      );
      return;
    }
    if (result.kind === 'decided') {
      redirect(visit.res, `/desk/submissions/${reference}?done=${outcome}`);
      return;
    }
    // Everything else shows the page as it is now, with the reviewer's ticks and words where they still count.
    const draft = outcome === 'rejected' ? { draft: { reasons, note } } : {};
    const current = await find(visit.req);
    switch (result.kind) {
      case 'reasons_missing':
        await show(visit, current, {
          notice: warn(NOT_DECIDED.reasons_missing),
          ...draft,
          status: 422,
        });
        break;
      case 'not_under_review':
        await show(visit, current, { notice: warn(await decidedMeanwhile(current)), status: 409 });
        break;
      case 'changed_meanwhile':
        await show(visit, current, {
          notice: warn(NOT_DECIDED.changed_meanwhile),
          ...draft,
          status: 409,
        });
        break;
      case 'document_taken':
        await show(visit, current, {
          notice: warn(
            'This document already verified another account, so it was not approved. Compare the two; one document can verify one account only.',
            {
              to: `/desk/submissions/${result.reference}`,
              text: result.reference,
            },
          ),
          status: 409,
        });
    }
  }

  async function decidedMeanwhile({ state, decidedBy }: SubmissionRecord): Promise<string> {
    if (!decidedBy) return 'The customer withdrew it meanwhile, so your decision was not needed.';
    const name = (await agentNames(people))(decidedBy);
    return `${name} ${state} it meanwhile, so your decision was not taken.`;
  }

  server.get(
    '/desk/submissions/:reference',
    guard.page('submissions.read', async (visit) => {
      const done = visit.query.get('done') ?? '';
      await show(visit, await find(visit.req), { notice: NOTICES[done] });
    }),
  );

  server.post(
    '/desk/submissions/:reference/show',
    guard.form('personal_data.open', async (visit) => {
      // The page itself needs more than the right to open.
      if (!may(visit.agent.role, 'submissions.read')) {
        throw new Failure('role_lacking', 'submissions are for reviewers');
      }
      const { reference } = await find(visit.req);
      await openFor(people.openings, visit, { what: 'submission', subject: reference });
    }),
  );

  server.post(
    '/desk/submissions/:reference/approve',
    guard.form('submissions.decide', (visit) => decide(visit, 'approved', [])),
  );

  server.post(
    '/desk/submissions/:reference/reject',
    guard.form('submissions.decide', (visit) =>
      decide(visit, 'rejected', visit.form.all('reason').filter(isReasonCode)),
    ),
  );

  server.post(
    '/desk/submissions/:reference/duplicates/:other',
    guard.form('submissions.decide', async ({ req, res, form, agent }) => {
      const submission = await find(req);
      const { other: text } = req.params as { other: string };
      const other = await submissions.byReference(text);
      const opinion = form.text('opinion');
      const hits = await duplicates.of(submission.id);
      if (!other || !hits.some(({ submissionId }) => submissionId === other.id)) {
        throw new Failure('not_found', 'there is no such comparison');
      }
      if (opinion !== 'same_person' && opinion !== 'other_person') {
        throw new Failure('bad_request', 'an opinion is one of two');
      }
      const side = ({ id, customerId }: SubmissionRecord) => ({ submissionId: id, customerId });
      await duplicates.state(side(submission), side(other), opinion, agent.id);
      redirect(res, `/desk/submissions/${submission.reference}?done=compared`);
    }),
  );
}

const EVENTS: Readonly<Partial<Record<EventKind, string>>> = {
  started: 'Begun by the customer',
  submitted: 'Sent in',
  photo_refused: 'A photo was refused by the checks',
  movement_refused: 'A photo of a movement was refused by the checks',
  liveness_settled: 'Movements shown, or left to a person',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn by the customer',
};
