import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import { checkDigit } from '../../../knowledge/checks/mrz/check-digit.ts';
import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Movement } from '../../../knowledge/verification/liveness.ts';
import type { ScreenReading } from '../../../knowledge/screens/screen-reading.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';

/** What stands on a specimen document. Fictitious. */
export interface Bearer {
  readonly issuer: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly number: string;
  /** YYMMDD. */
  readonly birthDate: string;
  /** YYMMDD. */
  readonly expiryDate: string;
}

const ANNA: Bearer = {
  issuer: 'UTO',
  surname: 'ERIKSSON',
  givenNames: 'ANNA<MARIA',
  number: 'L898902C3',
  birthDate: '900403',
  expiryDate: '350415',
};

/** The issuer has to be a country that can be typed. */
export const GERMAN_ANNA: Bearer = { ...ANNA, issuer: 'D' };

const fill = (text: string, width: number): string => text.padEnd(width, '<').slice(0, width);

function passportLines(bearer: Bearer): readonly string[] {
  const { issuer, surname, givenNames, number, birthDate, expiryDate } = bearer;
  const numberPart = fill(number, 9) + checkDigit(fill(number, 9));
  const birthPart = birthDate + checkDigit(birthDate);
  const expiryPart = expiryDate + checkDigit(expiryDate);
  const optional = fill('', 14);
  const optionalPart = optional + checkDigit(optional);
  const composite = checkDigit(numberPart + birthPart + expiryPart + optionalPart);
  return [
    fill(`P<${fill(issuer, 3)}${surname}<<${givenNames}`, 44),
    `${numberPart}${fill(issuer, 3)}${birthPart}F${expiryPart}${optionalPart}${composite}`,
  ];
}

/** The three lines of the back of an ID card. */
function cardLines(bearer: Bearer): readonly string[] {
  const { issuer, surname, givenNames, number, birthDate, expiryDate } = bearer;
  const numberPart = fill(number, 9) + checkDigit(fill(number, 9));
  const birthPart = birthDate + checkDigit(birthDate);
  const expiryPart = expiryDate + checkDigit(expiryDate);
  const optional = fill('', 15);
  const optional2 = fill('', 11);
  const composite = checkDigit(numberPart + optional + birthPart + expiryPart + optional2);
  return [
    `I<${fill(issuer, 3)}${numberPart}${optional}`,
    `${birthPart}F${expiryPart}${fill(issuer, 3)}${optional2}${composite}`,
    fill(`${surname}<<${givenNames}`, 30),
  ];
}

/** `whose` tells people apart: the distance between two of them is far above the threshold. */
function face(whose: number): FaceMeasurements {
  const descriptor = Array.from({ length: 128 }, (_, index) => (index === whose ? 1 : 0));
  return {
    score: 0.98,
    box: { x: 300, y: 200, width: 300, height: 360 },
    widthShare: 0.4,
    yaw: 0.02,
    pitch: 0.52,
    rollDegrees: 0,
    mouthOpen: 0.05,
    happy: 0,
    chip: { brightness: 130, burntShare: 0, sharpness: 800, coverage: 5 },
    descriptor,
    net: 'data',
  };
}

/** How a face shows each movement. */
const SHOWN: Readonly<Record<Movement, Partial<FaceMeasurements>>> = {
  turn_left: { yaw: 0.5 },
  turn_right: { yaw: -0.5 },
  look_up: { pitch: 0.3 },
  smile: { happy: 0.98 },
  open_mouth: { mouthOpen: 0.6 },
  come_closer: { widthShare: 0.6 },
};

let made = 0;
/** Every picture differs from every other in half of its bits. */
function fingerprint(): string {
  made += 1;
  return BigInt.asUintN(64, BigInt(made) * 0x9e3779b97f4a7c15n)
    .toString(16)
    .padStart(16, '0');
}

