import type { Answers } from '../../knowledge/verification/submission.ts';

/**
 * What tells one document from another: issuer, type and number, the number without spaces, dashes
 * and case. Undefined until all three were given.
 */
export function documentIdentity(answers: Answers): string | undefined {
  const { country, documentType, documentNumber } = answers;
  if (!country || !documentType || !documentNumber) return undefined;
  const number = documentNumber
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return `${country.toUpperCase()}|${documentType}|${number}`;
}
