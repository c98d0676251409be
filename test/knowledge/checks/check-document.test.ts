import { describe, expect, it } from '@jest/globals';

import { checkDocument, type DocumentContext } from '../../../knowledge/checks/check-document.ts';
import { withLimits } from '../../../knowledge/checks/criteria.ts';
import type { DocumentClaim } from '../../../knowledge/checks/document/document-claim.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import { requiredSlots } from '../../../knowledge/checks/required-slots.ts';
import { claimOf, HOLDERS } from '../../specimen/holders.ts';
import { barcodeText, type BarcodeFields } from '../../specimen/licence-barcode.ts';
import { cardZone, passportZone, type Holder } from '../../specimen/zone.ts';
import { criteria, goodFile, goodPassport } from './measurements.ts';

const TODAY = new Date('2026-11-23T10:00:00Z');
const claim = claimOf(HOLDERS.anna, 'passport');
const cardClaim = claimOf(HOLDERS.anna, 'id_card', 'back');
const licenceClaim = claimOf(HOLDERS.anna, 'driving_licence');

const noZone: DocumentMeasurements = { ...goodPassport, mrz: { found: false, why: 'no_lines' } };
const cardBack: DocumentMeasurements = {
  ...goodPassport,
  fingerprint: '1234123412341234',
  file: { ...goodFile, digest: 'b'.repeat(64) },
  faces: [],
  mrz: { found: true, format: 'TD1', lines: cardZone(HOLDERS.anna) },
};

function judge(
  change: Partial<DocumentMeasurements>,
  claimed: DocumentClaim = claim,
  context: DocumentContext = {},
): string {
  const verdict = checkDocument({ ...goodPassport, ...change }, claimed, criteria, TODAY, context);
  const codes = verdict.outcome === 'pass' ? [] : verdict.reasons.map((reason) => reason.code);
  return [verdict.outcome, ...codes].join(' ');
}

const zone = (change: Parameters<typeof passportZone>[0], faults?: Parameters<typeof passportZone>[1]) =>
  ({ mrz: { found: true, format: 'TD3', lines: passportZone(change, faults) } }) as const;

describe('the file of a photo', () => {
  const limit = 4 * 1024 * 1024;
  it.each([
    ['one byte under the limit', { bytes: limit - 1 }, 'pass'],
    ['exactly the limit', { bytes: limit }, 'retake photo_too_large'],
    ['no bytes', { bytes: 0, format: 'empty', decodes: false }, 'retake photo_empty'],
    ['text named .jpg', { format: 'other', decodes: false }, 'retake photo_format_unsupported'],
    ['an SVG', { format: 'svg', decodes: false }, 'retake photo_format_unsupported'],
    ['a WebP', { format: 'webp', decodes: false }, 'retake photo_format_unsupported'],
    ['an iPhone original', { format: 'heic', decodes: false }, 'retake photo_heic'],
    ['a picture cut short', { decodes: false }, 'retake photo_unreadable'],
    ['a flood of pixels', { decodes: false, tooManyPixels: true }, 'retake photo_too_many_pixels'],
    ['just large enough', { widthPx: 400, heightPx: 240 }, 'pass'],
    ['a thumbnail', { widthPx: 400, heightPx: 239 }, 'retake photo_too_small'],
  ] as const)('%s: %s', (_, change, expected) => {
    expect(judge({ file: { ...goodFile, ...change } })).toBe(expected);
  });

  it('follows the limit that the operator set', () => {
    const own = withLimits(criteria, { maxPhotoBytes: 500_000 });
    expect(checkDocument(goodPassport, claim, own, TODAY)).toMatchObject({
      outcome: 'retake',
      reasons: [{ code: 'photo_too_large', details: { limitMegabytes: 0.48 } }],
    });
  });
});

