import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements, TextLine } from '../document-measurements.ts';
import { daysIn, saysDay } from '../text/find-days.ts';
import { hasName } from '../text/find-name.ts';
import { hasNumber } from '../text/find-number.ts';
import type { DocumentClaim } from './document-claim.ts';
import { lastDayAnywhere, type Comparisons } from './findings.ts';

/**
 * Looks in the print of a document for what the customer said. What is not found was perhaps misread: it is never
 * said to differ. The expiry is confirmed by a day that is not past, which no other field of a document has.
 */
export function confirmByText(
  text: readonly TextLine[],
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
): Comparisons {
  const { minNameLikeness, minNumberLikeness, minLineConfidence } = criteria.text;
  const lines = text.filter((line) => line.confidence >= minLineConfidence).map((line) => line.text);
  const agrees = (found: boolean) => (found ? 'agrees' : 'unsure');
  const lastDay = lastDayAnywhere(today);
  return {
    name: agrees(hasName(lines, claim.surname, 'surname', minNameLikeness)),
    birthDate: agrees(lines.some((line) => saysDay(line, claim.birthDate))),
    documentNumber: agrees(lines.some((line) => hasNumber(line, claim.documentNumber, minNumberLikeness))),
    expiryDate: agrees(lines.some((line) => daysIn(line).some((day) => day >= lastDay))),
  };
}

/** Whether the print alone confirms everything. */
export function isConfirmedByText(
  { text }: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
): boolean {
  return (
    text !== undefined &&
    Object.values(confirmByText(text, claim, criteria, today)).every((comparison) => comparison === 'agrees')
  );
}
