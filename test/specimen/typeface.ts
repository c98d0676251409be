import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What we use of opentype.js, which has no types of its own. */
interface Font {
  readonly unitsPerEm: number;
  charToGlyph(character: string): { readonly advanceWidth: number };
  getPath(text: string, x: number, y: number, sizePx: number): { toPathData(decimals: number): string };
}

const require = createRequire(import.meta.url);
const opentype = require('opentype.js') as { parse(bytes: ArrayBuffer): Font };

function open(file: string): Font {
  const bytes = readFileSync(path.join(path.dirname(require.resolve('bwip-js')), '..', 'fonts', file));
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** OCR-B, the typeface of machine-readable zones, and a plain one for the rest; both come with bwip-js. */
const fonts = { zone: open('OCRB7.ttf'), plain: open('Inconsolata.otf') };

export interface Writing {
  readonly x: number;
  /** The line on which the letters stand. */
  readonly y: number;
  readonly text: string;
  readonly colour?: string;
}

/** Text as an SVG path, so that no font of the machine plays a part. `sizePx` is the height of the em. */
export function write(writing: Writing & { readonly sizePx: number }): string {
  const data = fonts.plain.getPath(writing.text, writing.x, writing.y, writing.sizePx).toPathData(1);
  return `<path fill="${writing.colour ?? '#222'}" d="${data}"/>`;
}

/** A line of a machine-readable zone, its characters `pitchPx` apart. */
export function writeZoneLine(
  writing: Writing & {
    readonly pitchPx: number;
    /** Printed this much thicker, in pixels. */
    readonly boldPx?: number;
    /** How much higher or lower than usual the letters are beside their pitch. */
    readonly stretch?: number;
  },
): string {
  const glyph = fonts.zone.charToGlyph('A');
  const sizePx = (writing.pitchPx * fonts.zone.unitsPerEm) / glyph.advanceWidth;
  const data = Array.from(writing.text, (character, i) =>
    fonts.zone.getPath(character, writing.x + i * writing.pitchPx, writing.y, sizePx).toPathData(1),
  ).join('');
  const colour = writing.colour ?? '#111';
  const stroke = writing.boldPx ? ` stroke="${colour}" stroke-width="${writing.boldPx}"` : '';
  // Higher letters stand on the same line.
  const stretch = writing.stretch ?? 1;
  const transform =
    stretch === 1 ? '' : ` transform="translate(0 ${writing.y * (1 - stretch)}) scale(1 ${stretch})"`;
  return `<path fill="${colour}"${stroke}${transform} d="${data}"/>`;
}
