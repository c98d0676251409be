import { checkDocument } from '../../knowledge/checks/check-document.ts';
import { checkSelfie } from '../../knowledge/checks/check-selfie.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import { documentLines, selfieLines, type CriterionLine } from '../desk/reading/criteria-lines.ts';
import { completed } from './claim.ts';
import type { CheckOptions } from './options.ts';
import type { Measurements } from './stored-measurements.ts';

export interface Measured {
  readonly name: string;
  readonly measurements: Measurements;
}

export interface Judged extends Measured {
  readonly verdict: Verdict;
  readonly lines: readonly CriterionLine[];
}

type How = Pick<CheckOptions, 'documentType' | 'side' | 'particulars' | 'today' | 'lastTry'>;

/** Judges photos that belong together as the bot does: two sides of one document, and a selfie beside them. */
export function judgeTogether(photos: readonly Measured[], how: How, criteria: Criteria): readonly Judged[] {
  const documents = photos.map(({ measurements }) => measurements).filter(isDocument);
  return photos.map((photo) => {
    const { measurements } = photo;
    if (!isDocument(measurements)) return judgeSelfie(photo.name, measurements, documents, how, criteria);
    const side = documents.length > 1 ? sideAt(documents.indexOf(measurements)) : how.side;
    return judgeDocument(photo.name, measurements, side, documents, how, criteria);
  });
}

function judgeSelfie(
  name: string,
  measurements: SelfieMeasurements,
  documents: readonly DocumentMeasurements[],
  { lastTry }: How,
  criteria: Criteria,
): Judged {
  const verdict = checkSelfie(measurements, documents, criteria, { lastTry });
  return { name, measurements, verdict, lines: selfieLines(measurements, documents, criteria) };
}

function judgeDocument(
  name: string,
  measurements: DocumentMeasurements,
  side: 'front' | 'back',
  documents: readonly DocumentMeasurements[],
  { documentType, particulars, today, lastTry }: How,
  criteria: Criteria,
): Judged {
  const otherSide = documents.find((document) => document !== measurements);
  const said = completed(particulars, documents, criteria, today);
  const claim = {
    documentType,
    side,
    country: said.country ?? '',
    surname: said.surname ?? '',
    givenNames: said.givenNames ?? '',
    birthDate: said.birthDate ?? '',
    documentNumber: said.documentNumber ?? '',
  };
  const context = { lastTry, ...(otherSide && { otherSide }) };
  const verdict = checkDocument(measurements, claim, criteria, today, context);
  return { name, measurements, verdict, lines: documentLines(measurements, side, criteria) };
}

const sideAt = (index: number): 'front' | 'back' => (index === 0 ? 'front' : 'back');

function isDocument(measurements: Measurements): measurements is DocumentMeasurements {
  return measurements.kind === 'document';
}
