import type { DocumentType, PhotoSlot } from '../verification/submission.ts';

/** The photos that a verification with this document needs, in the order in which they are asked for. */
export function requiredSlots(documentType: DocumentType): readonly PhotoSlot[] {
  return documentType === 'passport'
    ? ['document_front', 'selfie']
    : ['document_front', 'document_back', 'selfie'];
}
