import { codes } from '../../knowledge/countries/countries.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import { zoneOf } from '../../knowledge/checks/document/check-zone.ts';
import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import { compareCountry } from '../../knowledge/checks/particulars/compare-country.ts';
import type { Particulars } from './options.ts';

/** What was typed; what was not is taken from the zone, so that only what was given can differ. */
export function completed(
  given: Particulars,
  documents: readonly DocumentMeasurements[],
  criteria: Criteria,
  today: Date,
): Particulars {
  const zone = documents
    .map((document) => zoneOf(document, criteria)?.mrz)
    .find((found) => found !== undefined);
  if (!zone) return given;
  const country = codes.find((code) => compareCountry(zone.issuer, code) === 'agrees');
  const birthDate = dayOf(zone.birthDate, today);
  return {
    ...(country !== undefined && { country }),
    surname: zone.names.primary.join(' '),
    givenNames: zone.names.secondary.join(' '),
    ...(birthDate !== undefined && { birthDate }),
    documentNumber: zone.documentNumber,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

/** The zone leaves the century out: nobody is born in the future. */
function dayOf(yymmdd: string, today: Date): string | undefined {
  const [, yearOfCentury, month, day] = /^(\d\d)(\d\d)(\d\d)$/.exec(yymmdd) ?? [];
  if (yearOfCentury === undefined) return undefined;
  const inThisCentury = `20${yearOfCentury}-${month}-${day}`;
  return inThisCentury <= today.toISOString().slice(0, 10)
    ? inThisCentury
    : `19${yearOfCentury}-${month}-${day}`;
}
