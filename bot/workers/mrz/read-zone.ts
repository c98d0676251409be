import type { MrzReading } from '../../../knowledge/checks/document-measurements.ts';
import { decodeZone, type DecodedZone, type ZoneScores } from '../../../knowledge/checks/mrz/decode-zone.ts';
import { MRZ_ALPHABET, MRZ_FORMATS } from '../../../knowledge/checks/mrz/mrz-formats.ts';
import type { GreyPicture, QuarterTurns } from '../picture.ts';
import { findBands, type Band, type Lie } from './find-bands.ts';
import type { Cutting } from './grey-operations.ts';
import { createLevels, cutLevel, type Levels } from './levels.ts';
import { findLine, readLine, STRAIGHT_ON, type Line, type Look, type PlacedRow } from './read-line.ts';
import { traceRows, type Row } from './trace-rows.ts';
import type { ZoneNet } from './zone-net.ts';

export interface ZoneReading {
  readonly mrz: MrzReading;
  /** Quarter turns clockwise that bring the zone upright; undefined unless the zone was found. */
  readonly quarterTurns?: QuarterTurns;
}

/** Width at which rows are looked for: twelve pixels and more for each of 44 characters. */
const ROWS_WIDTH_PX = 640;
/** Places that are looked at in one direction, and those among them that are read in all. */
const BANDS_PER_SLANT = 4;
const BANDS_TRIED: Readonly<Record<Lie, number>> = { any: 10, straight: 4 };

/** Shapes that lines of a zone come in. */
const SHAPES = [
  { lines: 3, length: 30 },
  { lines: 2, length: 44 },
  { lines: 2, length: 36 },
] as const;
const LENGTHS = [30, 36, 44];

/** Mean logarithm of a character's probability below which a row is no line of a zone, and above which it surely is. */
const NO_LINE = -1.6;
const SURE_LINE = -0.7;
/** A zone whose check digits fit is taken at once when its characters are this clear; else the search goes on. */
const CLEAR_ZONE = -0.3;
/** When a character is less sure than the first, its line is looked at again; than the second, from all around. */
const [SURE_CHARACTER, LIKELY_CHARACTER] = [Math.log(0.97), Math.log(0.6)];
const SECOND_LOOKS: readonly Look[] = [
  { lower: -0.1, aside: 0, taller: 1 },
  { lower: 0.1, aside: 0, taller: 1 },
];
const FURTHER_LOOKS: readonly Look[] = [
  { lower: 0, aside: 0.1, taller: 1.08 },
  { lower: 0, aside: -0.1, taller: 0.92 },
  { lower: -0.05, aside: 0.06, taller: 1.1 },
  { lower: 0.05, aside: -0.06, taller: 0.9 },
];

interface Found {
  readonly zone: DecodedZone;
  readonly angle: number;
}

/**
 * Finds and reads the machine-readable zone, however the document lies: looks at the likeliest places one after
 * the other, and stops at the first that reads clearly with check digits that fit.
 */
export function readZone(net: ZoneNet, picture: GreyPicture, lie: Lie = 'any'): ZoneReading {
  const levels = createLevels(picture);
  let best: Found | undefined;
  let sawLine = false;
  let tried = 0;
  for (const bands of findBands(levels, lie)) {
    for (const band of bands.slice(0, BANDS_PER_SLANT)) {
      if (tried >= BANDS_TRIED[lie]) break;
      const { strip, rows } = findRows(levels, stripOf(band));
      if (rows.filter(isShapedLikeLine).length < 2) continue;
      tried++;
      const { found, sawLine: saw } = readBand(net, levels, strip, rows);
      sawLine ||= saw;
      if (found && (!best || worth(found.zone) > worth(best.zone))) best = found;
      if (best && isClear(best.zone)) return toReading(best);
    }
    // Where a zone was read, if badly, no other direction has another.
    if (best && best.zone.mean > SURE_LINE) break;
  }
  if (best) return toReading(best);
  return { mrz: { found: false, why: sawLine ? 'unreadable' : 'no_lines' } };
}

