import { barcodeOf } from '../../knowledge/checks/document/compare-barcode.ts';
import { parseMrz } from '../../knowledge/checks/mrz/parse-mrz.ts';
import type { Answers, Photos } from '../../knowledge/verification/submission.ts';

/**
 * What tells one document from another: issuer, kind and number, as typed and as the machine-readable zone or the
 * barcode says. Both count, because the checks accept a typed number that differs a little from the printed one:
 * otherwise one document could serve two accounts by being typed in two ways.
 */
export function documentIdentities(answers: Answers, photos: Photos): readonly string[] {
  const { country, documentType, documentNumber } = answers;
  const identities: string[] = [];
  if (country && documentType && documentNumber) {
    identities.push(`typed|${country.toUpperCase()}|${documentType}|${fold(documentNumber)}`);
  }
  for (const photo of [photos.document_front, photos.document_back]) {
    const reading = photo?.measurements.mrz;
    const mrz = reading?.found ? parseMrz(reading.format, reading.lines) : undefined;
    const barcode = photo && barcodeOf(photo.measurements);
    if (barcode?.documentNumber) {
      identities.push(`read|${barcode.issuer}|${barcode.kind ?? ''}|${fold(barcode.documentNumber)}`);
    }
    // A number that its check digit does not vouch for may be somebody else's, misread.
    if (!mrz || mrz.documentNumber === '' || mrz.wrongChecks.includes('documentNumber')) continue;
    identities.push(`read|${mrz.issuer}|${mrz.documentCode.charAt(0)}|${fold(mrz.documentNumber)}`);
  }
  return [...new Set(identities)];
}

/** Without blanks, dashes and case; O and I as the digits that people take them for. */
function fold(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/O/g, '0')
    .replace(/I/g, '1');
}
