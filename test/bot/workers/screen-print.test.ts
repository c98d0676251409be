/** Print on photos of screens, made of plain strokes, so that each level is known. */
import { describe, expect, it } from '@jest/globals';

import type { GreyPicture } from '../../../bot/workers/picture.ts';
import { keepPrint } from '../../../bot/workers/screen/keep-print.ts';
import { raisePrint } from '../../../bot/workers/screen/raise-print.ts';

const [WIDTH, HEIGHT] = [480, 240];
type Paint = (x: number, y: number) => number;

function picture(paint: Paint): GreyPicture {
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (let at = 0; at < data.length; at += 1) data[at] = paint(at % WIDTH, Math.floor(at / WIDTH));
  return { width: WIDTH, height: HEIGHT, data };
}

const levelsWhere = ({ data }: GreyPicture, isWanted: (x: number, y: number) => boolean): number[] =>
  [...data].filter((_, at) => isWanted(at % WIDTH, Math.floor(at / WIDTH)));
const share = (levels: readonly number[], isWanted: (level: number) => boolean) =>
  levels.filter(isWanted).length / levels.length;

/** Strokes of 4 px, 12 px apart, like a row of the letter l. */
const strokes = (top: number, high: number) => (x: number, y: number) =>
  y >= top && y < top + high && x >= 60 && x < 420 && x % 12 < 4;
const heading = strokes(60, 28);
const small = strokes(108, 18);
const isPrint = (x: number, y: number) => heading(x, y) || small(x, y);
const nearPrint = (x: number, y: number) =>
  [-6, 0, 6].some((dx) => [-6, 0, 6].some((dy) => isPrint(x + dx, y + dy)));

const beats = (x: number, y: number) => 12 * Math.sin(x / 1.7 + y / 2.3);
const onLight: Paint = (x, y) => 200 + beats(x, y) - (heading(x, y) ? 170 : small(x, y) ? 80 : 0);
const onDark: Paint = (x, y) => 30 + beats(x, y) / 2 + (heading(x, y) ? 170 : small(x, y) ? 70 : 0);

describe('print on a photo of a screen', () => {
  it.each<[string, Paint]>([
    ['dark on light', onLight],
    ['light on dark', onDark],
    ['under a lamp', (x, y) => Math.min(255, 0.6 * onLight(x, y) + 90 * Math.exp(-((x - 400) ** 2) / 4e4))],
  ])('comes out black, pale lines as well as a heading, and its ground white: %s', async (_how, paint) => {
    const raised = await raisePrint(picture(paint));
    expect(share(levelsWhere(raised, heading), (level) => level < 60)).toBeGreaterThan(0.97);
    expect(share(levelsWhere(raised, small), (level) => level < 90)).toBeGreaterThan(0.97);
    const ground = levelsWhere(raised, (x, y) => !nearPrint(x, y));
    expect(share(ground, (level) => level > 190)).toBeGreaterThan(0.97);
  });

  it('is not made of the edge between two panels', async () => {
    const raised = await raisePrint(picture((x) => (x < 300 ? 240 : 40)));
    expect(keepPrint(raised).data.every((level) => level === 255)).toBe(true);
  });
});

describe('of what is black on white', () => {
  const inked = (isInk: (x: number, y: number) => boolean) =>
    keepPrint(picture((x, y) => (isInk(x, y) ? 0 : 255)));
  const inkIn = (kept: GreyPicture) => kept.data.filter((level) => level < 255).length;

  it('rows of letters stay as they are, with the dots above them', () => {
    const isInk = (x: number, y: number) => small(x, y) || (small(x, y + 8) && y < 104 && y >= 101);
    const kept = inked(isInk);
    expect(levelsWhere(kept, isInk).every((level) => level === 0)).toBe(true);
  });

  it('a word whose letters touch stays', () => {
    expect(inkIn(inked((x, y) => x >= 100 && x < 190 && y >= 100 && y < 120))).toBe(90 * 20);
  });

  it.each<[string, (x: number, y: number) => boolean]>([
    ['specks', (x, y) => x % 14 < 3 && y % 16 < 5],
    ['a spot that stands alone', (x, y) => x >= 300 && x < 320 && y >= 150 && y < 170],
    ['the rim of a screen', (x, y) => x < 5 || y < 5],
  ])('%s go', (_what, isInk) => {
    expect(inkIn(inked(isInk))).toBe(0);
  });
});
