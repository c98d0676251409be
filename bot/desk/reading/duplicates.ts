import { maxLoneDistance, type Likelihood } from '../../../knowledge/checks/duplicates/check-duplicate.ts';
import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { DuplicateEvidence } from '../../../knowledge/checks/duplicates/duplicate-evidence.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { PhotoSlot, SubmissionState } from '../../../knowledge/verification/submission.ts';
import type { DuplicateOpinion, Hit, SearchNote, StatedOpinion } from '../../duplicates/hits.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import { countWords, SLOT_WORDS } from './words.ts';

export const LIKELIHOOD_WORDS: Readonly<Record<Likelihood, string>> = {
  very_likely: 'Very likely the same',
  likely: 'Likely the same',
  possible: 'Possibly the same',
};

export const OPINION_WORDS: Readonly<Record<DuplicateOpinion, string>> = {
  same_person: 'the same person',
  other_person: 'not the same person',
};

/** Two photos to look at side by side; an id is missing when there is no such photo. */
export interface PhotoPair {
  readonly mine: { readonly slot: PhotoSlot; readonly uploadId: string | undefined };
  readonly theirs: { readonly slot: PhotoSlot; readonly uploadId: string | undefined };
}

/** A submission of another account with something in common. */
export interface ShownDuplicate {
  readonly reference: string;
  readonly state: SubmissionState;
  readonly likelihood: Likelihood;
  readonly codes: readonly ReasonCode[];
  /** What they have in common, and how near it is. */
  readonly lines: readonly string[];
  readonly pairs: readonly PhotoPair[];
  /** The last word on these two customers. */
  readonly opinion?: StatedOpinion;
}

/** What the search among other accounts gave; `search` is undefined until there was one. */
export interface ShownDuplicates {
  readonly search: SearchNote | undefined;
  readonly found: readonly ShownDuplicate[];
}

export function shownDuplicate(
  mine: SubmissionRecord,
  theirs: SubmissionRecord,
  hit: Hit,
  about: { readonly criteria: Criteria; readonly opinion: StatedOpinion | undefined },
): ShownDuplicate {
  const { evidence, finding } = hit;
  return {
    reference: theirs.reference,
    state: theirs.state,
    ...finding,
    lines: linesOf(evidence, hit.faces, about.criteria),
    pairs: slotPairs(evidence).map(([own, other]) => ({
      mine: { slot: own, uploadId: mine.photos[own]?.uploadId },
      theirs: { slot: other, uploadId: theirs.photos[other]?.uploadId },
    })),
    ...(about.opinion && { opinion: about.opinion }),
  };
}

function linesOf(evidence: DuplicateEvidence, faces: number, { duplicate }: Criteria): string[] {
  const sure = maxLoneDistance(faces, duplicate);
  return [
    ...(evidence.sameDocument ? ['Document: the same issuer and number'] : []),
    ...evidence.faces.map(({ mine, theirs, distance }) => {
      const band =
        mine === theirs && distance <= duplicate.maxSamePictureDistance
          ? 'as near as copies of one picture'
          : distance <= sure
            ? `very near, nearer than chance among ${countWords(faces, 'face')}`
            : 'near, as some strangers are by chance';
      return `Face, ${sides(mine, theirs)}: ${band} (distance ${distance.toFixed(2)})`;
    }),
    ...evidence.pictures.map(({ mine, theirs, bits, sameFile }) =>
      sameFile
        ? `Photo, ${sides(mine, theirs)}: the same file`
        : `Photo, ${sides(mine, theirs)}: nearly the same picture (${bits} of 64 bits differ)`,
    ),
    ...(evidence.sameBirthDate ? ['The same date of birth'] : []),
    ...(evidence.similarName ? ['The same or a similar name'] : []),
  ];
}

function sides(mine: PhotoSlot, theirs: PhotoSlot): string {
  const [here, there] = [SLOT_WORDS[mine].toLowerCase(), SLOT_WORDS[theirs].toLowerCase()];
  return here === there ? here : `${here} here and ${there} there`;
}

/** The photos that the evidence is about; documents and selfies in any case. */
function slotPairs(evidence: DuplicateEvidence): readonly (readonly [PhotoSlot, PhotoSlot])[] {
  const pairs: (readonly [PhotoSlot, PhotoSlot])[] = [
    ...[...evidence.faces, ...evidence.pictures].map(({ mine, theirs }) => [mine, theirs] as const),
    ['selfie', 'selfie'],
    ['document_front', 'document_front'],
  ];
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}
