import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { PhotoSlot, Submission } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import type { SentFile } from '../reply.ts';
import { sizeWords } from '../replies/size.ts';
import type { Turn } from '../turn.ts';
import { isAboutDetails, type Conflict } from './answers.ts';
import { explainReasons } from './explain-reasons.ts';
import { keepLookedAt, lookAtPhoto } from './look-at-photo.ts';

export interface RefusedPhoto {
  readonly uploadId: string;
  /** A person could settle every reason, if the customer wants that. */
  readonly forPerson: boolean;
  readonly expired: boolean;
}

/** What became of the photos of one message. */
export type Seen =
  | { readonly kind: 'kept'; readonly say: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly say: readonly string[];
      /** The photo and the details disagree, and nothing else is wrong. */
      readonly conflict?: Conflict;
      readonly refused?: RefusedPhoto;
      readonly refusals?: number;
    };

export interface PhotoDesk {
  /** Judges files one after the other, until one can be kept. */
  lookAt(turn: Turn, files: readonly SentFile[]): Promise<Seen>;
  /** Keeps a refused photo for a person to decide, as the customer asked. */
  leaveToPerson(turn: Turn, uploadId: string): Promise<void>;
}

/** Measures, judges and keeps or refuses photos for one slot. Safe to run twice for one message. */
export function createPhotoDesk(means: Means, slot: PhotoSlot): PhotoDesk {
  const { services, words, knowledge } = means;
  const limit = sizeWords(words, knowledge.criteria.photo.maxBytes);

  async function takeOne(turn: Turn, submission: Submission, uploadId: string): Promise<Seen> {
    const before = submission.photos[slot];
    if (before?.uploadId === uploadId) return { kind: 'kept', say: [thanks(before.verdict)] };
    const upload = await services.uploads.find(turn.customerId, uploadId);
    if (!upload) return { kind: 'refused', say: [words.say('verification.photo.upload_gone')] };
    if (upload.kind === 'video') return { kind: 'refused', say: [words.say('verification.photo.video')] };
    const seen = await lookAtPhoto(means, slot, submission, uploadId);
    const { verdict, measurements } = seen;
    if (verdict.outcome !== 'retake') {
      await keepLookedAt(means, slot, submission, { uploadId, measurements, verdict });
      return { kind: 'kept', say: [thanks(verdict)] };
    }
    const keptAsBack = await keepAsBack(submission, uploadId, verdict);
    if (keptAsBack) return keptAsBack;
    const { refusals } = await services.submissions.refusePhoto(submission.id, slot, {
      uploadId,
      measurements,
      verdict,
    });
    const { reasons } = verdict;
    const disagrees = slot !== 'selfie' && reasons.every(isAboutDetails);
    return {
      kind: 'refused',
      say: explainReasons(means, reasons),
      refusals: refusals[slot] ?? 0,
      refused: {
        uploadId,
        forPerson: seen.lastTry.outcome === 'review',
        expired: reasons.some(({ code }) => code === 'document_expired'),
      },
      ...(disagrees && { conflict: { slot, reasons, uploadId } }),
    };
  }

  /** Who sends a card's back first has not sent it for nothing. */
  async function keepAsBack(
    submission: Submission,
    uploadId: string,
    { outcome, reasons }: Exclude<Verdict, { outcome: 'pass' }>,
  ): Promise<Seen | undefined> {
    const isBack =
      slot === 'document_front' &&
      outcome === 'retake' &&
      reasons.every(({ code }) => code === 'document_side_wrong');
    const before = submission.photos.document_back;
    if (!isBack || (before && before.uploadId !== uploadId)) return undefined;
    const { measurements, verdict } = await lookAtPhoto(means, 'document_back', submission, uploadId);
    if (verdict.outcome === 'retake') return undefined;
    await keepLookedAt(means, 'document_back', submission, { uploadId, measurements, verdict });
    return { kind: 'refused', say: [words.say('verification.photo.kept_as_back')] };
  }

  /** That a document serves another account is for the reviewer only: the customer reads nothing special. */
  function thanks(verdict: Verdict): string {
    const open =
      verdict.outcome === 'review' && verdict.reasons.some(({ code }) => code !== 'document_already_used');
    return words.say(open ? 'verification.photo.good_review' : 'verification.photo.good');
  }

  function thanksIfKept(submission: Submission | undefined, files: readonly SentFile[]): string[] {
    const kept = submission?.photos[slot];
    const isHere = files.some((file) => file.kind === 'stored' && file.uploadId === kept?.uploadId);
    return kept && isHere ? [thanks(kept.verdict)] : [];
  }

  function lost(file: Extract<SentFile, { kind: 'refused' }>): string {
    return words.say(
      file.why === 'too_large'
        ? 'verification.photo.upload_refused_too_large'
        : 'verification.photo.upload_refused',
      { limit },
    );
  }

  return {
    async lookAt(turn, files) {
      const submission = await services.submissions.latest(turn.customerId);
      // Sent in meanwhile, perhaps by an earlier run of this very turn: nothing is left to judge.
      if (submission?.state !== 'draft') return { kind: 'kept', say: thanksIfKept(submission, files) };
      await turn.context.sendActivity({ type: 'typing' });
      const say = files.flatMap((file) => (file.kind === 'refused' ? [lost(file)] : []));
      const waiting = files.flatMap((file) => (file.kind === 'stored' ? [file.uploadId] : []));
      let last: Seen = { kind: 'refused', say: [] };
      for (const [index, uploadId] of waiting.entries()) {
        last = await takeOne(turn, submission, uploadId);
        const numbered =
          waiting.length > 1 ? words.say('verification.photo.which', { number: index + 1 }) : '';
        say.push(...last.say.map((text) => `${numbered}${text}`));
        if (last.kind === 'kept') {
          return { kind: 'kept', say: [...say, ...putAside(turn, submission, waiting.slice(index + 1))] };
        }
      }
      return { ...last, say };
    },

    async leaveToPerson(turn, uploadId) {
      const submission = await services.submissions.latest(turn.customerId);
      if (submission?.state !== 'draft') return;
      const { measurements, lastTry } = await lookAtPhoto(means, slot, submission, uploadId);
      if (lastTry.outcome === 'retake') return;
      await keepLookedAt(means, slot, submission, { uploadId, measurements, verdict: lastTry });
    },
  };

  /** The back of a card is often sent along with its front. */
  function putAside(turn: Turn, { answers }: Submission, rest: readonly string[]): string[] {
    if (rest.length === 0) return [];
    const hasBack = answers.documentType && requiredSlots(answers.documentType).includes('document_back');
    if (slot === 'document_front' && hasBack) {
      turn.memory.held = [...rest];
      return [];
    }
    return [words.say('verification.photo.left_over', { count: rest.length })];
  }
}
