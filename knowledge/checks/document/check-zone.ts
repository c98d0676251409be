import type { Reason } from '../../verdict.ts';
import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { judgeReading, type JudgedMrz } from '../mrz/judge-reading.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import { barcodeOf } from './compare-barcode.ts';
import { isConfirmedByText } from './confirm-by-text.ts';
import type { DocumentClaim } from './document-claim.ts';

export function zoneOf(measured: DocumentMeasurements, criteria: Criteria): JudgedMrz | undefined {
  return measured.mrz.found ? judgeReading(measured.mrz, criteria.mrz) : undefined;
}

/**
 * Judges whether the machine-readable zone is there and was read without errors. Passports carry it on the
 * photo page, cards mostly on the back, driving licences not at all.
 */
export function checkZone(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
  otherSide: DocumentMeasurements | undefined,
): Findings {
  const zone = zoneOf(measured, criteria);
  if (zone && zone.mrz.wrongChecks.length > 0) {
    // What was seen clearly is printed so; anything else may have been misread, and a better photo tells.
    const { printedWrong } = zone;
    const fault: Reason =
      printedWrong.length > 0
        ? { code: 'document_mrz_invalid', details: { checks: printedWrong.join(' ') } }
        : { code: 'document_mrz_unreadable' };
    return { retake: [fault], review: [] };
  }
  if (zone || !isZoneWanted(measured, claim, criteria, otherSide)) return NOTHING_FOUND;
  const missing = !measured.mrz.found && measured.mrz.why === 'no_lines';
  const fault: Reason = { code: missing ? 'document_mrz_missing' : 'document_mrz_unreadable' };
  // Older ID cards have none: asking for it again would lead nowhere when the front was read without it.
  const front = { ...claim, side: 'front' } as const;
  const canDoWithout =
    missing && claim.side === 'back' && otherSide && isConfirmedByText(otherSide, front, criteria, today);
  return canDoWithout ? { retake: [], review: [fault] } : { retake: [fault], review: [] };
}

/** On this side, unless the card's other side has it or a North American barcode stands in its place. */
function isZoneWanted(
  measured: DocumentMeasurements,
  { documentType, side }: DocumentClaim,
  criteria: Criteria,
  otherSide: DocumentMeasurements | undefined,
): boolean {
  if (documentType === 'passport') return true;
  if (documentType === 'driving_licence' || side === 'front') return false;
  return !barcodeOf(measured) && !(otherSide && (zoneOf(otherSide, criteria) ?? barcodeOf(otherSide)));
}
