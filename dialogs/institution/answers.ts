import type { InstitutionAnswers, PaperSlot } from '../../knowledge/verification/institution.ts';
import type { InstitutionField } from './institution-fields.ts';

/** Every question of an institution's verification, by its dialog's id. */
export type InstitutionQuestion =
  'company_country' | 'company' | 'representative' | InstitutionField | PaperSlot | 'check';

/** What the questions of an institution's verification end with. */
export type InstitutionAnswer =
  | { readonly kind: 'answers'; readonly answers: InstitutionAnswers }
  /** The files are in the institution already. */
  | { readonly kind: 'papers'; readonly slot: PaperSlot }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'change'; readonly question: InstitutionQuestion };

export interface InstitutionState {
  /** The customer has been told where they are; from now on only the questions are asked. */
  readonly begun?: boolean;
  /** Sets the draft aside and begins anew. */
  readonly startOver?: boolean;
  /** Asked before what the institution lacks: to change something, or because the customer went back. */
  readonly queue?: readonly InstitutionQuestion[];
}
