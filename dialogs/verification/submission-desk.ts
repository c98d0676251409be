import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import type { Reason } from '../../knowledge/verdict.ts';
import {
  PHOTO_SLOTS,
  type Answers,
  type PhotoSlot,
  type Submission,
} from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { isAboutDetails, type Conflict } from './answers.ts';
import { judgeAgain, sameVerdict, type Bench, type DocumentSlot } from './judge-photos.ts';

export interface DroppedPhoto {
  readonly slot: PhotoSlot;
  readonly reasons: readonly Reason[];
}

export interface SubmissionDesk {
  /** Gives answers, unless a kept photo would disagree with them: then nothing changes and the conflict comes back. */
  give(submission: Submission, answers: Answers): Promise<Conflict | undefined>;
  /** Judges the kept photos again by their measurements; those that do not fit any more are dropped. */
  settle(submission: Submission): Promise<{ submission: Submission; dropped: readonly DroppedPhoto[] }>;
}

const DOCUMENT_SLOTS = ['document_front', 'document_back'] as const satisfies readonly DocumentSlot[];

/** Keeps answers and photos of a submission in agreement. */
export function createSubmissionDesk({ services, knowledge }: Means): SubmissionDesk {
  const { submissions } = services;

  const benchOf = (submission: Submission, answers: Answers, usedElsewhere: boolean): Bench => ({
    answers,
    photos: submission.photos,
    criteria: knowledge.criteria,
    today: services.now(),
    usedElsewhere,
  });

  function findConflict(submission: Submission, patch: Answers): Conflict | undefined {
    const bench = benchOf(submission, { ...submission.answers, ...patch }, false);
    for (const slot of DOCUMENT_SLOTS) {
      const verdict = judgeAgain(slot, bench);
      if (verdict?.outcome === 'retake' && verdict.reasons.every(isAboutDetails)) {
        return { slot, reasons: verdict.reasons, patch };
      }
    }
    return undefined;
  }

  async function rejudge(
    submission: Submission,
    slot: PhotoSlot,
    bench: Bench,
  ): Promise<DroppedPhoto | undefined> {
    const verdict = judgeAgain(slot, bench);
    if (!verdict) return undefined;
    if (verdict.outcome === 'retake') {
      await submissions.dropPhoto(submission.id, slot);
      return { slot, reasons: verdict.reasons };
    }
    const kept = submission.photos[slot];
    if (!kept || sameVerdict(kept.verdict, verdict)) return undefined;
    const { uploadId, measurements } = kept;
    await submissions.keepPhoto(submission.id, slot, { uploadId, measurements, verdict });
    return undefined;
  }

  return {
    async give(submission, answers) {
      const conflict = findConflict(submission, answers);
      if (!conflict) await submissions.give(submission.id, answers);
      return conflict;
    },

    async settle(submission) {
      const { documentType } = submission.answers;
      if (!documentType || !submission.photos.document_front) return { submission, dropped: [] };
      const used = await submissions.documentUsedElsewhere(submission.id);
      const dropped: DroppedPhoto[] = [];
      const needed = new Set(requiredSlots(documentType));
      for (const slot of PHOTO_SLOTS) {
        if (!needed.has(slot)) await submissions.dropPhoto(submission.id, slot);
        else {
          const gone = await rejudge(submission, slot, benchOf(submission, submission.answers, used));
          if (gone) dropped.push(gone);
        }
      }
      return { submission: (await submissions.latest(submission.customerId)) ?? submission, dropped };
    },
  };
}
