import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import { parseMrz } from '../../../knowledge/checks/mrz/parse-mrz.ts';
import { nearestPortrait } from '../../../knowledge/checks/nearest-portrait.ts';
import type {
  FaceMeasurements,
  PhotoFile,
  PhotoQuality,
} from '../../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import { bytesWords } from './words.ts';

/** One measurement beside its criterion, in words. */
export interface CriterionLine {
  readonly label: string;
  readonly measured: string;
  readonly criterion: string;
  /** `unsure` is the band in which a person decides. */
  readonly holds: 'yes' | 'no' | 'unsure';
}

const yesNo = (holds: boolean): 'yes' | 'no' => (holds ? 'yes' : 'no');
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
export const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

export function documentLines(
  measured: DocumentMeasurements,
  side: 'front' | 'back',
  criteria: Criteria,
): readonly CriterionLine[] {
  const { quality } = measured;
  const limits = criteria.document;
  return [
    fileLine(measured.file, criteria),
    ...(quality
      ? [
          atLeast('Sharpness', quality.sharpness, limits.minSharpness),
          atLeast('Brightness', quality.medianBrightness, limits.minMedianBrightness),
          glareLine(quality, limits),
        ]
      : []),
    ...pictureLines(measured, side, limits),
    ...(side === 'front' ? [portraitLine(measured.faces, limits.minFaceScore)] : []),
    zoneLine(measured),
  ];
}

function pictureLines(
  { faults, page }: DocumentMeasurements,
  side: 'front' | 'back',
  limits: Criteria['document'],
): readonly CriterionLine[] {
  const lines: CriterionLine[] = [];
  if (faults) {
    const grid = band(faults.screen, limits.maxScreenGrid, limits.maxScreenGridSure);
    lines.push({
      label: 'Grid of a screen',
      measured: number(faults.screen),
      criterion: `at most ${limits.maxScreenGrid}; a screen from ${limits.maxScreenGridSure}`,
      holds: grid,
    });
  }
  if (faults && side === 'front') {
    lines.push({
      label: 'Colour',
      measured: number(faults.colour),
      criterion: `at least ${limits.minColour}; sure from ${limits.minColourSure}`,
      holds: band(-faults.colour, -limits.minColourSure, -limits.minColour),
    });
  }
  if (page && page.confidence >= limits.minPageConfidence) {
    lines.push({
      label: 'Outside of the photo',
      measured: percent(page.outside),
      criterion: `at most ${percent(limits.maxPageOutside)}`,
      holds: yesNo(page.outside <= limits.maxPageOutside),
    });
  }
  return lines;
}

export function selfieLines(
  measured: SelfieMeasurements,
  documents: readonly DocumentMeasurements[],
  criteria: Criteria,
): readonly CriterionLine[] {
  const limits = criteria.selfie;
  const counted = measured.faces.filter((face) => face.score >= limits.minFaceScore);
  const [face] = counted;
  const lines: CriterionLine[] = [
    fileLine(measured.file, criteria),
    {
      label: 'Faces',
      measured: String(counted.length),
      criterion: 'exactly one',
      holds: counted.length === 1 ? 'yes' : counted.length === 0 ? 'no' : 'unsure',
    },
  ];
  if (!face) return lines;
  return [
    ...lines,
    atLeast('Face certainty', face.score, limits.minFaceScore),
    {
      label: 'Face width',
      measured: `${percent(face.widthShare)}, ${Math.round(face.box.width)} px`,
      criterion: `at least ${percent(limits.minFaceWidthShare)} and ${limits.minFaceWidthPx} px`,
      holds: yesNo(face.widthShare >= limits.minFaceWidthShare && face.box.width >= limits.minFaceWidthPx),
    },
    {
      label: 'Turned away',
      measured: number(Math.abs(face.yaw)),
      criterion: `at most ${number(limits.maxYaw)} (0 is straight)`,
      holds: yesNo(Math.abs(face.yaw) <= limits.maxYaw),
    },
    {
      label: 'Brightness of the face',
      measured: String(Math.round(face.chip.brightness)),
      criterion: `from ${limits.minFaceBrightness} to ${limits.maxFaceBrightness}`,
      holds: yesNo(
        face.chip.brightness >= limits.minFaceBrightness && face.chip.brightness <= limits.maxFaceBrightness,
      ),
    },
    {
      label: 'Burnt out',
      measured: percent(face.chip.burntShare),
      criterion: `at most ${percent(limits.maxBurntShare)}`,
      holds: yesNo(face.chip.burntShare <= limits.maxBurntShare),
    },
    {
      label: 'Sharpness of the face',
      measured: String(Math.round(face.chip.sharpness)),
      criterion: `at least ${limits.minFaceSharpness}; sure from ${limits.minFaceSharpnessSure}`,
      holds: band(-face.chip.sharpness, -limits.minFaceSharpnessSure, -limits.minFaceSharpness),
    },
    {
      label: 'Covered (mask)',
      measured: number(face.chip.coverage),
      criterion: `at most ${number(limits.maxCoverage)}`,
      holds: yesNo(face.chip.coverage <= limits.maxCoverage),
    },
    distanceLine(face, documents, criteria),
  ];
}

