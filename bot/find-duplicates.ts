import { checkDuplicate } from '../knowledge/checks/duplicates/check-duplicate.ts';
import type { Criteria } from '../knowledge/checks/criteria.ts';
import { describeError } from './describe-error.ts';
import type { DuplicateSearch } from './duplicates/duplicate-search.ts';
import type { Duplicates } from './duplicates/duplicates.ts';
import { enrolmentOf } from './duplicates/enrolment.ts';
import { byStrength, type NewHit } from './duplicates/hits.ts';
import type { Log } from './log.ts';
import type { Database } from './storage/database.ts';
import type { Jobs } from './storage/jobs.ts';
import { FIND_DUPLICATES, type SubmissionSentIn, type Submissions } from './submissions/submissions.ts';

export interface FindingParts {
  /** Of their own: they start when the search is ready, and nobody else's jobs wait behind them. */
  readonly jobs: Jobs;
  readonly database: Database;
  readonly submissions: Pick<Submissions, 'find' | 'withSameDocument' | 'announce'>;
  readonly duplicates: Duplicates;
  readonly search: Pick<DuplicateSearch, 'loaded' | 'find'>;
  readonly criteria: Criteria;
  /** False where faces may not be compared across accounts. */
  readonly withFaces: boolean;
  readonly log: Log;
}

export interface DuplicateFinder {
  /** Begins as soon as the search has loaded, and waits for neither. */
  start(): void;
  stop(): Promise<void>;
}

/** More than these no reviewer looks through; the strongest are kept. */
const MAX_HITS = 20;

/**
 * Enrols what was sent in and looks for it among other accounts, after the customer had their answer. May run
 * twice: it enrols once and keeps each pair once. What it finds is for the reviewer; nothing is decided by it.
 */
export function createDuplicateFinder(parts: FindingParts): DuplicateFinder {
  const { jobs, database, submissions, duplicates, search, criteria, withFaces, log } = parts;
  let isStopped = false;

  jobs.handle(FIND_DUPLICATES, async (payload) => {
    const { submissionId } = payload as SubmissionSentIn;
    const submission = await submissions.find(submissionId);
    if (!submission) return;
    const { customerId } = submission;
    const enrolment = enrolmentOf(submission, criteria, withFaces);
    const isEnrolled = await database.transaction((tx) =>
      duplicates.enrolments.enrol(tx, { submissionId, customerId, enrolment }),
    );
    if (!isEnrolled) return;

    const sameDocument = await submissions.withSameDocument(submissionId);
    const found = await search.find({ submissionId, sameDocument: sameDocument.map(({ id }) => id) });
    if (!found) return;
    const hits = found.others
      .flatMap(({ submissionId: id, evidence }): NewHit[] => {
        const finding = checkDuplicate(evidence, found.faces, criteria.duplicate);
        return finding ? [{ submissionId: id, evidence, finding }] : [];
      })
      .sort(byStrength)
      .slice(0, MAX_HITS);
    await database.transaction(async (tx) => {
      await duplicates.hits.record(tx, submissionId, { ...found, hits });
      // Open pages of both sides show it.
      await submissions.announce(tx, [submissionId, ...hits.map((hit) => hit.submissionId)]);
    });
  });

  /** What was sent in before there was a search is searched as well; each once, whoever asks for it. */
  async function addEarlierOnes(): Promise<void> {
    for (const submissionId of await duplicates.hits.unsearched()) {
      const payload: SubmissionSentIn = { submissionId };
      await jobs.add(database, { kind: FIND_DUPLICATES, key: `${FIND_DUPLICATES}:${submissionId}`, payload });
    }
  }

  return {
    start() {
      void search.loaded
        .then(async () => {
          if (isStopped) return;
          await jobs.start();
          await addEarlierOnes();
        })
        .catch((error: unknown) =>
          log.error({ what: describeError(error) }, 'the search for duplicates did not begin'),
        );
    },
    async stop() {
      isStopped = true;
      await jobs.stop();
    },
  };
}
