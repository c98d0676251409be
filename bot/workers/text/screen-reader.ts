import { PSM, type Line } from 'tesseract.js';

import type { ScreenVerdict } from '../../../knowledge/screens/recognise-screen.ts';
import type { ScreenLine } from '../../../knowledge/screens/screen-reading.ts';
import { levelLight } from '../screen/level-light.ts';
import { blurGrey, resizeGrey, toGrey, type GreyPicture, type Picture } from '../picture.ts';
import type { Script, Tesseract } from './tesseract.ts';

/** Reads what stands on a screen, in the scripts of the languages that the exchange speaks. */
export interface ScreenReader {
  /** Passes until `judge` knows what one of them shows; the later ones are for harder pictures. */
  read(
    picture: Picture,
    isScreenshot: boolean,
    judge: (lines: readonly ScreenLine[]) => ScreenVerdict,
  ): Promise<ScreenLine[][]>;
}

/** Small print of a monitor has letters of 8 px, too small for the net; a phone's own screenshots need no more. */
const SMALL_WIDTH_PX = 1700;
const ENLARGED = 2;
/** All the pixels that one pass may look at: more costs seconds. */
const MAX_PASS_PX = 6e6;
/** Sigma: enough for the grid of a screen and its beats, too little for letters. */
const GRID_BLUR_PX = 1.3;
const MAX_LINES = 250;
const MAX_WORDS_PER_LINE = 60;
const MAX_WORD_LENGTH = 120;
/** Of how many words with two letters the engine must be sure for a page to be in a script that it knows. */
const SURE_WORD = 70;
const KNOWN_SCRIPT_SHARE = 0.6;

export function openScreenReader(tesseract: Tesseract): ScreenReader {
  async function pass(grey: GreyPicture, scale: number, layout: PSM, script: Script): Promise<ScreenLine[]> {
    const lines = await tesseract.read(grey, layout, script);
    return lines.flatMap((line) => screenLine(line, scale)).slice(0, MAX_LINES);
  }

  return {
    async read(picture, isScreenshot, judge) {
      const { plain, level, scale } = await readable(picture, isScreenshot);
      const passes: ScreenLine[][] = [];
      const isKnown = async (grey: GreyPicture, layout: PSM, script: Script): Promise<boolean> => {
        const lines = await pass(grey, scale, layout, script);
        passes.push(lines);
        return judge(lines).kind === 'known';
      };
      const first = isScreenshot ? plain : level();
      if (await isKnown(first, PSM.SPARSE_TEXT, 'eng')) return passes;
      if (!isKnownScript(passes[0] ?? [])) {
        if (await isKnown(first, PSM.SPARSE_TEXT, 'bul')) return passes;
        if (await isKnown(first, PSM.SPARSE_TEXT, 'chi_sim')) return passes;
      }
      if (await isKnown(isScreenshot ? level() : plain, PSM.SPARSE_TEXT, 'eng')) return passes;
      await isKnown(level(), PSM.AUTO, 'eng');
      return passes;
    },
  };
}

interface Readable {
  readonly plain: GreyPicture;
  readonly level: () => GreyPicture;
  /** Pixels of the picture for one of these. */
  readonly scale: number;
}

/** Large enough for small print, small enough to be read in time; without a screen's grid on a photo of one. */
async function readable(picture: Picture, isScreenshot: boolean): Promise<Readable> {
  const grey = await toGrey(picture);
  const wanted = isScreenshot && grey.width <= SMALL_WIDTH_PX ? ENLARGED : 1;
  const factor = Math.min(wanted, Math.sqrt(MAX_PASS_PX / (grey.width * grey.height)));
  const [width, height] = [Math.round(grey.width * factor), Math.round(grey.height * factor)];
  const sized = factor === 1 ? grey : await resizeGrey(grey, width, height);
  const plain = isScreenshot ? sized : await blurGrey(sized, GRID_BLUR_PX);
  let levelled: GreyPicture | undefined;
  return { plain, level: () => (levelled ??= levelLight(plain)), scale: 1 / factor };
}

/** Print in letters that the data does not have is read as words that the engine itself does not believe in. */
function isKnownScript(lines: readonly ScreenLine[]): boolean {
  const words = lines.filter(({ text }) => /\p{L}{2}/u.test(text));
  if (words.length === 0) return true;
  const characters = words.reduce((sum, { text }) => sum + text.length, 0);
  const sure = words.filter(({ confidence }) => confidence >= SURE_WORD);
  return sure.reduce((sum, { text }) => sum + text.length, 0) >= KNOWN_SCRIPT_SHARE * characters;
}

function screenLine({ text, confidence, bbox, words }: Line, scale: number): ScreenLine[] {
  const tidy = text.replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(tidy)) return [];
  const boxOf = ({ x0, y0, x1, y1 }: Line['bbox']) => ({
    x: Math.floor(x0 * scale),
    y: Math.floor(y0 * scale),
    width: Math.ceil((x1 - x0) * scale),
    height: Math.ceil((y1 - y0) * scale),
  });
  const kept = words
    .slice(0, MAX_WORDS_PER_LINE)
    .map((word) => ({ text: word.text.slice(0, MAX_WORD_LENGTH), box: boxOf(word.bbox) }));
  return [{ text: tidy, confidence: Math.round(confidence), box: boxOf(bbox), words: kept }];
}
