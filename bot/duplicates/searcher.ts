import type { DuplicateEvidence } from '../../knowledge/checks/duplicates/duplicate-evidence.ts';
import { kindOf } from '../../knowledge/checks/duplicates/check-duplicate.ts';
import { compareEnrolments, type Enrolment } from './enrolment.ts';
import type { EnrolmentChange, Enrolments } from './enrolments.ts';
import { FaceIndex } from './face-index.ts';
import { PictureIndex } from './picture-index.ts';

export interface SearchLimits {
  /** Faces farther away are not mentioned. */
  readonly maxDistance: number;
  /** Pictures that differ in more bits of their perceptual hash are not mentioned. */
  readonly maxBits: number;
}

export interface SearchRequest {
  /** Enrolled before. */
  readonly submissionId: string;
  /** Submissions that name the same document. */
  readonly sameDocument: readonly string[];
}

/** What was found, measured exactly. Never anything of the same customer. */
export interface Found {
  /** How many faces it was compared with. */
  readonly faces: number;
  /** Faces of other nets: they cannot be compared. */
  readonly facesOfOtherNets: number;
  readonly others: readonly { readonly submissionId: string; readonly evidence: DuplicateEvidence }[];
}

export interface IndexSize {
  readonly faces: number;
  readonly pictures: number;
  readonly bytes: number;
}

/** All enrolled faces and pictures in memory, and the searches over them. */
export interface Searcher {
  /** Takes in what was enrolled or removed since the last time. */
  catchUp(): Promise<void>;
  /** Undefined when the submission is not enrolled (any more). */
  find(request: SearchRequest): Promise<Found | undefined>;
  size(): IndexSize;
}

const PAGE_ROWS = 5_000;
/** Strangers within the widest distance: some hundred among a million. */
const MAX_CANDIDATES = 2_000;

export function createSearcher(
  enrolments: Pick<Enrolments, 'since' | 'bySubmission' | 'ofOthers'>,
  limits: SearchLimits,
): Searcher {
  /** One for each net: numbers of two nets have nothing to do with each other. */
  const faces = new Map<string, FaceIndex>();
  const pictures = { selfie: new PictureIndex(), document: new PictureIndex() };
  let seen = 0;
  let catchingUp = Promise.resolve();

  function take({ id, enrolment }: EnrolmentChange): void {
    if (!enrolment) {
      for (const index of [...faces.values(), ...Object.values(pictures)]) index.remove(id);
      return;
    }
    const { selfie } = enrolment;
    if (selfie) {
      const index = faces.get(selfie.net) ?? new FaceIndex();
      faces.set(selfie.net, index);
      index.add(id, selfie.descriptor);
    }
    for (const { slot, fingerprint } of enrolment.pictures) {
      if (fingerprint !== undefined) pictures[kindOf(slot)].add(id, fingerprint);
    }
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const changes = await enrolments.since(seen, PAGE_ROWS);
      for (const one of changes) {
        take(one);
        seen = one.change;
      }
      if (changes.length < PAGE_ROWS) return;
    }
  }

  /** One after the other: each row is taken in once. */
  function catchUp(): Promise<void> {
    const next = catchingUp.then(readOn, readOn);
    catchingUp = next.catch(() => undefined);
    return next;
  }

  function candidates({ selfie, portrait, pictures: own }: Enrolment): number[] {
    const ids = new Set<number>();
    for (const face of [selfie, portrait]) {
      const near = face && faces.get(face.net)?.near(face.descriptor, limits.maxDistance, MAX_CANDIDATES);
      for (const id of near ?? []) ids.add(id);
    }
    for (const { slot, fingerprint } of own) {
      if (fingerprint === undefined) continue;
      for (const id of pictures[kindOf(slot)].near(fingerprint, limits.maxBits)) ids.add(id);
    }
    return [...ids];
  }

  const facesOf = (net: string | undefined): number => (net !== undefined && faces.get(net)?.size) || 0;

  return {
    catchUp,

    async find({ submissionId, sameDocument }) {
      const own = await enrolments.bySubmission(submissionId);
      if (!own) return undefined;
      // After this it holds whatever was enrolled before this submission: of two sent in at the same moment,
      // at least the later one finds the other.
      await catchUp();
      const which = { ids: candidates(own.enrolment), submissionIds: sameDocument };
      const others = await enrolments.ofOthers(own, which);
      const compared = facesOf(own.enrolment.selfie?.net ?? own.enrolment.portrait?.net);
      const all = [...faces.values()].reduce((sum, { size }) => sum + size, 0);
      return {
        faces: compared,
        facesOfOtherNets: all - compared,
        others: others.map((other) => ({
          submissionId: other.submissionId,
          evidence: {
            ...compareEnrolments(own.enrolment, other.enrolment, limits),
            sameDocument: sameDocument.includes(other.submissionId),
          },
        })),
      };
    },

    size: () => ({
      faces: [...faces.values()].reduce((sum, { size }) => sum + size, 0),
      pictures: pictures.selfie.size + pictures.document.size,
      bytes: [...faces.values(), ...Object.values(pictures)].reduce((sum, { bytes }) => sum + bytes, 0),
    }),
  };
}