const FILE = { bytes: 900_000, format: 'jpeg', decodes: true, widthPx: 1600, heightPx: 1200 } as const;
const QUALITY = { sharpness: 900, medianBrightness: 140, glareShare: 0 };

function documentPhoto(
  mrz: DocumentMeasurements['mrz'],
  change: Partial<DocumentMeasurements> = {},
): DocumentMeasurements {
  return {
    kind: 'document',
    file: { ...FILE, digest: fingerprint() },
    quality: QUALITY,
    fingerprint: fingerprint(),
    quarterTurns: 0,
    faces: [face(1)],
    mrz,
    engine: 'data',
    ...change,
  };
}

export const passport = (bearer: Bearer, change: Partial<DocumentMeasurements> = {}): DocumentMeasurements =>
  documentPhoto({ found: true, format: 'TD3', lines: passportLines(bearer) }, change);

export const cardFront = (): DocumentMeasurements => documentPhoto({ found: false, why: 'no_lines' });

export const cardBack = (bearer: Bearer): DocumentMeasurements =>
  documentPhoto({ found: true, format: 'TD1', lines: cardLines(bearer) }, { faces: [] });

/** The front of a licence on which these lines were read. */
export const licenceFront = (lines: readonly string[]): DocumentMeasurements =>
  documentPhoto(
    { found: false, why: 'no_lines' },
    {
      text: lines.map((text) => ({ text, confidence: 90, box: { x: 0, y: 0, width: 300, height: 30 } })),
    },
  );

/** The back of an American licence, by the text of its barcode. */
export const licenceBack = (text: string): DocumentMeasurements =>
  documentPhoto({ found: false, why: 'no_lines' }, { faces: [], barcode: { found: true, text } });

export const blurredDocument = (): DocumentMeasurements =>
  documentPhoto({ found: false, why: 'not_looked' }, { quality: { ...QUALITY, sharpness: 3 }, faces: [] });

/** Everything is fine except that the zone cannot be read: a person could. */
export const unreadableZone = (): DocumentMeasurements => documentPhoto({ found: false, why: 'unreadable' });

export const textFile = (): DocumentMeasurements => ({
  kind: 'document',
  file: { bytes: 120, format: 'other', decodes: false, digest: fingerprint() },
  quarterTurns: 0,
  faces: [],
  mrz: { found: false, why: 'not_looked' },
  engine: 'data',
});

export function selfie(whose = 1, change: Partial<SelfieMeasurements> = {}): SelfieMeasurements {
  return {
    kind: 'selfie',
    file: { ...FILE, digest: fingerprint() },
    quality: QUALITY,
    fingerprint: fingerprint(),
    faces: [face(whose)],
    engine: 'data',
    ...change,
  };
}

/** A photo of somebody who does what was asked. Like every new photo it is a little off from all others. */
export function showing(
  movement: Movement,
  whose = 1,
  change: Partial<FaceMeasurements> = {},
): SelfieMeasurements {
  made += 1;
  const descriptor = face(whose).descriptor.map((value, at) => (at === 50 + (made % 70) ? 0.2 : value));
  return selfie(whose, { faces: [{ ...face(whose), descriptor, ...SHOWN[movement], ...change }] });
}

export const noFace = (): SelfieMeasurements => selfie(1, { faces: [] });

/** A screenshot on which these lines were read. */
export function screenshot(lines: readonly string[], change: Partial<ScreenReading> = {}): ScreenReading {
  const read = lines.map((text, row) => {
    const y = 40 * row;
    let x = 0;
    const words = text.split(' ').map((word) => {
      const box = { x, y, width: 10 * word.length, height: 20 };
      x += 10 * word.length + 10;
      return { text: word, box };
    });
    return { text, confidence: 90, box: { x: 0, y, width: x, height: 20 }, words };
  });
  return { kind: 'screen', decodes: true, passes: [read], flatness: 0.9, covered: 0, secrets: [], ...change };
}
