import { findSecret } from '../../dialogs/guard/find-secret.ts';

/** Takes out of a text what may not leave. */
export type Mask = (text: string) => string;

/** What stands where something was. */
export interface MaskLabels {
  readonly zone: string;
  readonly number: string;
  /** In the place of the whole text. */
  readonly secret: string;
}

/** For people who work for us. */
const ENGLISH: MaskLabels = {
  zone: '[machine-readable zone]',
  number: '[document number]',
  secret: '[left out: it looked like a secret]',
};

/** Lines of a machine-readable zone: fillers among capitals and figures, or a long line of those two. */
const ZONE_LINES = [
  /(?<![A-Z0-9<])(?=[A-Z0-9<]*<[A-Z0-9]*<)[A-Z0-9<]{16,}(?![A-Z0-9<])/g,
  /(?<![A-Za-z0-9<])(?=(?:[A-Z<]*\d){6})(?=[\d<]*[A-Z])[A-Z0-9<]{28,}(?![A-Za-z0-9<])/g,
];

/** A number that its owner calls that of a document. */
const NAMED_NUMBER =
  /(\b(?:document|passport|licen[cs]e|identity(?: card)?|id(?: card)?)[ _-]?(?:no\b\.?|nr\b\.?|number\b|#)\s*(?:is\b|:|=|-)?\s*)((?=[A-Z0-9 -]*\d)[A-Z0-9](?:[A-Z0-9-]| (?=[A-Z0-9]*\d)){4,24})/gi;

/**
 * Covers machine-readable zones, document numbers (those that are known of this customer, however they are spaced,
 * and those that are named as such) and secrets. Names, dates and what only people can recognise stay.
 */
export function createMask(
  knownNumbers: readonly string[],
  { zone, number, secret }: MaskLabels = ENGLISH,
): Mask {
  const known = knownNumbers.map(patternOf).filter((pattern) => pattern !== undefined);
  return (text) => {
    const covered = ZONE_LINES.reduce((masked, line) => masked.replace(line, () => zone), text);
    const withoutKnown = known.reduce((masked, one) => masked.replace(one, () => number), covered);
    const masked = withoutKnown.replace(NAMED_NUMBER, (_, label: string) => `${label}${number}`);
    // A number was expected wherever one stands in a form: six figures alone are no code here.
    return findSecret(masked, true) === undefined ? masked : secret;
  };
}

/** The number with anything that people put between its parts, in capitals or not. Too short ones would hit words. */
function patternOf(number: string): RegExp | undefined {
  const characters = number.normalize('NFKC').match(/[\p{L}\p{N}]/gu) ?? [];
  if (characters.length < 5) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])${characters.join('[\\s./-]*')}(?![\\p{L}\\p{N}])`, 'giu');
}