/** A likelier reading is worth more, and check digits that fit without forcing are worth a few characters. */
const worth = (zone: DecodedZone) => zone.mean - Math.min(zone.gap, 12) / 40;
const isClear = (zone: DecodedZone) => zone.gap < 1 && zone.mean > CLEAR_ZONE;

function toReading({ zone, angle }: Found): ZoneReading {
  const { format, lines, seen, gap } = zone;
  const isBent = lines.some((line, i) => line !== seen[i]);
  const percent = (p: number) => Math.round(100 * p);
  const turns = Math.round((-angle * 2) / Math.PI);
  return {
    mrz: {
      found: true,
      format,
      lines,
      ...(isBent ? { seen, gap: Math.round(100 * gap) / 100 } : {}),
      sureness: zone.sureness.map((line) => line.map(percent)),
    },
    quarterTurns: (((turns % 4) + 4) % 4) as QuarterTurns,
  };
}

/** A tilt, rise over run, that a strip is cut again for. */
const TILTED = 0.02;

/** The rows of a strip. Where they run aslant it is cut again along them: rows far from level hide one another. */
function findRows(levels: Levels, strip: Cutting): { strip: Cutting; rows: readonly Row[] } {
  const rows = traceRows(cutLevel(levels, strip));
  const slopes = rows.map(({ slope }) => slope).sort((a, b) => a - b);
  const tilt = (slopes[slopes.length >> 1] ?? 0) / (strip.width / 2);
  if (Math.abs(tilt) < TILTED) return { strip, rows };
  const level = { ...strip, angle: strip.angle + Math.atan(tilt) };
  const again = traceRows(cutLevel(levels, level));
  return again.length < rows.length ? { strip, rows } : { strip: level, rows: again };
}

/** Thirty to 44 characters that are about as high as they are apart; ends and heights are found only roughly. */
function isShapedLikeLine(row: Row): boolean {
  const characters = (row.right - row.left) / row.height;
  return characters > 16 && characters < 90;
}

function readBand(
  net: ZoneNet,
  levels: Levels,
  strip: Cutting,
  rows: readonly Row[],
): { found?: Found; sawLine: boolean } {
  const upsideDown = isUpsideDown(net, { levels, strip, upsideDown: false }, rows);
  if (upsideDown === undefined) return { sawLine: false };
  const ordered = upsideDown ? rows.toReversed() : rows;
  const placed = ordered.map((row) => ({ levels, strip, row, upsideDown }));
  const lines = placed.map((place) => linesOf(net, place));
  const zones = groupsOf(lines).map(({ first, count, length }) => {
    const scores = placed.slice(first, first + count).map((place, k) => {
      const line = lines[first + k]?.find((candidate) => candidate.length === length);
      return line ? readCells(net, place, line) : [];
    });
    return decodeBest(scores, length);
  });
  const [zone] = zones.sort((a, b) => worth(b) - worth(a));
  const sawLine = lines.some((row) => row.some(({ mean }) => mean > SURE_LINE));
  if (!zone || zone.mean < NO_LINE) return { sawLine };
  return { found: { zone, angle: strip.angle + (upsideDown ? Math.PI : 0) }, sawLine };
}

/** The band with room around it: its ends are found roughly, and a single line may be one of two or three. */
function stripOf(band: Band): Cutting {
  const isOneLine = band.length / band.height > 16;
  const marginX = 0.06 * band.length;
  const marginY = isOneLine ? band.height * 2.4 : 0.03 * band.length + 0.15 * band.height;
  const scale = (band.length + 2 * marginX) / ROWS_WIDTH_PX;
  return {
    x: band.x,
    y: band.y,
    angle: band.angle,
    width: ROWS_WIDTH_PX,
    height: Math.max(24, Math.round((band.height + 2 * marginY) / scale)),
    scale,
  };
}

