import { describe, expect, it } from '@jest/globals';

import { checkDocument, type DocumentContext } from '../../../knowledge/checks/check-document.ts';
import type { DocumentClaim } from '../../../knowledge/checks/document/document-claim.ts';
import type {
  DocumentMeasurements,
  PageMeasurements,
  PictureFaults,
} from '../../../knowledge/checks/document-measurements.ts';
import { claimOf, HOLDERS } from '../../specimen/holders.ts';
import { cardZone } from '../../specimen/zone.ts';
import { criteria, faceAt, goodPassport } from './measurements.ts';

const TODAY = new Date('2026-11-23T10:00:00Z');
const passport = claimOf(HOLDERS.anna, 'passport');
const card = claimOf(HOLDERS.anna, 'id_card');
const cardBack = claimOf(HOLDERS.anna, 'id_card', 'back');
const licence = claimOf(HOLDERS.anna, 'driving_licence');
const licenceBack = claimOf(HOLDERS.anna, 'driving_licence', 'back');

const goodFaults: PictureFaults = { colour: 40, screen: 1.5 };
const goodPage: PageMeasurements = {
  corners: [
    { x: 200, y: 200 },
    { x: 1400, y: 200 },
    { x: 1400, y: 1000 },
    { x: 200, y: 1000 },
  ],
  confidence: 0.9,
  share: 0.5,
  outside: 0,
  openSides: 0,
  coveredCorner: 0,
};
const noZone = { mrz: { found: false, why: 'no_lines' } } as const;
const unreadable = { mrz: { found: false, why: 'unreadable' } } as const;
const backOfCard = { faces: [], mrz: { found: true, format: 'TD1', lines: cardZone(HOLDERS.anna) } } as const;

function judge(
  change: Partial<DocumentMeasurements>,
  claim: DocumentClaim = passport,
  context: DocumentContext = {},
): string {
  const measured = { ...goodPassport, faults: goodFaults, page: goodPage, ...change };
  const verdict = checkDocument(measured, claim, criteria, TODAY, context);
  return [
    verdict.outcome,
    ...(verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code)),
  ].join(' ');
}

const withFaults = (change: Partial<PictureFaults>) => ({ faults: { ...goodFaults, ...change } });
const withPage = (change: Partial<PageMeasurements>) => ({ page: { ...goodPage, ...change } });

describe('how the document was put before the camera', () => {
  it.each([
    ['no grid to speak of', { screen: 6 }, 'pass'],
    ['something like a grid', { screen: 6.1 }, 'review document_is_screen'],
    ['a grid that print may still have', { screen: 12 }, 'review document_is_screen'],
    ['the grid of a screen', { screen: 12.1 }, 'retake document_is_screen'],
    ['colour enough', { colour: 7 }, 'pass'],
    ['little colour', { colour: 6.9 }, 'review document_is_copy'],
    ['a trace of colour', { colour: 1.5 }, 'review document_is_copy'],
    ['no colour', { colour: 1.4 }, 'retake document_is_copy'],
    ['another document beside it', { otherDocument: true }, 'retake document_several'],
  ] as const)('%s: %s', (_, change, expected) => {
    expect(judge(withFaults(change))).toBe(expected);
  });

  it('lets backs be black and white', () => {
    expect(judge({ ...backOfCard, ...withFaults({ colour: 0 }) }, cardBack)).toBe('pass');
  });

  it.each([
    ['a corner at the edge of the photo', { outside: 0.06 }, 'pass'],
    ['a corner outside of the photo', { outside: 0.061 }, 'retake document_cut_off'],
    ['a side that may be outside', { openSides: 1 }, 'review document_cut_off'],
    ['a picture cut to the page', { openSides: 1, share: 0.86 }, 'pass'],
    ['an outline that is not sure', { outside: 0.3, openSides: 1, confidence: 0.61 }, 'pass'],
    ['a corner that can be seen', { coveredCorner: 0.06 }, 'pass'],
    ['a corner under a thumb', { coveredCorner: 0.07 }, 'retake document_corner_covered'],
  ])('%s: %j is %s', (_, change, expected) => {
    expect(judge(withPage(change))).toBe(expected);
  });

  it('names what hides the zone, not that the zone cannot be read', () => {
    expect(judge({ ...unreadable, ...withPage({ openSides: 1 }) })).toBe('retake document_cut_off');
    expect(judge({ ...unreadable, ...withFaults({ screen: 30 }) })).toBe('retake document_is_screen');
  });

  it('asks a person about two portraits of different people, not about a ghost image', () => {
    const first = faceAt(0, { score: 0.85 });
    const size = (width: number) => ({ box: { x: 900, y: 300, width, height: width } });
    const other = (width: number, distance: number, score = 0.6) => ({
      faces: [first, faceAt(distance, { score, ...size(width) })],
    });
    expect(judge(other(240, 0.611))).toBe('review document_several');
    expect(judge(other(239, 0.611))).toBe('pass');
    expect(judge(other(240, 0.61))).toBe('pass');
    expect(judge(other(240, 0.611, 0.59))).toBe('pass');
  });

  it('hands it to a person after the last try', () => {
    expect(judge(withFaults({ screen: 30 }), passport, { lastTry: true })).toBe('review document_is_screen');
    expect(judge(withPage({ coveredCorner: 0.3 }), passport, { lastTry: true })).toBe(
      'review document_corner_covered',
    );
  });

  it('judges photos that an older release measured as it did', () => {
    expect(checkDocument(goodPassport, passport, criteria, TODAY)).toEqual({ outcome: 'pass' });
  });
});

describe('which side of a card it is', () => {
  const barcode = { barcode: { found: true, text: '@' } } as const;
  it('says that the back was sent for the front', () => {
    expect(judge(backOfCard, card)).toBe('retake document_side_wrong');
    expect(judge({ ...noZone, ...barcode, faces: [] }, licence)).toBe('retake document_side_wrong');
    // Without anything that only backs have, all that can be said is what is missing.
    expect(judge({ ...noZone, faces: [] }, card)).toBe('retake document_face_missing');
  });

  it('says that the front was sent for the back, by the holder’s portrait', () => {
    const otherSide: DocumentMeasurements = {
      ...goodPassport,
      ...noZone,
      fingerprint: '1234123412341234',
      file: { ...goodPassport.file, digest: 'b'.repeat(64) },
    };
    const judgeBack = (change: Partial<DocumentMeasurements>, claim: DocumentClaim) =>
      judge(change, claim, { otherSide });
    const portrait = (widthShare: number, distance = 0) => ({ faces: [faceAt(distance, { widthShare })] });
    expect(judgeBack({ ...noZone, ...portrait(0.15) }, cardBack)).toBe('retake document_side_wrong');
    expect(judgeBack({ ...noZone, ...portrait(0.149) }, cardBack)).toBe('retake document_mrz_missing');
    expect(judgeBack({ ...unreadable, ...portrait(0.15) }, cardBack)).toBe('retake document_mrz_unreadable');
    expect(judgeBack({ ...noZone, ...portrait(0.15, 0.51) }, licenceBack)).toBe('retake document_side_wrong');
    // A ghost image, and a pattern that a net takes for a face.
    expect(judgeBack({ ...noZone, ...portrait(0.149) }, licenceBack)).toBe('pass');
    expect(judgeBack({ ...noZone, ...portrait(0.3, 0.511) }, licenceBack)).toBe('pass');
    expect(judgeBack({ ...noZone, ...barcode, ...portrait(0.3) }, licenceBack)).not.toMatch(/side_wrong/);
  });
});