function fileLine(file: PhotoFile, criteria: Criteria): CriterionLine {
  const { widthPx, heightPx } = file;
  const shortEdge = Math.min(widthPx ?? 0, heightPx ?? 0);
  const size = widthPx && heightPx ? `${widthPx} × ${heightPx} px, ` : '';
  return {
    label: 'File',
    measured: `${file.format.toUpperCase()}, ${size}${bytesWords(file.bytes)}`,
    criterion: `JPEG or PNG, under ${bytesWords(criteria.photo.maxBytes)}, short edge at least ${criteria.photo.minShortEdgePx} px`,
    holds: yesNo(
      file.decodes && file.bytes < criteria.photo.maxBytes && shortEdge >= criteria.photo.minShortEdgePx,
    ),
  };
}

function atLeast(label: string, value: number, limit: number): CriterionLine {
  const shown = value >= 10 ? String(Math.round(value)) : number(value);
  return { label, measured: shown, criterion: `at least ${number(limit)}`, holds: yesNo(value >= limit) };
}

/** Up to `sure` it holds, above `limit` it does not, between them a person looks. */
export function band(value: number, sure: number, limit: number): CriterionLine['holds'] {
  if (value <= sure) return 'yes';
  return value <= limit ? 'unsure' : 'no';
}

/** On a very bright page nobody can tell glare from paper, so it counts there as little as in the check. */
function glareLine(quality: PhotoQuality, limits: Criteria['document']): CriterionLine {
  const canTell = quality.medianBrightness <= limits.maxMedianBrightnessForGlare;
  const range = `at most ${percent(limits.maxGlareShare)}; ${percent(limits.maxGlareShareReadable)} when all could be read`;
  return {
    label: 'Glare',
    measured: percent(quality.glareShare),
    criterion: canTell
      ? range
      : `not judged on a page brighter than ${number(limits.maxMedianBrightnessForGlare)}`,
    holds: canTell ? band(quality.glareShare, limits.maxGlareShare, limits.maxGlareShareReadable) : 'yes',
  };
}

function portraitLine(faces: readonly FaceMeasurements[], minScore: number): CriterionLine {
  const best = Math.max(0, ...faces.map((face) => face.score));
  return {
    label: 'Portrait found',
    measured: best === 0 ? 'none' : `certainty ${number(best)}`,
    criterion: `certainty at least ${number(minScore)}`,
    holds: yesNo(best >= minScore),
  };
}

const ZONE_MISSING = {
  not_looked: 'not looked for: the photo is too poor',
  no_lines: 'none on this side',
  unreadable: 'there, but not readable',
} as const;

function zoneLine({ mrz: reading }: DocumentMeasurements): CriterionLine {
  const line = {
    label: 'Machine-readable zone',
    criterion: 'all check digits right, where the document has a zone',
  };
  if (!reading.found) return { ...line, measured: ZONE_MISSING[reading.why], holds: 'unsure' };
  const mrz = parseMrz(reading.format, reading.lines);
  if (!mrz) return { ...line, measured: `${reading.format}, lines do not fit the format`, holds: 'no' };
  const wrong = mrz.wrongChecks.map((check) => CHECK_WORDS[check] ?? check).join(', ');
  return {
    ...line,
    measured:
      wrong === '' ? `${reading.format}, all check digits right` : `${reading.format}, wrong: ${wrong}`,
    holds: yesNo(wrong === ''),
  };
}

const CHECK_WORDS: Readonly<Record<string, string>> = {
  documentNumber: 'document number',
  birthDate: 'date of birth',
  expiryDate: 'expiry date',
  optional: 'optional data',
  composite: 'composite',
};

/** The nearest portrait on any side counts, as in the check. */
function distanceLine(
  face: FaceMeasurements,
  documents: readonly DocumentMeasurements[],
  criteria: Criteria,
): CriterionLine {
  const { match } = criteria;
  const distance = nearestPortrait(face, documents, criteria);
  return {
    label: 'Distance to the portrait',
    measured: Number.isFinite(distance) ? number(distance) : 'no portrait to compare with',
    criterion: `match up to ${number(match.maxDistance)}, another person above ${number(match.minDifferentDistance)}`,
    holds: Number.isFinite(distance)
      ? band(distance, match.maxDistance, match.minDifferentDistance)
      : 'unsure',
  };
}