/** Reads the likeliest rows both ways round. Undefined when none is a line of a zone either way. */
function isUpsideDown(
  net: ZoneNet,
  place: Omit<PlacedRow, 'row'>,
  rows: readonly Row[],
): boolean | undefined {
  const likely = rows.filter(isShapedLikeLine).toSorted((a, b) => b.right - b.left - (a.right - a.left));
  for (const row of likely.slice(0, 3)) {
    const [upright, turned] = [false, true].map((upsideDown) =>
      Math.max(...linesOf(net, { ...place, row, upsideDown }).map(({ mean }) => mean)),
    ) as [number, number];
    if (Math.max(upright, turned) > NO_LINE) return turned > upright;
  }
  return undefined;
}

/** The row as a line of each length that a zone can have. */
function linesOf(net: ZoneNet, place: PlacedRow): Line[] {
  const { row } = place;
  const extent = row.right - row.left;
  const byHeight = row.height / 1.05;
  const pitches = [44, 40, 36, 30].map((length) => extent / length);
  const pitch = pitches.toSorted(
    (a, b) => Math.abs(Math.log(a / byHeight)) - Math.abs(Math.log(b / byHeight)),
  )[0];
  const lines = findLine(net, place, pitch ?? byHeight, LENGTHS);
  const likeliest = lines.toSorted((a, b) => b.total - a.total)[0];
  if (!likeliest || !pitch) return lines;
  const found =
    Math.abs(likeliest.placeOf(likeliest.length - 1) - likeliest.placeOf(0)) / (likeliest.length - 1);
  if (Math.abs(Math.log(found / pitch)) < 0.08) return lines;
  return findLine(net, place, found, LENGTHS);
}

interface Group {
  readonly first: number;
  readonly count: number;
  readonly length: number;
}

/** Neighbouring rows that can be a zone together, likeliest first; two are worth reading. */
function groupsOf(rows: readonly (readonly Line[])[]): Group[] {
  const groups: (Group & { cost: number })[] = [];
  for (const { lines: count, length } of SHAPES) {
    for (let first = 0; first + count <= rows.length; first++) {
      const parts = rows.slice(first, first + count);
      const asked = parts.map((row) => row.find((line) => line.length === length));
      if (asked.some((line) => !line || line.mean < NO_LINE)) continue;
      const cost = parts.reduce((sum, row, k) => {
        const likeliest = Math.max(...row.map(({ total }) => total));
        return sum + likeliest - (asked[k]?.total ?? -Infinity);
      }, 0);
      const doubt = asked.reduce((sum, line) => sum - (line?.mean ?? 0), 0) / count;
      groups.push({ first, count, length, cost: cost / count + 20 * doubt });
    }
  }
  return groups.sort((a, b) => a.cost - b.cost).slice(0, 2);
}

/** The characters of a line, looked at from all around as long as any is in doubt. */
function readCells(net: ZoneNet, place: PlacedRow, line: Line): Float32Array[] {
  const look = (from: Look) => readLine(net, place, line, from);
  const first = look(STRAIGHT_ON);
  if (isEachAbove(first, SURE_CHARACTER)) return first;
  const looks = [first, ...SECOND_LOOKS.map(look)];
  const mean = meanOf(looks);
  return isEachAbove(mean, LIKELY_CHARACTER) ? mean : meanOf([...looks, ...FURTHER_LOOKS.map(look)]);
}

const isEachAbove = (cells: readonly Float32Array[], limit: number) =>
  cells.every((cell) => Math.max(...cell.subarray(0, MRZ_ALPHABET.length)) > limit);

/** Logarithms of the looks' mean probabilities. */
function meanOf(looks: readonly (readonly Float32Array[])[]): Float32Array[] {
  const [first = []] = looks;
  return first.map((cell, i) =>
    cell.map((_, c) => {
      const sum = looks.reduce((total, look) => total + Math.exp(look[i]?.[c] ?? -20), 0);
      return Math.log(Math.max(sum / looks.length, 1e-9));
    }),
  );
}

function decodeBest(scores: ZoneScores, length: number): DecodedZone {
  const fitting = Object.values(MRZ_FORMATS).filter(
    ({ lines, width }) => lines === scores.length && width === length,
  );
  const zones = fitting.map(({ id }) => decodeZone(scores, id)).sort((a, b) => worth(b) - worth(a));
  const [zone] = zones;
  if (!zone) throw new RangeError('no format has this shape');
  return zone;
}
