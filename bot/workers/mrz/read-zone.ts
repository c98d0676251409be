import type { MrzReading } from '../../../knowledge/checks/document-measurements.ts';
import { fitLines, type FittedLines } from '../../../knowledge/checks/mrz/fit-lines.ts';
import { parseMrz } from '../../../knowledge/checks/mrz/parse-mrz.ts';
import { resizeGrey, turnGrey, type GreyPicture, type QuarterTurns } from '../picture.ts';
import { findBands, type Band } from './find-bands.ts';
import { blackHat, close, cutOut, blur, threshold } from './grey-operations.ts';
import type { TextReader } from './text-reader.ts';

export interface ZoneReading {
  readonly mrz: MrzReading;
  /** Quarter turns clockwise that bring the zone upright; undefined unless the zone was found. */
  readonly quarterTurns?: QuarterTurns;
}

/** Width at which a line is read: about 27 px for each of 44 characters. */
const READING_WIDTH_PX = 1200;
/** Bands that are tried on one picture; beyond them it is guesswork and costs a quarter of a second each. */
const BANDS_TRIED = 3;

interface Candidate {
  readonly turns: QuarterTurns;
  readonly lines: FittedLines;
  readonly valid: boolean;
}

/**
 * Finds and reads the machine-readable zone, however the document lies. Reads the likeliest bands as they are
 * and upside down; stops at the first whose check digits fit, else keeps what looked most like a zone.
 */
export async function readZone(reader: TextReader, picture: GreyPicture): Promise<ZoneReading> {
  const turned = [picture, await turnGrey(picture, 1)];
  const found = await Promise.all(turned.map(findBands));
  const bands = found
    .flatMap((list, turns) => list.map((band) => ({ band, turns: turns as 0 | 1 })))
    .sort((a, b) => b.band.score - a.band.score)
    .slice(0, BANDS_TRIED);
  let best: Candidate | undefined;
  const consider = (candidate: Candidate | undefined) => {
    if (
      candidate &&
      (!best || Number(candidate.valid) + candidate.lines.fit > Number(best.valid) + best.lines.fit)
    ) {
      best = candidate;
    }
    return best?.valid ?? false;
  };
  const settled = async () => {
    for (const { band, turns } of bands) {
      for (const upsideDown of [false, true]) {
        const strip = cutBand(turned[turns] ?? picture, band, upsideDown);
        const quarterTurns = ((turns + (upsideDown ? 2 : 0)) % 4) as QuarterTurns;
        for (const prepared of [flatten(strip), strip, strokes(strip)]) {
          const lines = fitLines(await reader.readLines(prepared));
          if (consider(lines && { turns: quarterTurns, lines, valid: isValid(lines) })) return;
          // The first look tells whether there is text of a zone at all.
          if (!lines) break;
        }
      }
    }
    if (!best) consider(await readWhole(reader, picture));
  };
  await settled();
  if (best) {
    const { format, lines } = best.lines;
    return { mrz: { found: true, format, lines }, quarterTurns: best.turns };
  }
  const looksLikeZone = bands.some(({ band }) => band.length / band.height > 4.5);
  return { mrz: { found: false, why: looksLikeZone ? 'unreadable' : 'no_lines' } };
}

function isValid({ format, lines }: FittedLines): boolean {
  return parseMrz(format, lines)?.wrongChecks.length === 0;
}

/** When no band was right: the picture as a whole, where the reader finds the lines itself. */
async function readWhole(reader: TextReader, picture: GreyPicture): Promise<Candidate | undefined> {
  const factor = Math.min(2, 1600 / Math.max(picture.width, picture.height));
  const whole = await resizeGrey(
    picture,
    Math.round(picture.width * factor),
    Math.round(picture.height * factor),
  );
  const lines = fitLines(await reader.readLines(whole));
  return lines && { turns: 0, lines, valid: isValid(lines) };
}

function cutBand(picture: GreyPicture, band: Band, upsideDown: boolean): GreyPicture {
  // One bar alone is one line of a zone whose other lines were not joined to it.
  const isOneLine = band.length / band.height > 18;
  const marginX = 0.03 * band.length;
  const marginY = isOneLine ? band.height * 2.1 : 0.02 * band.length + 0.12 * band.height;
  const scale = (band.length + 2 * marginX) / READING_WIDTH_PX;
  return cutOut(picture, {
    x: band.x,
    y: band.y,
    angle: band.angle + (upsideDown ? Math.PI : 0),
    width: READING_WIDTH_PX,
    height: Math.max(1, Math.round((band.height + 2 * marginY) / scale)),
    scale,
  });
}

/** Evens the background out and stretches the contrast: print on a coloured pattern becomes black on white. */
function flatten(strip: GreyPicture): GreyPicture {
  const radius = Math.round((strip.width / 44) * 1.2);
  const background = blur(close(strip, radius, radius), radius, radius);
  const even = strip.data.map((level, i) =>
    Math.min(255, Math.round((level / Math.max(20, background.data[i] ?? 255)) * 255)),
  );
  const darkest = percentile(even, 0.02);
  const range = Math.max(30, 250 - darkest);
  return { ...strip, data: even.map((level) => clamp(((level - darkest) * 255) / range)) };
}

/** Only what is thinner than half a character stays: lines and shades of the pattern go. */
function strokes(strip: GreyPicture): GreyPicture {
  const radius = Math.round((strip.width / 44) * 0.5);
  const marks = blackHat(strip, radius, radius).data;
  const full = Math.max(20, percentile(marks, 0.99));
  const drawn = marks.map((level) => clamp(255 - (level * 255) / full));
  const limit = threshold(drawn);
  return { ...strip, data: drawn.map((level) => (level > limit ? 255 : 0)) };
}

const clamp = (level: number) => Math.min(255, Math.max(0, Math.round(level)));

function percentile(data: Uint8Array, share: number): number {
  const histogram = new Uint32Array(256);
  for (const level of data) histogram[level] = (histogram[level] ?? 0) + 1;
  let count = 0;
  for (let level = 0; level < 256; level++) {
    count += histogram[level] ?? 0;
    if (count > data.length * share) return level;
  }
  return 255;
}
