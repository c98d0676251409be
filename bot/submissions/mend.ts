import {
  isInstitutionReason,
  type InstitutionReason,
  type ReasonCode,
} from '../../knowledge/reasons/reason-code.ts';
import type { Answers, PhotoSlot, Photos, Submission } from '../../knowledge/verification/submission.ts';

/** What must be given again because of a reason; all else is kept. */
interface Redo {
  readonly answers: readonly (keyof Answers)[];
  readonly photos: readonly PhotoSlot[];
  /** The movements; with a new selfie they are asked for in any case. */
  readonly liveness?: true;
}

const DOCUMENT: readonly PhotoSlot[] = ['document_front', 'document_back'];
const EVERY_PHOTO: readonly PhotoSlot[] = [...DOCUMENT, 'selfie'];

const anyPhoto: Redo = { answers: [], photos: EVERY_PHOTO };
const documentPhotos: Redo = { answers: [], photos: DOCUMENT };
const front: Redo = { answers: [], photos: ['document_front'] };
const selfie: Redo = { answers: [], photos: ['selfie'] };
const movements: Redo = { answers: [], photos: [], liveness: true };
const anotherDocument: Redo = { answers: ['documentType', 'documentNumber'], photos: DOCUMENT };

const REDO: Readonly<Record<Exclude<ReasonCode, InstitutionReason>, Redo>> = {
  photo_format_unsupported: anyPhoto,
  photo_heic: anyPhoto,
  photo_too_large: anyPhoto,
  photo_empty: anyPhoto,
  photo_unreadable: anyPhoto,
  photo_too_small: anyPhoto,
  photo_too_many_pixels: anyPhoto,
  document_blurred: documentPhotos,
  document_dark: documentPhotos,
  document_glare: documentPhotos,
  document_face_missing: front,
  document_mrz_missing: documentPhotos,
  document_mrz_unreadable: documentPhotos,
  document_mrz_invalid: documentPhotos,
  document_details_unconfirmed: documentPhotos,
  document_expired: anotherDocument,
  document_name_differs: { answers: ['surname', 'givenNames'], photos: ['document_front'] },
  document_birth_date_differs: { answers: ['birthDate'], photos: ['document_front'] },
  document_number_differs: { answers: ['documentNumber'], photos: ['document_front'] },
  document_country_differs: { answers: ['country'], photos: ['document_front'] },
  document_type_differs: { answers: ['documentType'], photos: DOCUMENT },
  document_sides_same: documentPhotos,
  document_side_wrong: documentPhotos,
  document_cut_off: documentPhotos,
  document_corner_covered: documentPhotos,
  document_several: documentPhotos,
  document_is_screen: documentPhotos,
  document_is_copy: documentPhotos,
  document_already_used: anotherDocument,
  selfie_face_missing: selfie,
  selfie_several_faces: selfie,
  selfie_face_too_small: selfie,
  selfie_face_turned: selfie,
  selfie_blurred: selfie,
  selfie_dark: selfie,
  selfie_bright: selfie,
  selfie_covered: selfie,
  selfie_sunglasses: selfie,
  selfie_face_unsure: selfie,
  selfie_face_differs: selfie,
  selfie_same_picture: selfie,
  photo_already_used: anyPhoto,
  face_already_enrolled: selfie,
  liveness_face_missing: movements,
  liveness_movement_missing: movements,
  liveness_movement_unsure: movements,
  liveness_other_side: movements,
  liveness_face_differs: selfie,
  liveness_face_unsure: selfie,
  liveness_picture_used: movements,
  liveness_too_late: movements,
  liveness_too_early: movements,
  liveness_many_tries: movements,
  liveness_adapted: movements,
  liveness_not_shown: movements,
  check_unavailable: anyPhoto,
  document_not_accepted: { answers: ['country', ...anotherDocument.answers], photos: DOCUMENT },
  details_inconsistent: {
    answers: ['surname', 'givenNames', 'birthDate', 'documentNumber'],
    photos: ['document_front'],
  },
};

/** Reasons about institutions concern nothing that a person gave. */
const redoOf = (code: ReasonCode): Redo =>
  isInstitutionReason(code) ? { answers: [], photos: [] } : REDO[code];

type Kept = Pick<Submission, 'answers' | 'photos' | 'liveness'>;

/**
 * What stays of a rejected submission. A code about photos in general concerns the photos whose own
 * verdict named it, and all photos only when none did.
 */
export function keepUnnamed(rejected: Kept, reasons: readonly ReasonCode[]): Kept {
  const answers: Record<string, unknown> = { ...rejected.answers };
  const photos: Record<string, unknown> = { ...rejected.photos };
  for (const reason of reasons) {
    const redo = redoOf(reason);
    for (const answer of redo.answers) Reflect.deleteProperty(answers, answer);
    if (redo.answers.length > 0) delete answers['confirmed'];
    const named = redo.photos.filter((slot) => names(rejected.photos, slot, reason));
    for (const slot of named.length > 0 ? named : redo.photos) Reflect.deleteProperty(photos, slot);
  }
  const { liveness } = rejected;
  const isNamed = reasons.some((reason) => redoOf(reason).liveness);
  return { answers, photos, ...(liveness && !isNamed && { liveness }) };
}

function names(photos: Photos, slot: PhotoSlot, reason: ReasonCode): boolean {
  const verdict = photos[slot]?.verdict;
  return (
    verdict !== undefined && verdict.outcome !== 'pass' && verdict.reasons.some(({ code }) => code === reason)
  );
}
