/** About the documents of an institution, and given by its reviewers. */
export const INSTITUTION_REASONS = [
  // the file
  'paper_format_unsupported',
  'paper_too_large',
  'paper_empty',
  'paper_damaged',
  'paper_protected',
  'paper_too_many_pages',
  'paper_active',
  // given by a reviewer only
  'incorporation_unfit',
  'authority_unproven',
  'ownership_unclear',
  'company_details_differ',
  'person_details_differ',
  'company_not_accepted',
] as const;

export type InstitutionReason = (typeof INSTITUTION_REASONS)[number];

/** Every reason that a check or a reviewer can give, stable and machine-readable. Each has an entry in this folder. */
export const REASON_CODES = [
  // the file
  'photo_format_unsupported',
  'photo_heic',
  'photo_too_large',
  'photo_empty',
  'photo_unreadable',
  'photo_too_small',
  'photo_too_many_pixels',
  // the document
  'document_blurred',
  'document_dark',
  'document_glare',
  'document_face_missing',
  'document_mrz_missing',
  'document_mrz_unreadable',
  'document_mrz_invalid',
  'document_expired',
  'document_name_differs',
  'document_birth_date_differs',
  'document_number_differs',
  'document_country_differs',
  'document_type_differs',
  'document_details_unconfirmed',
  'document_sides_same',
  'document_side_wrong',
  'document_cut_off',
  'document_corner_covered',
  'document_several',
  'document_is_screen',
  'document_is_copy',
  'document_already_used',
  // the selfie
  'selfie_face_missing',
  'selfie_several_faces',
  'selfie_face_too_small',
  'selfie_face_turned',
  'selfie_blurred',
  'selfie_dark',
  'selfie_bright',
  'selfie_covered',
  'selfie_sunglasses',
  'selfie_face_unsure',
  'selfie_face_differs',
  'selfie_same_picture',
  // the movements
  'liveness_face_missing',
  'liveness_movement_missing',
  'liveness_movement_unsure',
  'liveness_other_side',
  'liveness_face_differs',
  'liveness_face_unsure',
  'liveness_picture_used',
  'liveness_too_late',
  'liveness_too_early',
  'liveness_many_tries',
  'liveness_adapted',
  'liveness_not_shown',
  // our side
  'check_unavailable',
  // found beside another account, for the reviewer
  'photo_already_used',
  'face_already_enrolled',
  // given by a reviewer only
  'document_not_accepted',
  'details_inconsistent',
  ...INSTITUTION_REASONS,
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

export function isInstitutionReason(code: ReasonCode): code is InstitutionReason {
  return INSTITUTION_REASONS.some((one) => one === code);
}
