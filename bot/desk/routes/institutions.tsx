import type { Request, Server } from 'restify';

import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import { Failure } from '../../failure.ts';
import { may } from '../../people/roles.ts';
import {
  REASONS_TO_ASK,
  REVIEWER_REASONS,
  type InstitutionEventKind,
  type InstitutionRecord,
} from '../../submissions/institution.ts';
import type { InstitutionDecisionResult } from '../../submissions/institutions.ts';
import type { DeskParts } from '../desk.ts';
import type { FileAddresses } from '../file-addresses.ts';
import type { FormVisit, Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { historyLines, proposalLines } from '../reading/history-lines.ts';
import type { ReasonGroup } from '../reading/reviewer-reasons.ts';
import { paperUploadIds, shownPapers } from '../reading/shown-papers.ts';
import { knownOf, veilCustomer, veilInstitution } from '../reading/veiled.ts';
import type { DecisionDraft } from '../views/decision-card.tsx';
import { InstitutionPage } from '../views/institution-page.tsx';
import { InstitutionsPage } from '../views/institutions-page.tsx';
import type { Notice } from '../views/layout.tsx';
import { agentNames } from './agent-names.ts';
import { noteIn, NOT_DECIDED, reasonWordsOf } from './decision-form.ts';
import { DECISION_NOTICES } from './decision-notices.ts';
import { openFor, openForReview, openingLines, veilFor } from './personal-data.ts';
import { shownFiles } from './shown-files.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  ...DECISION_NOTICES,
  more_wanted: {
    kind: 'done',
    text: 'Asked. The customer is told what you need, in the chat and by e-mail.',
  },
};

const EVENTS: Readonly<Partial<Record<InstitutionEventKind, string>>> = {
  started: 'Begun by the customer',
  paper_refused: 'A file was refused by the checks',
  papers_dropped: 'A document was taken back by the customer',
  submitted: 'Sent in',
  more_wanted: 'Asked for more',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn by the customer',
};

const REASON_GROUPS: readonly ReasonGroup[] = [
  { title: 'What the customer can mend', codes: REASONS_TO_ASK },
  { title: 'Final', codes: REVIEWER_REASONS.filter((code) => !REASONS_TO_ASK.includes(code)) },
];

const FOLDER = '/desk/institutions';

/** What came of a form that changed nothing, with what was filled in. */
interface Extra {
  readonly notice?: Notice | undefined;
  readonly draft?: DecisionDraft;
  readonly asked?: readonly ReasonCode[];
  readonly status?: number;
}

