/** Drawn documents on drawn tables, where it is known to the pixel where they lie. */
import { beforeAll, describe, expect, it } from '@jest/globals';

import { fromUnitSquare, invert, project } from '../../../bot/workers/page/homography.ts';
import { clip, areaOf, rectangle, type Quad } from '../../../bot/workers/page/quad.ts';
import type { PageMeasurements, PictureFaults } from '../../../knowledge/checks/document-measurements.ts';
import { criteria } from '../../knowledge/checks/measurements.ts';
import { Child } from '../../kit/child.ts';

interface Sight {
  readonly name: string;
  readonly page?: PageMeasurements;
  /** Of the corner that is farthest off, as a share of the photo's long edge. */
  readonly error?: number;
  readonly hasRectified: boolean;
  readonly hasOther: boolean;
  readonly faults: PictureFaults;
  readonly difference?: number;
}

const limits = criteria.document;
const sights = new Map<string, Sight>();

beforeAll(async () => {
  const child = new Child(new URL('children/look-at-scenes.ts', import.meta.url), {});
  await child.says(/^done$/);
  for (const line of child.lines.slice(0, -1)) {
    const sight = JSON.parse(line) as Sight;
    sights.set(sight.name, sight);
  }
}, 300_000);

/** Everything that was seen in scenes of one kind; there must be some. */
function seen(kind: string): readonly (readonly [string, Sight])[] {
  const found = [...sights].filter(([name]) => name.startsWith(kind));
  expect(found.length).toBeGreaterThan(0);
  return found;
}

const where = (kind: string, tell: (sight: Sight) => unknown) =>
  Object.fromEntries(seen(kind).map(([name, sight]) => [name, tell(sight)]));
const allOf = (kind: string, expected: unknown) =>
  Object.fromEntries(seen(kind).map(([name]) => [name, expected]));

describe('the page in a photo', () => {
  it('is found wherever it lies, to a hundredth of the photo, and whole', () => {
    const isRight = ({ page, error, hasRectified }: Sight) =>
      (error ?? 1) < 0.01 &&
      hasRectified &&
      page?.outside === 0 &&
      page.confidence > limits.minPageConfidence &&
      (page.coveredCorner ?? 1) <= limits.maxCoveredCorner;
    expect(where('found', isRight)).toEqual(allOf('found', true));
  });

  it('is not claimed where the photo shows no more than the page, or none', () => {
    const isClaimed = ({ page, hasRectified }: Sight) =>
      hasRectified || (page?.confidence ?? 0) >= limits.minPageConfidence;
    expect(where('none', isClaimed)).toEqual(allOf('none', false));
  });

  it('comes out straight: what was drawn in one place is found there', () => {
    // In grey levels; a shift of a hundredth of the width gives twice as much.
    expect(sights.get('straight')?.difference).toBeLessThan(14);
  });
});

describe('how the document was put before the camera', () => {
  it('is told when a part of it lies outside of the photo', () => {
    const isCut = ({ page }: Sight) =>
      page !== undefined &&
      page.confidence > limits.minPageConfidence &&
      (page.outside > limits.maxPageOutside || page.openSides === 1);
    expect(where('cut', isCut)).toEqual(allOf('cut', true));
  });

  it('is told when something of any colour covers a corner', () => {
    const isCovered = ({ page }: Sight) => (page?.coveredCorner ?? 0) > limits.maxCoveredCorner;
    expect(where('covered', isCovered)).toEqual(allOf('covered', true));
  });

  it('is told when another document lies beside it, and an open passport is one', () => {
    expect(where('two', (sight) => sight.hasOther)).toEqual(allOf('two', true));
    expect(where('one', (sight) => sight.hasOther)).toEqual(allOf('one', false));
  });

  it('tells a screen from paper', () => {
    expect(where('screen', ({ faults }) => faults.screen > limits.maxScreenGridSure)).toEqual(
      allOf('screen', true),
    );
    expect(where('paper', ({ faults }) => faults.screen > limits.maxScreenGrid)).toEqual(
      allOf('paper', false),
    );
  });

  it('tells a grey copy from the original, on a table in colour too', () => {
    expect(where('grey', ({ faults }) => faults.colour < limits.minColourSure)).toEqual(allOf('grey', true));
    expect(sights.get('grey: a filter')?.faults.colour).toBeLessThan(limits.minColour);
    expect(where('colour', ({ faults }) => faults.colour < limits.minColourSure)).toEqual(
      allOf('colour', false),
    );
  });
});

describe('a plane in perspective', () => {
  const quad: Quad = [
    { x: 10, y: 20 },
    { x: 200, y: 5 },
    { x: 230, y: 160 },
    { x: -5, y: 140 },
  ];

  it('leads there and back', () => {
    const map = fromUnitSquare(quad);
    expect(project(map, { x: 1, y: 1 }).x).toBeCloseTo(230);
    const back = project(invert(map), project(map, { x: 0.3, y: 0.8 }));
    expect(back.x).toBeCloseTo(0.3);
    expect(back.y).toBeCloseTo(0.8);
  });

  it('is cut where the photo ends', () => {
    const square = rectangle(100, 100);
    const half = square.map(({ x, y }) => ({ x: x - 50, y }));
    expect(areaOf(clip(half, square))).toBeCloseTo(5000);
  });
});
