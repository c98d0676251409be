import type { PhotoSlot } from '../../verification/submission.ts';

/** A face of this submission beside one of another account. One of the two is a selfie. */
export interface FaceLikeness {
  readonly mine: PhotoSlot;
  readonly theirs: PhotoSlot;
  /** Euclidean distance of their descriptors, measured by the same net. */
  readonly distance: number;
}

/** A photo of this submission beside a photo of another account. */
export interface PictureLikeness {
  readonly mine: PhotoSlot;
  readonly theirs: PhotoSlot;
  /** Differing bits of their perceptual hashes, of 64; 0 for one and the same file. */
  readonly bits: number;
  readonly sameFile: boolean;
}

/** What two submissions of different accounts have in common, as measured. Plain JSON: it is stored. */
export interface DuplicateEvidence {
  readonly faces: readonly FaceLikeness[];
  readonly pictures: readonly PictureLikeness[];
  readonly sameDocument: boolean;
  readonly sameBirthDate: boolean;
  readonly similarName: boolean;
}
