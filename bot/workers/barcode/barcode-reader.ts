import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import type { BarcodeReading } from '../../../knowledge/checks/document-measurements.ts';
import { cutTurned, shrink, toGrey, type Picture } from '../picture.ts';
import { findBars, type Bars } from './find-bars.ts';

/** Reads the PDF417 of a photo, which North American licences carry on the back. */
export interface BarcodeReader {
  read(picture: Picture): Promise<BarcodeReading>;
}

const require = createRequire(import.meta.url);

/** The long edge at which bars are looked for. */
const SEARCH_EDGE_PX = 1000;
/** Room around the bars, as a share of their long edge: the reader wants quiet around them. */
const MARGIN = 0.08;
/** A barcode of 300 modules needs no more; larger ones only take longer. */
const READ_WIDTHS_PX = [1200, 1800] as const;
/** The reader gives up at a skew beyond 3°, and a barcode seen aslant has several. */
const TURNS_DEGREES = [0, 3, -3, 6, -6] as const;

/** Opens the reader. Its WebAssembly comes from the package's folder; nothing is fetched. */
export async function openBarcodeReader(): Promise<BarcodeReader> {
  const file = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return {
    async read(picture) {
      const small = await shrink(picture, SEARCH_EDGE_PX);
      const bars = findBars(await toGrey(small));
      if (!bars) return { found: false, why: 'no_bars' };
      const text = await readPlace(picture, scaled(bars, picture.width / small.width));
      return text === undefined ? { found: false, why: 'unreadable' } : { found: true, text };
    },
  };
}

async function readPlace(picture: Picture, bars: Bars): Promise<string | undefined> {
  for (const widthPx of READ_WIDTHS_PX) {
    for (const turn of TURNS_DEGREES) {
      const text = await readOnce(await cutTurned(picture, bars, bars.skewDegrees + turn, MARGIN, widthPx));
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

async function readOnce({ width, height, data }: Picture): Promise<string | undefined> {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] ?? 0;
    rgba[to + 1] = data[from + 1] ?? 0;
    rgba[to + 2] = data[from + 2] ?? 0;
  }
  const image = { data: rgba, width, height, colorSpace: 'srgb' } as const;
  const [barcode] = await readBarcodes(image, {
    formats: ['PDF417'],
    tryHarder: true,
    tryRotate: true,
    tryDownscale: true,
    tryInvert: false,
    maxNumberOfSymbols: 1,
    // The default writes control characters as words, and the separators of a licence's data are such.
    textMode: 'Plain',
  });
  return barcode?.isValid ? barcode.text : undefined;
}

function scaled(bars: Bars, factor: number): Bars {
  const { x, y, width, height } = bars;
  return { ...bars, x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}
