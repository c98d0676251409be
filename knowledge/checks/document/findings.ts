import type { Reason } from '../../verdict.ts';
import type { Comparison } from '../particulars/comparison.ts';
import type { Findings } from '../verdict-of.ts';

/** The particulars, as reasons name them. */
export const PARTICULAR_FIELDS = [
  'documentType',
  'country',
  'name',
  'birthDate',
  'documentNumber',
  'expiryDate',
] as const;
export type ParticularField = (typeof PARTICULAR_FIELDS)[number];

const DIFFERS: Readonly<Record<ParticularField, Reason['code']>> = {
  documentType: 'document_type_differs',
  country: 'document_country_differs',
  name: 'document_name_differs',
  birthDate: 'document_birth_date_differs',
  documentNumber: 'document_number_differs',
  expiryDate: 'document_expired',
};

export type Comparisons = Readonly<Partial<Record<ParticularField, Comparison>>>;

/** Names the fields that differ and those that could not be confirmed; never what the document says. */
export function findingsOf(comparisons: Comparisons): Findings {
  const fields = PARTICULAR_FIELDS.filter((field) => comparisons[field] !== undefined);
  const unsure = fields.filter((field) => comparisons[field] === 'unsure');
  return {
    retake: fields
      .filter((field) => comparisons[field] === 'differs')
      .map((field) => ({ code: DIFFERS[field] })),
    review: unsure.length > 0 ? [unconfirmed(unsure)] : [],
  };
}

const unconfirmed = (fields: readonly ParticularField[]): Reason => ({
  code: 'document_details_unconfirmed',
  details: { fields: fields.join(' ') },
});

/** The day that it still is somewhere on Earth: a document is good through its last day there. */
export function lastDayAnywhere(today: Date): string {
  return new Date(today.getTime() - 12 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
