import { PSM, type Line } from 'tesseract.js';

import type { ScreenVerdict } from '../../../knowledge/screens/recognise-screen.ts';
import { SCREENSHOT_FLATNESS, type ScreenLine } from '../../../knowledge/screens/screen-reading.ts';
import { levelLight } from '../screen/level-light.ts';
import { keepPrint } from '../screen/keep-print.ts';
import { raisePrint } from '../screen/raise-print.ts';
import { blurGrey, resizeGrey, toGrey, type GreyPicture, type Picture } from '../picture.ts';
import type { Script, Tesseract } from './tesseract.ts';

/** Reads what stands on a screen, in the scripts of the languages that the exchange speaks. */
export interface ScreenReader {
  /** Passes until `judge` knows what they show; the later ones are for harder pictures. */
  read(
    picture: Picture,
    flatness: number,
    judge: (passes: readonly (readonly ScreenLine[])[]) => ScreenVerdict,
  ): Promise<ScreenLine[][]>;
}

/** Small print of a monitor has letters of 8 px, too small for the net. */
const SMALL_WIDTH_PX = 1700;
const ENLARGED = 2;
/** A phone's own screenshots have two or three pixels for each point; larger letters are read no better. */
const PHONE = { widthPx: 640, upright: 1.4 };
/** All the pixels that one pass may look at: more costs seconds. */
const MAX_PASS_PX = 6e6;
/** Sigmas: enough for the grid of a screen, too little for letters. */
const GRID_BLURS_PX = [1.3, 1.8];
/** A dark screen has flat areas on a photo too. */
const CERTAIN_SCREENSHOT = 0.93;
/** The beats of a screen can look like pages of print in every script; a thread that takes half a minute is ended. */
const PATIENCE_MS = 15_000;
const MAX_LINES = 250;
const MAX_WORDS_PER_LINE = 60;
const MAX_WORD_LENGTH = 120;
/** Lines of which an engine is so sure are in letters that it knows; of lines in others it hardly ever is. */
const SURE_LINE = 88;
/** Fewer are an icon or a speck; nor do so few show that an engine knows the letters. */
const DOUBTFUL_LETTERS = 5;
/** Parts of what was doubtful. */
const [SETTLED, PARTLY_SETTLED] = [0.7, 0.2];
/** Latin words between others, such as names of programs, that the Latin engine is surer of. */
const SURE_WORD = 80;
const SAME_PLACE = 0.5;
/** Tried where the Latin engine does not believe what it reads; those that are quickest to rule out first. */
const OTHER_SCRIPTS = ['kaz', 'tur', 'vie', 'chi_sim'] as const;

export function openScreenReader(tesseract: Tesseract): ScreenReader {
  return {
    async read(picture, flatness, judge) {
      const began = performance.now();
      const passes: ScreenLine[][] = [];
      const add = (lines: readonly Line[], scale: number): boolean => {
        const pass = lines.flatMap((line) => screenLine(line, scale)).slice(0, MAX_LINES);
        passes.push(pass);
        return judge(passes).kind === 'known';
      };
      const looks: (Look & { readonly latin: readonly Line[] })[] = [];
      for (const open of looksAt(picture, flatness)) {
        const look = await open();
        const latin = await tesseract.read(look.grey, PSM.SPARSE_TEXT);
        if (add(latin, look.scale)) return passes;
        looks.push({ ...look, latin });
      }
      const [first] = looks;
      if (!first) return passes;
      // White on a colour is often found by one of them alone.
      looks.sort((one, other) => lettersOf(other.latin) - lettersOf(one.latin));
      const doubtful = looks.map(({ latin }) => latin.filter(isDoubtful));
      let believed: Script = 'eng';
      if (doubtful.some((lines) => lettersOf(lines) >= DOUBTFUL_LETTERS)) {
        for (const script of OTHER_SCRIPTS) {
          if (performance.now() - began > PATIENCE_MS) return passes;
          for (const [at, { grey, latin, scale }] of looks.entries()) {
            const lines = await tesseract.read(grey, PSM.SPARSE_TEXT, script);
            const mixed = withLatinWords(lines, latin);
            if (add(lines, scale) || (mixed && add(mixed, scale))) return passes;
            const all = lettersOf(doubtful[at] ?? []);
            const settled = lettersSettled(lines, doubtful[at] ?? []);
            if (settled >= SETTLED * all) believed = script;
            // Other letters altogether: no look has more of these.
            else if (settled < Math.min(DOUBTFUL_LETTERS, PARTLY_SETTLED * all)) break;
          }
          if (believed !== 'eng') break;
        }
      }
      add(await tesseract.read(first.grey, PSM.AUTO, believed), first.scale);
      return passes;
    },
  };
}

