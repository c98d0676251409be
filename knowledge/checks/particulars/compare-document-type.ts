import type { DocumentType } from '../../verification/submission.ts';
import type { Comparison } from './comparison.ts';

/**
 * Codes of cards that look like ID cards and are none: residence permits (IR, AR, CR, RP, and C1 and C2 of the United
 * States) and crew members' certificates (AC). The guide names ID card, licence and passport and says "include": a
 * person decides.
 */
const OTHER_CARDS = /^(IR|AR|CR|RP|R|C1|C2|AC)$/;
/** Enhanced driver's licences carry an ID card's zone. */
const ENHANCED_LICENCES = ['USA', 'CAN'];

/** Compares the type that the customer chose with the zone's document code (ICAO Doc 9303, parts 3 to 7). */
export function compareDocumentType(code: string, issuer: string, documentType: DocumentType): Comparison {
  const family = code.charAt(0);
  if (documentType === 'passport') return family === 'P' ? 'agrees' : 'differs';
  if (!/[ACI]/.test(family)) return 'differs';
  if (OTHER_CARDS.test(code)) return 'unsure';
  if (documentType === 'id_card') return 'agrees';
  return ENHANCED_LICENCES.includes(issuer) ? 'agrees' : 'differs';
}
