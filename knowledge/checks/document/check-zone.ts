import type { Reason } from '../../verdict.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { parseMrz, type Mrz } from '../mrz/parse-mrz.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import type { DocumentClaim } from './document-claim.ts';

export function zoneOf(measured: DocumentMeasurements): Mrz | undefined {
  return measured.mrz.found ? parseMrz(measured.mrz.format, measured.mrz.lines) : undefined;
}

/**
 * Judges whether the machine-readable zone is there and was read without errors. Passports carry it on the
 * photo page, cards mostly on the back, driving licences not at all.
 */
export function checkZone(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  otherSide: DocumentMeasurements | undefined,
): Findings {
  const fault = zoneFault(measured, claim, otherSide);
  return fault ? { retake: [fault], review: [] } : NOTHING_FOUND;
}

function zoneFault(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  otherSide: DocumentMeasurements | undefined,
): Reason | undefined {
  const mrz = zoneOf(measured);
  if (mrz && mrz.wrongChecks.length > 0) {
    return { code: 'document_mrz_invalid', details: { checks: mrz.wrongChecks.join(' ') } };
  }
  if (mrz) return undefined;
  const onThisSide =
    claim.documentType === 'passport' ||
    (claim.documentType === 'id_card' && claim.side === 'back' && !(otherSide && zoneOf(otherSide)));
  if (!onThisSide) return undefined;
  const missing = !measured.mrz.found && measured.mrz.why === 'no_lines';
  return { code: missing ? 'document_mrz_missing' : 'document_mrz_unreadable' };
}