/** The picture made ready to be read. */
interface Look {
  readonly grey: GreyPicture;
  /** Pixels of the picture for one of these. */
  readonly scale: number;
}

/**
 * Several ways to see it, made when they are wanted, the most telling first: large enough for small print, small
 * enough to be read in time; without a screen's grid on a photo of one.
 */
function looksAt(picture: Picture, flatness: number): (() => Promise<Look>)[] {
  const own = once(() => ownScreen(picture));
  const photo = (blurPx: number) => async (): Promise<Look> => {
    const { grey, scale } = await sized(evenGrey(picture), 1);
    return { grey: keepPrint(await raisePrint(await blurGrey(grey, blurPx))), scale };
  };
  const photos = GRID_BLURS_PX.map(photo);
  if (flatness < SCREENSHOT_FLATNESS) return photos;
  const level = async (): Promise<Look> => {
    const { grey, scale } = await own();
    return { grey: levelLight(grey), scale };
  };
  return [level, own, ...(flatness < CERTAIN_SCREENSHOT ? photos : [])];
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}

async function ownScreen(picture: Picture): Promise<Look> {
  const { width, height } = picture;
  const isPhone = width >= PHONE.widthPx && height >= PHONE.upright * width;
  return sized(await toGrey(picture), width <= SMALL_WIDTH_PX && !isPhone ? ENLARGED : 1);
}

async function sized(grey: GreyPicture, wanted: number): Promise<Look> {
  const factor = Math.min(wanted, Math.sqrt(MAX_PASS_PX / (grey.width * grey.height)));
  if (factor === 1) return { grey, scale: 1 };
  const [width, height] = [Math.round(grey.width * factor), Math.round(grey.height * factor)];
  return { grey: await resizeGrey(grey, width, height), scale: 1 / factor };
}

/**
 * Red, green and blue in equal parts: the points of a screen have their stripes side by side, so the beats of the
 * three with a camera's pixels are a third of a turn apart and cancel, which they do not when green counts most.
 */
function evenGrey({ width, height, data }: Picture): GreyPicture {
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 3)
    grey[at] = ((data[from] ?? 0) + (data[from + 1] ?? 0) + (data[from + 2] ?? 0)) / 3;
  return { width, height, data: grey };
}

const lettersOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0);

/** Print in letters that the data does not have is read as words that the engine itself does not believe in. */
const isDoubtful = ({ text, confidence }: Line): boolean =>
  confidence < SURE_LINE && (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3;

/** How many letters of these lines stand where another engine reads what it believes in. */
function lettersSettled(lines: readonly Line[], doubtful: readonly Line[]): number {
  const sure = lines.filter(({ confidence }) => confidence >= SURE_LINE);
  return lettersOf(
    doubtful.filter(({ bbox }) => {
      const shared = sure.reduce((sum, one) => sum + sharedArea(one.bbox, bbox), 0);
      return shared > SAME_PLACE * areaOf(bbox);
    }),
  );
}

/** The lines with those words of the Latin engine that stand at the same places and are surer, if there are any. */
function withLatinWords(lines: readonly Line[], latin: readonly Line[]): Line[] | undefined {
  const sure = latin.flatMap(({ words }) => words).filter(({ confidence }) => confidence >= SURE_WORD);
  const betterFor = ({ bbox, confidence, text }: Line['words'][number]) =>
    sure.find((one) => one.confidence > confidence && one.text !== text && isSamePlace(one.bbox, bbox));
  if (!lines.some(({ words }) => words.some(betterFor))) return undefined;
  return lines.map((line) => {
    const words = line.words.map((word) => ({ ...word, text: betterFor(word)?.text ?? word.text }));
    return { ...line, words, text: words.map(({ text }) => text).join(' ') };
  });
}

const areaOf = ({ x0, y0, x1, y1 }: Line['bbox']) => (x1 - x0) * (y1 - y0);

function sharedArea(one: Line['bbox'], other: Line['bbox']): number {
  const width = Math.min(one.x1, other.x1) - Math.max(one.x0, other.x0);
  const height = Math.min(one.y1, other.y1) - Math.max(one.y0, other.y0);
  return Math.max(0, width) * Math.max(0, height);
}

/** Whether two boxes share most of what they cover together. */
function isSamePlace(one: Line['bbox'], other: Line['bbox']): boolean {
  const shared = sharedArea(one, other);
  return shared > SAME_PLACE * (areaOf(one) + areaOf(other) - shared);
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