describe('whether a document can be read', () => {
  const quality = { sharpness: 1200, medianBrightness: 200, glareShare: 0 };
  const unreadable = { mrz: { found: false, why: 'unreadable' } } as const;

  it('names the cause of a zone that cannot be read, not its effect', () => {
    expect(judge({ ...unreadable, quality: { ...quality, sharpness: 91 } })).toBe('retake document_blurred');
    expect(judge({ ...unreadable, quality: { ...quality, medianBrightness: 75 } })).toBe(
      'retake document_dark',
    );
    expect(judge({ ...unreadable, quality: { ...quality, glareShare: 0.021 } })).toBe(
      'retake document_glare',
    );
    expect(judge({ ...unreadable, quality })).toBe('retake document_mrz_unreadable');
    expect(judge({ ...noZone, quality })).toBe('retake document_mrz_missing');
  });

  it('takes darkness for the cause of faint strokes', () => {
    const dark = { sharpness: 10, medianBrightness: 20, glareShare: 0 };
    expect(judge({ ...unreadable, quality: dark })).toBe('retake document_dark');
  });

  it('does not refuse a dark or soft photo on which everything could be read', () => {
    expect(judge({ quality: { sharpness: 60, medianBrightness: 50, glareShare: 0.05 } })).toBe('pass');
  });

  it('refuses glare that hides what only people read', () => {
    expect(judge({ quality: { ...quality, glareShare: 0.12 } })).toBe('pass');
    expect(judge({ quality: { ...quality, glareShare: 0.121 } })).toBe('retake document_glare');
  });

  it('does not take white paper for glare', () => {
    expect(judge({ quality: { ...quality, medianBrightness: 245, glareShare: 0.6 } })).toBe(
      'retake document_glare',
    );
    expect(judge({ quality: { ...quality, medianBrightness: 246, glareShare: 0.6 } })).toBe('pass');
  });

  it('wants a portrait on the front', () => {
    expect(judge({ faces: [] })).toBe('retake document_face_missing');
    expect(judge(cardBack, cardClaim)).toBe('pass');
  });
});

describe('what the zone says', () => {
  const { anna } = HOLDERS;
  it.each([
    ['agrees', zone(anna), 'pass'],
    ['another birth date', zone({ ...anna, birthDate: '1991-12-31' }), 'retake document_birth_date_differs'],
    ['another number', zone({ ...anna, number: 'C01X00T48' }), 'retake document_number_differs'],
    ['another name', zone({ ...anna, surname: 'Schmidt' }), 'retake document_name_differs'],
    ['another country', zone({ ...anna, country: 'FR' }), 'retake document_country_differs'],
    [
      'good until yesterday, and today is past everywhere',
      zone({ ...anna, expiry: '2026-11-21' }),
      'retake document_expired',
    ],
    ['good through today', zone({ ...anna, expiry: '2026-11-23' }), 'pass'],
    ['a wrong check digit', zone(anna, ['number', 'composite']), 'retake document_mrz_invalid'],
    [
      'a name with a letter off',
      zone({ ...anna, surname: 'Mülller' }),
      'review document_details_unconfirmed',
    ],
  ] as const)('%s: %s', (_, change, expected) => {
    expect(judge(change)).toBe(expected);
  });

  it('does not trust a field whose own check digit is wrong', () => {
    const misread = zone({ ...anna, birthDate: '1991-12-31' }, ['birth']);
    expect(judge(misread)).toBe('retake document_mrz_invalid');
  });

  it('tells a card from a passport', () => {
    expect(judge({ ...cardBack, faces: goodPassport.faces })).toBe('retake document_type_differs');
    expect(judge({}, { ...cardClaim, side: 'front' })).toBe('retake document_type_differs');
  });

  it('never tells what it read', () => {
    const verdict = checkDocument(
      {
        ...goodPassport,
        ...zone({ ...anna, birthDate: '1991-12-31', number: 'C01X00T48', surname: 'Schmidt' }),
      },
      claim,
      criteria,
      TODAY,
    );
    expect(JSON.stringify(verdict)).not.toMatch(/1991|9112|T48|SCHMIDT/i);
  });
});

