import { z } from 'zod';

/** One threshold as knowledge/criteria.yaml explains it; code sees the value alone. */
const threshold = z
  .strictObject({
    value: z.number(),
    unit: z.string().min(1),
    /** Why this value and not another. */
    reason: z.string().min(1),
    /** Where the value was measured or who demands it. */
    source: z.string().min(1),
  })
  .transform((entry) => entry.value);

/** Every threshold of every check, by the photo it judges. */
export const Criteria = z.strictObject({
  photo: z.strictObject({
    /** A photo must be strictly smaller. */
    maxBytes: threshold,
    minShortEdgePx: threshold,
  }),
  /** A document of an institution. */
  paper: z.strictObject({
    maxPdfBytes: threshold,
    maxPages: threshold,
  }),
  document: z.strictObject({
    minSharpness: threshold,
    minMedianBrightness: threshold,
    /** Above it, glare is blamed when something on the document could not be read. */
    maxGlareShare: threshold,
    /** Above it, the photo is refused even when everything could be read. */
    maxGlareShareReadable: threshold,
    /** On a brighter page, white is paper and no glare. */
    maxMedianBrightnessForGlare: threshold,
    minFaceScore: threshold,
    /** From it on, what the outline says about the page is believed. */
    minPageConfidence: threshold,
    /** A corner may lie this far outside of the photo, as a share of the page's shorter edge. */
    maxPageOutside: threshold,
    /** A page with a side that is not seen, and that covers more of the photo, is a picture cut to size. */
    maxOpenPageShare: threshold,
    maxCoveredCorner: threshold,
    /** Above it, a person looks; above the sure one, the photo is one of a screen. */
    maxScreenGrid: threshold,
    maxScreenGridSure: threshold,
    /** Below it, the picture is black and white; below the sure one, a person looks. */
    minColour: threshold,
    minColourSure: threshold,
    /** A second portrait counts from this score and this share of the first one's width on. */
    minOtherFaceScore: threshold,
    minOtherFaceSize: threshold,
    /** Narrower portraits may be ghost images, as backs have them too. */
    minPortraitWidthShare: threshold,
    /** Differing bits of 64, up to which two pictures count as copies. */
    maxSameFingerprintBits: threshold,
  }),
  /** The print of a document that has neither zone nor barcode. */
  text: z.strictObject({
    /** 1 less the edit distance per letter, word by word. */
    minNameLikeness: threshold,
    /** 1 less the edit distance per character, look-alikes folded. */
    minNumberLikeness: threshold,
    /** Lines below it are noise that was read as letters. */
    minLineConfidence: threshold,
  }),
  mrz: z.strictObject({
    /** Lines that satisfy the check digits count when what was seen is at most this much likelier (nats). */
    maxGap: threshold,
    /** A character counts as sure from this probability on, 0 to 1. */
    minSureness: threshold,
    /** The same under a check digit that fits. */
    minSurenessGuarded: threshold,
  }),
  selfie: z.strictObject({
    /** A face counts from this score on. */
    minFaceScore: threshold,
    /** A second face counts from this share of the largest face's width. */
    minOtherFaceWidthShare: threshold,
    /** Below them, darkness or blur is named as the cause when no face was found. */
    minMedianBrightnessFaceless: threshold,
    minSharpnessFaceless: threshold,
    minFaceWidthShare: threshold,
    minFaceWidthPx: threshold,
    minFaceBrightness: threshold,
    maxFaceBrightness: threshold,
    maxBurntShare: threshold,
    minFaceSharpness: threshold,
    /** Below it, a person looks. */
    minFaceSharpnessSure: threshold,
    maxCoverage: threshold,
    /** Below it, dark glasses hide the eyes. */
    minEyeLight: threshold,
    /** Below it, a person looks. */
    minEyeLightSure: threshold,
    maxYaw: threshold,
    /** Above it, a turned head is blamed when the faces do not match. */
    maxYawUnmatched: threshold,
    /** Differing bits of 64, up to which two pictures count as copies. */
    maxSameFingerprintBits: threshold,
  }),
  match: z.strictObject({
    /** Up to this distance the faces match. */
    maxDistance: threshold,
    /** Above this distance they do not; between the two a person decides. */
    minDifferentDistance: threshold,
  }),
  /** For the search among other accounts; what it finds is for a reviewer. */
  duplicate: z.strictObject({
    /** A face farther away is never shown; one as near only together with something else in common. */
    maxDistance: threshold,
    /** Strangers' faces among those shown for their nearness alone, expected for each search. */
    maxExpectedStrangers: threshold,
    /** Share of strangers within `maxDistance`. */
    falseMatchRate: threshold,
    /** How much nearer only a tenth of those strangers are. */
    distancePerDecade: threshold,
    /** Two selfies this near are copies of one picture. */
    maxSamePictureDistance: threshold,
    /** Differing bits of 64, up to which two selfies, or two photos of documents, count as copies. */
    maxSelfieBits: threshold,
    maxDocumentBits: threshold,
  }),
  liveness: z.strictObject({
    /** From the prompt until the last byte of the photo has arrived. */
    maxSeconds: threshold,
    maxPhotosPerPrompt: threshold,
    /** After so many challenges that came to nothing, a person is offered; a success after them is looked at. */
    challengesBeforePerson: threshold,
    /** Of one customer, over all submissions; after that only a person is left. */
    maxChallengesPerDay: threshold,
    /** Of each movement: from the first value on it may be one, from the second it surely is; the same for the change since the selfie. */
    minYawUnsure: threshold,
    minYawSure: threshold,
    minYawChangeUnsure: threshold,
    minYawChangeSure: threshold,
    maxPitchUnsure: threshold,
    maxPitchSure: threshold,
    minPitchChangeUnsure: threshold,
    minPitchChangeSure: threshold,
    minHappyUnsure: threshold,
    minHappySure: threshold,
    minHappyChange: threshold,
    minMouthOpenUnsure: threshold,
    minMouthOpenSure: threshold,
    minMouthOpenChange: threshold,
    /** Width of the face against that on the selfie. */
    minCloserUnsure: threshold,
    minCloserSure: threshold,
    /** On a wider selfie there is no room to come closer. */
    maxFaceWidthShareToComeCloser: threshold,
    minFaceWidthPx: threshold,
    minFaceSharpness: threshold,
    /** Up to this distance from the selfie it is the same face; above the next one it is not. */
    maxDistance: threshold,
    minDifferentDistance: threshold,
    /** Above this distance from the document's portrait a person looks. */
    maxDistanceToDocument: threshold,
    /** Copies of one picture show a face with the same pose and expression. */
    maxCopyPoseDifference: threshold,
    maxCopyHappyDifference: threshold,
    /** Differing bits of 64, up to which two pictures count as copies, when the descriptors are as near as the next value. */
    maxSameFingerprintBits: threshold,
    maxCopyDistance: threshold,
    /** The same against the mirror image, whose pose and expression are measured a little differently. */
    maxMirroredFingerprintBits: threshold,
    maxMirroredCopyDistance: threshold,
    /** Up to here the descriptors alone tell a copy, also one that was cut. */
    maxCutCopyDistance: threshold,
  }),
});
export type Criteria = z.infer<typeof Criteria>;

/** What operators can change. */
export interface OwnLimits {
  readonly maxPhotoBytes: number;
  readonly maxPdfBytes: number;
  readonly maxPdfPages: number;
}

/** The same criteria with the operator's limits. */
export function withLimits(criteria: Criteria, limits: Partial<OwnLimits>): Criteria {
  const { photo, paper } = criteria;
  return {
    ...criteria,
    photo: { ...photo, maxBytes: limits.maxPhotoBytes ?? photo.maxBytes },
    paper: {
      maxPdfBytes: limits.maxPdfBytes ?? paper.maxPdfBytes,
      maxPages: limits.maxPdfPages ?? paper.maxPages,
    },
  };
}
