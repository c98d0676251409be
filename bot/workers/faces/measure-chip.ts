import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import { CHIP_EDGE_PX } from './nets/describe-recognition.ts';

interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Parts of an aligned chip, in its pixels; the alignment puts them there in every face. */
const FACE: Region = { left: 35, right: 115, top: 35, bottom: 125 };
const BROW: Region = { left: 60, right: 90, top: 40, bottom: 52 };
const LOWER_FACE: readonly Region[] = [
  { left: 45, right: 58, top: 92, bottom: 105 },
  { left: 92, right: 105, top: 92, bottom: 105 },
  { left: 65, right: 85, top: 112, bottom: 122 },
];

/** On the left of the picture; on the right they lie mirrored. */
const EYE: Region = { left: 38, right: 58, top: 42, bottom: 50 };
const UNDER_EYE: Region = { left: 38, right: 58, top: 52, bottom: 60 };
const CHEEK: Region = { left: 42, right: 58, top: 76, bottom: 90 };
const NOSE: Region = { left: 66, right: 84, top: 60, bottom: 78 };

const BURNT_FROM = 245;

/** Brightness, sharpness and covering of a face, from its aligned chip (red, green, blue, 0..255). */
export function measureChip(chip: Float32Array): FaceMeasurements['chip'] {
  const grey = (x: number, y: number) => greyAt(chip, x, y);
  let [count, sum, burnt, laplaceSum, laplaceSquares] = [0, 0, 0, 0, 0];
  for (let y = FACE.top; y < FACE.bottom; y++) {
    for (let x = FACE.left; x < FACE.right; x++) {
      const level = grey(x, y);
      const laplace = 4 * level - grey(x - 1, y) - grey(x + 1, y) - grey(x, y - 1) - grey(x, y + 1);
      count++;
      sum += level;
      if (level > BURNT_FROM) burnt++;
      laplaceSum += laplace;
      laplaceSquares += laplace * laplace;
    }
  }
  const brow = meanChroma(chip, BROW);
  const fromBrow = LOWER_FACE.map((region) => {
    const part = meanChroma(chip, region);
    return Math.hypot(part.blue - brow.blue, part.red - brow.red);
  });
  return {
    brightness: Math.round(sum / count),
    burntShare: Math.round((burnt / count) * 1000) / 1000,
    sharpness: Math.round((laplaceSquares / count - (laplaceSum / count) ** 2) * 10) / 10,
    coverage: Math.round((fromBrow.reduce((total, d) => total + d, 0) / fromBrow.length) * 10) / 10,
    eyeLight: Math.round(eyeLightOf(chip) * 1000) / 1000,
  };
}

/**
 * How light the eyes and the skin below them are beside cheeks and nose. An uncovered eye has something light about
 * it, its white or its lower lid, even in hard light from above; behind dark glasses both are dark, on both sides.
 */
function eyeLightOf(chip: Float32Array): number {
  const skin = quantile(chip, [CHEEK, mirrored(CHEEK), NOSE], 0.5);
  const lightest = (region: Region, share: number) =>
    Math.max(quantile(chip, [region], share), quantile(chip, [mirrored(region)], share));
  return Math.max(lightest(UNDER_EYE, 0.5), lightest(EYE, 0.9)) / Math.max(1, skin);
}

const mirrored = ({ left, right, top, bottom }: Region): Region => ({
  left: CHIP_EDGE_PX - right,
  right: CHIP_EDGE_PX - left,
  top,
  bottom,
});

/** The grey level that this share of the regions' pixels does not exceed. */
function quantile(chip: Float32Array, regions: readonly Region[], share: number): number {
  const levels = regions.flatMap(({ left, right, top, bottom }) =>
    Array.from({ length: (right - left) * (bottom - top) }, (_, i) =>
      greyAt(chip, left + (i % (right - left)), top + Math.floor(i / (right - left))),
    ),
  );
  levels.sort((a, b) => a - b);
  return levels[Math.floor(share * levels.length)] ?? 0;
}

function greyAt(chip: Float32Array, x: number, y: number): number {
  const at = (y * CHIP_EDGE_PX + x) * 3;
  return 0.299 * (chip[at] ?? 0) + 0.587 * (chip[at + 1] ?? 0) + 0.114 * (chip[at + 2] ?? 0);
}

/** Mean of the two colour differences (JPEG's Cb and Cr without their offset). */
function meanChroma(chip: Float32Array, region: Region): { blue: number; red: number } {
  let [count, blue, red] = [0, 0, 0];
  for (let y = region.top; y < region.bottom; y++) {
    for (let x = region.left; x < region.right; x++) {
      const at = (y * CHIP_EDGE_PX + x) * 3;
      const [r, g, b] = [chip[at] ?? 0, chip[at + 1] ?? 0, chip[at + 2] ?? 0];
      blue += -0.169 * r - 0.331 * g + 0.5 * b;
      red += 0.5 * r - 0.419 * g - 0.081 * b;
      count++;
    }
  }
  return { blue: blue / count, red: red / count };
}