describe('documents with two sides', () => {
  it('finds the zone of a card on its back, or on its front', () => {
    expect(judge({ ...noZone, faces: [] }, cardClaim)).toBe('retake document_mrz_missing');
    const frontWithZone = { ...cardBack, file: goodFile, fingerprint: 'abcdabcdabcdabcd' };
    expect(judge({ ...noZone, faces: [] }, cardClaim, { otherSide: frontWithZone })).toBe('pass');
  });

  it('wants no zone on the front of a card, nor on a licence, whose details a person compares', () => {
    expect(judge(noZone, claimOf(HOLDERS.anna, 'id_card'))).toBe('pass');
    expect(judge(noZone, licenceClaim)).toBe('review document_details_unconfirmed');
    expect(judge({ ...noZone, faces: [] }, { ...licenceClaim, side: 'back' })).toBe('pass');
  });

  it('notices the same side twice', () => {
    expect(judge(cardBack, cardClaim, { otherSide: cardBack })).toBe('retake document_sides_same');
    const copy = { ...noZone, fingerprint: '00000000fffffff0' };
    expect(judge(copy, licenceClaim, { otherSide: { ...noZone, file: goodFile } })).toBe(
      'retake document_sides_same',
    );
    const otherPhotoOfIt = { ...cardBack, file: goodFile, fingerprint: 'abcdabcdabcdabcd' };
    expect(judge(cardBack, cardClaim, { otherSide: otherPhotoOfIt })).toBe('retake document_sides_same');
  });

  it('asks for the sides that a type has', () => {
    expect(requiredSlots('passport')).toEqual(['document_front', 'selfie']);
    expect(requiredSlots('id_card')).toEqual(['document_front', 'document_back', 'selfie']);
    expect(requiredSlots('driving_licence')).toEqual(['document_front', 'document_back', 'selfie']);
  });
});

describe('what a barcode says', () => {
  const { anna } = HOLDERS;
  const american = { ...anna, country: 'US' };
  const barcode = (holder: Holder, fields?: BarcodeFields) =>
    ({ ...noZone, faces: [], barcode: { found: true, text: barcodeText(holder, fields) } }) as const;
  const claimed = claimOf(american, 'driving_licence', 'back');

  it.each<[string, Partial<Holder>, BarcodeFields, string]>([
    ['agrees', {}, {}, 'pass'],
    ['another surname', { surname: 'Schmidt' }, {}, 'retake document_name_differs'],
    ['another birth date', { birthDate: '1991-12-31' }, {}, 'retake document_birth_date_differs'],
    ['another number', { number: 'C01X00T48' }, {}, 'retake document_number_differs'],
    ['a Canadian licence', {}, { country: 'CAN' }, 'retake document_country_differs'],
    ['an ID card', {}, { kind: 'ID' }, 'retake document_type_differs'],
    ['run out', { expiry: '2026-11-21' }, {}, 'retake document_expired'],
    ['a name cut off', {}, { elements: { DAD: 'MAR', DDG: 'T' } }, 'pass'],
    ['a name that is nearly the same', { surname: 'Mülller' }, {}, 'review document_details_unconfirmed'],
    ['no expiry', {}, { elements: { DBA: undefined } }, 'review document_details_unconfirmed'],
  ])('%s', (_, change, fields, expected) => {
    expect(judge(barcode({ ...american, ...change }, fields), claimed)).toBe(expected);
  });

  it('stands in place of the zone on an ID card, and for what the front of a licence says', () => {
    expect(judge(barcode(american, { kind: 'ID' }), claimOf(american, 'id_card', 'back'))).toBe('pass');
    const back = {
      ...goodPassport,
      ...barcode(american),
      file: goodFile,
      fingerprint: '1234123412341234',
    };
    expect(judge(noZone, claimOf(american, 'driving_licence'), { otherSide: back })).toBe('pass');
  });

  it('is on one side only', () => {
    const back = { ...goodPassport, ...barcode(american), fingerprint: '1234123412341234' };
    expect(judge(barcode(american), claimed, { otherSide: { ...back, file: goodFile } })).toBe(
      'retake document_sides_same',
    );
  });

  it('never tells what it read', () => {
    const measured = {
      ...goodPassport,
      ...barcode({ ...american, surname: 'Schmidt', number: 'C01X00T48' }),
    };
    expect(JSON.stringify(checkDocument(measured, claimed, criteria, TODAY))).not.toMatch(/T48|SCHMIDT/i);
  });
});

