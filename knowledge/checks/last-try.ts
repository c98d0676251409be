import type { ReasonCode } from '../reasons/reason-code.ts';
import type { Verdict } from '../verdict.ts';

/**
 * What a person at the desk can settle by eye, so that nobody is stuck because our reader or their camera
 * fails again and again. Not among them: what nobody could accept, such as a document that has run out.
 */
const FOR_A_PERSON: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'check_unavailable',
  'document_face_missing',
  'document_mrz_missing',
  'document_mrz_unreadable',
  'document_mrz_invalid',
  'document_name_differs',
  'document_birth_date_differs',
  'document_number_differs',
  'document_country_differs',
  'document_type_differs',
  'document_glare',
  'document_side_wrong',
  'document_cut_off',
  'document_corner_covered',
  'document_several',
  'document_is_screen',
  'document_is_copy',
  'selfie_face_differs',
  'selfie_face_turned',
  'selfie_covered',
  'selfie_sunglasses',
]);

/** The same verdict after the last try: `retake` becomes `review` when a person can settle every reason. */
export function asLastTry(verdict: Verdict): Verdict {
  if (verdict.outcome !== 'retake') return verdict;
  return verdict.reasons.every((reason) => FOR_A_PERSON.has(reason.code))
    ? { outcome: 'review', reasons: verdict.reasons }
    : verdict;
}