/** The reviewers' queue of companies and the page of each. */
export function serveInstitutions(
  server: Server,
  guard: Guard,
  parts: DeskParts,
  addresses: FileAddresses,
): void {
  const { institutions, submissions, tickets, people, customers, uploads, knowledge, now } = parts;

  const reasonWords = reasonWordsOf(knowledge);

  async function find(req: Request): Promise<InstitutionRecord> {
    const { institution: reference } = req.params as { institution: string };
    const institution = await institutions.byReference(reference);
    if (!institution) throw new Failure('not_found', 'there is no such institution');
    return institution;
  }

  async function show(visit: Visit, institution: InstitutionRecord, extra: Extra = {}): Promise<void> {
    const { res, viewer, agent, token } = visit;
    const { id, reference, customerId, state } = institution;
    const thing = { what: 'institution', subject: reference } as const;
    if (state === 'submitted') await openForReview(people.openings, visit, thing);
    await people.accesses.note({ agentId: agent.id, ...thing });
    const uploadIds = paperUploadIds(institution);
    const [customer, ofCustomer, persons, ofTickets, events, queue, looks, files, agentName, proposals] =
      await Promise.all([
        customers.find(customerId),
        institutions.ofCustomer(customerId),
        submissions.ofCustomer(customerId),
        tickets.recordsOfCustomer(customerId),
        institutions.history(id),
        institutions.queue(2),
        people.accesses.of('institution', [reference]),
        people.accesses.of('upload', uploadIds),
        agentNames(people),
        institutions.proposals(id),
      ]);
    const known = knownOf(customer, persons, ofTickets, ofCustomer);
    const { veil, openUntil } = await veilFor(people.openings, visit, thing, known);
    const kept = await shownFiles(uploads, uploadIds, (upload) =>
      veil.isLifted ? addresses.of(token, upload.id, 'original') : undefined,
    );
    const openings = await openingLines(people.openings, thing, agentName);
    sendPage(
      res,
      <InstitutionPage
        viewer={viewer}
        now={now()}
        institution={{ ...institution, answers: veilInstitution(institution.answers, veil) }}
        customer={veilCustomer(customer, veil)}
        papers={shownPapers(institution, kept, (uploadId, page) => addresses.ofPage(token, uploadId, page))}
        others={ofCustomer.filter((other) => other.id !== id)}
        submissions={persons}
        tickets={ofTickets}
        history={historyLines(
          EVENTS,
          events,
          [...openings, ...proposalLines(proposals, agentName)],
          [...looks, ...files],
          agentName,
        )}
        reasonGroups={REASON_GROUPS}
        proposal={proposals.findLast(({ version }) => version === institution.version)}
        decidedBy={institution.decidedBy && agentName(institution.decidedBy)}
        next={queue.find((other) => other.id !== id)?.reference}
        notice={extra.notice}
        {...(extra.draft && { draft: extra.draft })}
        {...(extra.asked && { asked: extra.asked })}
        {...{ reasonWords, agentName, openUntil }}
      />,
      extra.status,
    );
  }

  /** On with a GET, or the page as it is now with the reviewer's ticks and words where they still count. */
  async function conclude(
    visit: FormVisit,
    reference: string,
    result: InstitutionDecisionResult,
    extra: Pick<Extra, 'draft' | 'asked'>,
  ): Promise<void> {
    if (result.kind === 'done' || result.kind === 'proposed') {
      const said = result.kind === 'done' ? result.institution.state : proposed(result.disagreed);
      redirect(visit.res, `${FOLDER}/${reference}?done=${said}`);
      return;
    }
    const current = await find(visit.req);
    const again = (text: string, status: number, kept: Extra = {}): Promise<void> =>
      show(visit, current, { notice: { kind: 'warning', text }, status, ...kept });
    switch (result.kind) {
      case 'reasons_missing':
        return again(NOT_DECIDED.reasons_missing, 422, extra);
      case 'changed_meanwhile':
        return again(NOT_DECIDED.changed_meanwhile, 409, extra);
      case 'not_under_review':
        return again(await decidedMeanwhile(current), 409);
    }
  }

  const proposed = (disagreed: boolean): string => (disagreed ? 'disagreed' : 'proposed');

  async function decidedMeanwhile({ state, decidedBy }: InstitutionRecord): Promise<string> {
    if (!decidedBy || state === 'withdrawn')
      return 'The customer withdrew it meanwhile, so your decision was not needed.';
    const name = (await agentNames(people))(decidedBy);
    const did = state === 'more_wanted' ? 'asked for more' : state;
    return `${name} ${did} meanwhile, so your decision was not taken.`;
  }

  const reasonsIn = (visit: FormVisit): readonly ReasonCode[] => {
    const given = visit.form.all('reason');
    return REVIEWER_REASONS.filter((code) => given.includes(code));
  };

  async function decide(
    visit: FormVisit,
    outcome: 'approved' | 'rejected',
    reasons: readonly ReasonCode[],
  ): Promise<void> {
    const { reference } = await find(visit.req);
    const note = noteIn(visit);
    const version = visit.form.number('version');
    const wish = { outcome, reasons, version, ...(note !== '' && { note }) };
    const result = await institutions.decide(reference, wish, visit.agent.id);
    await conclude(visit, reference, result, outcome === 'rejected' ? { draft: { reasons, note } } : {});
  }

  server.get(
    FOLDER,
    guard.page('submissions.read', async ({ res, viewer, query }) => {
      const [toReview, asked, decided, count, persons] = await Promise.all([
        institutions.queue(50),
        institutions.asked(),
        institutions.decided(),
        institutions.count(),
        submissions.count(),
      ]);
      sendPage(
        res,
        <InstitutionsPage
          now={now()}
          people={persons.waiting}
          notice={NOTICES[query.get('done') ?? '']}
          {...{ viewer, toReview, asked, decided, count }}
        />,
      );
    }),
  );

  server.get(
    `${FOLDER}/:institution`,
    guard.page('submissions.read', async (visit) => {
      const done = visit.query.get('done') ?? '';
      await show(visit, await find(visit.req), { notice: NOTICES[done] });
    }),
  );

  server.post(
    `${FOLDER}/:institution/show`,
    guard.form('personal_data.open', async (visit) => {
      // The page itself needs more than the right to open.
      if (!may(visit.agent.role, 'submissions.read'))
        throw new Failure('role_lacking', 'institutions are for reviewers');
      const { reference } = await find(visit.req);
      await openFor(people.openings, visit, { what: 'institution', subject: reference });
    }),
  );

  server.post(
    `${FOLDER}/:institution/approve`,
    guard.form('submissions.decide', (visit) => decide(visit, 'approved', [])),
  );

  server.post(
    `${FOLDER}/:institution/reject`,
    guard.form('submissions.decide', (visit) => decide(visit, 'rejected', reasonsIn(visit))),
  );

  server.post(
    `${FOLDER}/:institution/ask`,
    guard.form('submissions.decide', async (visit) => {
      const { reference } = await find(visit.req);
      const given = reasonsIn(visit);
      const reasons = REASONS_TO_ASK.filter((code) => given.includes(code));
      const version = visit.form.number('version');
      const result = await institutions.askForMore(reference, { reasons, version }, visit.agent.id);
      await conclude(visit, reference, result, { asked: reasons });
    }),
  );
}