describe('what the print says', () => {
  const { anna } = HOLDERS;
  const all = ['1. MÜLLER', '2. ANNA MARIA', '3. 31.12.1990 BERLIN', '4b. 14.05.2060', '5. C01X00T47'];
  const front = (lines: readonly string[], confidence = 90): Partial<DocumentMeasurements> => ({
    ...noZone,
    text: lines.map((text, i) => ({ text, confidence, box: { x: 400, y: 40 * i, width: 300, height: 30 } })),
  });
  const without = (line: number) => all.filter((_, i) => i !== line);

  it('confirms the front of a licence', () => {
    expect(judge(front(all), licenceClaim)).toBe('pass');
    const soft = { sharpness: 60, medianBrightness: 50, glareShare: 0.05 };
    expect(judge({ ...front(all), quality: soft }, licenceClaim)).toBe('pass');
  });

  it.each([
    ['the surname', front(without(0)), 'name'],
    ['the birth date', front(without(2)), 'birthDate'],
    ['the expiry', front(without(3)), 'expiryDate'],
    ['the number', front(without(4)), 'documentNumber'],
    ['anything', front([]), 'name birthDate documentNumber expiryDate'],
    ['anything sure', front(all, 5), 'name birthDate documentNumber expiryDate'],
  ])('leaves it to a person when %s is not found, and never says that it differs', (_, change, fields) => {
    expect(checkDocument({ ...goodPassport, ...change }, licenceClaim, criteria, TODAY)).toEqual({
      outcome: 'review',
      reasons: [{ code: 'document_details_unconfirmed', details: { fields } }],
    });
  });

  it('does not take another person for the holder', () => {
    const other = claimOf({ ...HOLDERS.berta, expiry: anna.expiry }, 'driving_licence');
    expect(judge(front(all), other)).toBe('review document_details_unconfirmed');
  });

  it('spares a card without a zone the asking for it, and leaves it to a person', () => {
    const read: DocumentMeasurements = {
      ...goodPassport,
      ...front(all),
      file: goodFile,
      fingerprint: 'abcdabcdabcdabcd',
    };
    const back = { ...noZone, faces: [] };
    expect(judge(back, cardClaim, { otherSide: read })).toBe('review document_mrz_missing');
    const unread: DocumentMeasurements = { ...read, text: [] };
    expect(judge(back, cardClaim, { otherSide: unread })).toBe('retake document_mrz_missing');
    const unreadable = { ...back, mrz: { found: false, why: 'unreadable' } } as const;
    expect(judge(unreadable, cardClaim, { otherSide: read })).toBe('retake document_mrz_unreadable');
  });
});

describe('the last try', () => {
  it('hands what a person can settle to a person', () => {
    expect(judge(noZone, claim, { lastTry: true })).toBe('review document_mrz_missing');
    expect(judge(zone({ ...HOLDERS.anna, birthDate: '1991-12-31' }), claim, { lastTry: true })).toBe(
      'review document_birth_date_differs',
    );
  });

  it('does not wave through what nobody could accept', () => {
    const expired = zone({ ...HOLDERS.anna, expiry: '2020-01-01' });
    expect(judge(expired, claim, { lastTry: true })).toBe('retake document_expired');
    expect(judge({ file: { ...goodFile, format: 'other', decodes: false } }, claim, { lastTry: true })).toBe(
      'retake photo_format_unsupported',
    );
  });
});
