import { parseAamva, type Aamva } from '../aamva/parse-aamva.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { compareCountry } from '../particulars/compare-country.ts';
import { compareDocumentNumber } from '../particulars/compare-document-number.ts';
import { compareNames } from '../particulars/compare-names.ts';
import type { Comparison } from '../particulars/comparison.ts';
import type { DocumentClaim } from './document-claim.ts';
import { lastDayAnywhere, type Comparisons } from './findings.ts';

/** The holder's data in the barcode; undefined when there are none, as on licences of other continents. */
export function barcodeOf(measured: DocumentMeasurements): Aamva | undefined {
  return measured.barcode?.found ? parseAamva(measured.barcode.text) : undefined;
}

/** Compares with a barcode's data, which error correction vouches for: no letter of them is misread. */
export function compareBarcode(barcode: Aamva, claim: DocumentClaim, today: Date): Comparisons {
  return {
    documentType: compareKind(barcode.kind, claim),
    country: compareCountry(barcode.issuer, claim.country),
    name: compareNames(barcode.names, claim.surname, claim.givenNames),
    birthDate: compareDay(barcode.birthDate, claim.birthDate),
    documentNumber: compareDocumentNumber(barcode.documentNumber, claim.documentNumber),
    expiryDate: compareExpiry(barcode.expiryDate, today),
  };
}

function compareKind(kind: Aamva['kind'], { documentType }: DocumentClaim): Comparison {
  if (kind === undefined) return 'unsure';
  return kind === documentType ? 'agrees' : 'differs';
}

function compareDay(printed: string | undefined, claimed: string): Comparison {
  if (printed === undefined || claimed === '') return 'unsure';
  return printed === claimed ? 'agrees' : 'differs';
}

function compareExpiry(expiry: string | undefined, today: Date): Comparison {
  if (expiry === undefined) return 'unsure';
  return expiry < lastDayAnywhere(today) ? 'differs' : 'agrees';
}
