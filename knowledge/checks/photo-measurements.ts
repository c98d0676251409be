/** What a file turned out to be, by its first bytes and by decoding it. Its name plays no part. */
export interface PhotoFile {
  readonly bytes: number;
  /** `other` for anything that is not a known picture, such as text; `empty` for no bytes at all. */
  readonly format: PhotoFormat;
  /** False also for a format that we do not accept: such a file is not decoded. */
  readonly decodes: boolean;
  /** Decoding was refused: the picture has more pixels than any camera of our users makes. */
  readonly tooManyPixels?: boolean;
  /** Our side broke while measuring: nothing is known but the size. */
  readonly measuringFailed?: true;
  /** Upright, after the camera's rotation mark was applied. Undefined unless known. */
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly digest: string;
}

export const PHOTO_FORMATS = [
  'jpeg',
  'png',
  'webp',
  'heic',
  'avif',
  'gif',
  'tiff',
  'bmp',
  'svg',
  'pdf',
  'video',
  'other',
  'empty',
] as const;
export type PhotoFormat = (typeof PHOTO_FORMATS)[number];

/** Taken from a grey copy whose long edge is at most 1000 px. */
export interface PhotoQuality {
  /** Variance of the Laplacian. Grows with sharpness; readable documents have hundreds or thousands. */
  readonly sharpness: number;
  /** Median grey level, 0..255. */
  readonly medianBrightness: number;
  /** Share of the picture in the largest burnt-out spot that does not touch the border, 0..1. */
  readonly glareShare: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FaceMeasurements {
  /** The detector's confidence, 0..1. */
  readonly score: number;
  /** In pixels of the upright photo. */
  readonly box: Box;
  /** Width of the face as a share of the photo's short edge, 0..1 and above for very close faces. */
  readonly widthShare: number;
  /** Nose between the edges of the jaw: 0 looks straight, ±1 is a profile. */
  readonly yaw: number;
  /** Height of the nose's tip between the eyes (0) and the mouth (1), along the face: small looks up, large down. */
  readonly pitch?: number;
  /** How far the line of the eyes is turned clockwise from level, -180 to 180. */
  readonly rollDegrees?: number;
  /** Gap between the inner lips as a share of the mouth's width: near 0 is closed. */
  readonly mouthOpen?: number;
  /** How sure the expression net is of a smile, 0..1. */
  readonly happy?: number;
  /** Of the aligned 150 px chip, inside of the face. */
  readonly chip: {
    /** Mean grey level, 0..255. */
    readonly brightness: number;
    /** Share of pixels above 245, 0..1. */
    readonly burntShare: number;
    /** Variance of the Laplacian. */
    readonly sharpness: number;
    /** Colour distance of mouth and chin from the brow; a mask raises it. */
    readonly coverage: number;
    /** Grey level of the eyes and the skin below as a share of that of cheeks and nose; dark glasses lower it. */
    readonly eyeLight?: number;
  };
  /** 128 numbers, rounded to four places. Euclidean distance tells people apart. */
  readonly descriptor: readonly number[];
  /** Version of what made the descriptor. Descriptors of different versions are never compared. */
  readonly net?: string;
}
