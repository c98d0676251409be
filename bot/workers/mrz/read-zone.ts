import type { MrzReading } from '../../../knowledge/checks/document-measurements.ts';
import { fitLines, type FittedLines } from '../../../knowledge/checks/mrz/fit-lines.ts';
import { parseMrz } from '../../../knowledge/checks/mrz/parse-mrz.ts';
import { resizeGrey, turnGrey, type GreyPicture, type QuarterTurns } from '../picture.ts';
import { findBands, type Band } from './find-bands.ts';
import { blackHat, close, cutOut, blur, threshold } from './grey-operations.ts';
import type { TextReader } from './text-reader.ts';
import { hasZoneRows } from './zone-rows.ts';

export interface ZoneReading {
  readonly mrz: MrzReading;
  /** Quarter turns clockwise that bring the zone upright; undefined unless the zone was found. */
  readonly quarterTurns?: QuarterTurns;
}

/** Places that are looked at on one picture, and readings made of them in all: each takes a quarter of a second. */
const BANDS_TRIED = 3;
const READINGS_MADE = 8;
/** Width at which rows are looked for. */
const ROWS_WIDTH_PX = 1160;
/** A larger whole picture takes seconds to read when it is full of other text. */
const WHOLE_EDGE_PX = 1000;

/**
 * How a strip is shown to the reader, best first. It is at home with letters of a certain size, and no size
 * suits all: of 17 public specimens the first look reads 11, all three read 12.
 */
const LOOKS: readonly { readonly widthPx: number; readonly prepare: (strip: GreyPicture) => GreyPicture }[] =
  [
    { widthPx: 900, prepare: flatten },
    { widthPx: 1600, prepare: flatten },
    { widthPx: 1200, prepare: strokes },
  ];

/**
 * Finds and reads the machine-readable zone, however the document lies. Reads the likeliest places as they are
 * and upside down; stops at the first reading whose check digits fit, else keeps what looked most like a zone.
 */
export async function readZone(reader: TextReader, picture: GreyPicture): Promise<ZoneReading> {
  const search: Search = { reader, readingsLeft: READINGS_MADE, sawRows: false, sawZoneText: false };
  for (const turns of [0, 1] as const) {
    const turned = await turnGrey(picture, turns);
    const bands = (await findBands(turned)).filter(isShapedLikeZone).slice(0, BANDS_TRIED);
    for (const upsideDown of [false, true]) {
      const found = await readBands(search, turned, bands, upsideDown);
      // A zone that was seen one way round is not there the other way round.
      if (found)
        return { mrz: toReading(found), quarterTurns: (turns + (upsideDown ? 2 : 0)) as QuarterTurns };
    }
  }
  // Where rows of a zone were seen, they have been read; only otherwise may the search have missed the place.
  const found = search.sawRows ? undefined : await readWhole(search, picture);
  if (found) return { mrz: toReading(found), quarterTurns: 0 };
  return { mrz: { found: false, why: search.sawZoneText ? 'unreadable' : 'no_lines' } };
}

interface Search {
  readonly reader: TextReader;
  readingsLeft: number;
  sawRows: boolean;
  /** Whether something that can only be a zone was seen, legible or not. */
  sawZoneText: boolean;
}

async function readLines(search: Search, picture: GreyPicture): Promise<readonly string[]> {
  const lines = await search.reader.readLines(picture);
  // Nothing else that people photograph has long lines with runs of fillers.
  if (lines.some((line) => line.length >= 20 && /<{3}|(<.*){4}/.test(line))) search.sawZoneText = true;
  return lines;
}

const toReading = ({ format, lines }: FittedLines): MrzReading => ({ found: true, format, lines });

/** The first reading whose check digits fit, else the one that looks most like a zone. */
async function readBands(
  search: Search,
  picture: GreyPicture,
  bands: readonly Band[],
  upsideDown: boolean,
): Promise<FittedLines | undefined> {
  let best: FittedLines | undefined;
  for (const band of bands) {
    if (!hasZoneRows(cutBand(picture, band, ROWS_WIDTH_PX, upsideDown))) continue;
    search.sawRows = true;
    for (const { widthPx, prepare } of LOOKS) {
      if (search.readingsLeft-- <= 0) return best;
      const strip = cutBand(picture, band, widthPx, upsideDown);
      const lines = fitLines(await readLines(search, prepare(strip)));
      if (lines && isValid(lines)) return lines;
      if (lines && lines.fit > (best?.fit ?? 0)) best = lines;
      // The first look tells whether there is text of a zone at all.
      if (!lines) break;
    }
  }
  return best;
}

/** Zones are 5 (three lines of 30) to 12 (two of 44) times as long as high; a line alone is 25 times. */
function isShapedLikeZone({ length, height }: Band): boolean {
  const aspect = length / height;
  return (aspect > 3.5 && aspect < 17) || isOneLine({ length, height });
}

/** A line of a zone whose other lines were not joined to it. */
const isOneLine = ({ length, height }: Pick<Band, 'length' | 'height'>) => length / height > 18;

function isValid({ format, lines }: FittedLines): boolean {
  return parseMrz(format, lines)?.wrongChecks.length === 0;
}

/** When no band was right: the picture as a whole, where the reader finds the lines itself. */
async function readWhole(search: Search, picture: GreyPicture): Promise<FittedLines | undefined> {
  const factor = Math.min(2, WHOLE_EDGE_PX / Math.max(picture.width, picture.height));
  const whole = await resizeGrey(
    picture,
    Math.round(picture.width * factor),
    Math.round(picture.height * factor),
  );
  return fitLines(await readLines(search, flatten(whole)));
}

function cutBand(picture: GreyPicture, band: Band, widthPx: number, upsideDown: boolean): GreyPicture {
  const marginX = 0.03 * band.length;
  const marginY = isOneLine(band) ? band.height * 2.1 : 0.02 * band.length + 0.12 * band.height;
  const scale = (band.length + 2 * marginX) / widthPx;
  return cutOut(picture, {
    x: band.x,
    y: band.y,
    angle: band.angle + (upsideDown ? Math.PI : 0),
    width: widthPx,
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
