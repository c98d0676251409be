import { DAY, LONG_NUMBER, MIXED_WORD } from '../../../knowledge/screens/personal-forms.ts';

/** Always as long: it does not tell how long the name is. */
export const MASK = '••••••';

/** What lies over personal data until an agent says why they need it. */
export interface Veil {
  readonly isLifted: boolean;
  /** For a name or an address: with its first letter, to tell people apart. */
  name(text: string): string;
  /** For a date, a number: nothing of it. */
  value(text: string): string;
  /** For what people wrote: what is known of them or has the form of personal data. */
  text(text: string): string;
}

export const LIFTED: Veil = {
  isLifted: true,
  name: (text) => text,
  value: (text) => text,
  text: (text) => text,
};

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const MIN_KNOWN_CHARACTERS = 2;

/** What is known of somebody, wherever it stands in what was written. */
export interface KnownOf {
  /** Each word of them counts alone, too. */
  readonly names: readonly (string | undefined)[];
  /** Numbers, dates and addresses. */
  readonly values: readonly (string | undefined)[];
}

export function createVeil({ names, values }: KnownOf): Veil {
  const whole = [...names, ...values].flatMap((value) => value ?? []);
  const words = [...new Set([...whole, ...names.flatMap((name) => name?.split(/[\s,]+/) ?? [])])]
    .map((value) => value.trim())
    .filter((value) => value.length >= MIN_KNOWN_CHARACTERS)
    // The longest first: the whole name goes before its parts.
    .sort((one, other) => other.length - one.length)
    .map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const forms = [
    ...(words.length > 0
      ? [new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu')]
      : []),
    EMAIL,
    new RegExp(DAY, 'g'),
    // Before its digits alone, or the letters would be left.
    new RegExp(MIXED_WORD, 'gi'),
    new RegExp(LONG_NUMBER, 'g'),
  ];
  return {
    isLifted: false,
    name: (text) => maskName(text),
    value: () => MASK,
    text: (text) => forms.reduce((masked, form) => masked.replace(form, MASK), text),
  };
}

/** `A•••••• E••••••`: each word of a name by its first letter. */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${Array.from(word)[0] ?? ''}${MASK}`)
    .join(' ');
}
