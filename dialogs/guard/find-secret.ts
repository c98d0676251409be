import type { SecretWords } from '../../knowledge/languages/how-people-write.ts';
import { escaped } from '../../knowledge/recognise/escaped.ts';

/** What nobody should send to anybody. */
export type Secret = 'seed_phrase' | 'private_key' | 'password' | 'code' | 'card_number';

const PRIVATE_KEYS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // 32 bytes in hexadecimal: Ethereum and others.
  /\b(0x)?[0-9a-f]{64}\b/i,
  // Wallet import format and extended private keys of Bitcoin and its kin.
  /\b[5KL][1-9A-HJ-NP-Za-km-z]{50,51}\b/,
  /\b[xyz]prv[1-9A-HJ-NP-Za-km-z]{100,112}\b/,
  /\b(api|private|secret)[ _-]?(key|secret)\s*(is|:|=)\s*\S{12,}/i,
];

const PASSWORD =
  /\b(password|passwd|passphrase|passcode|pwd|trading password|pin)\s*(is|:|=)\s*["']?(?!\s|not\b|wrong\b|incorrect\b|too\b|asked\b|required\b|needed\b)\S{4,}/i;

const CODE_WORDS =
  /\b(2fa|otp|authenticator|sms|one[- ]time|security|verification|login|e-?mail|google) ?(code|password|token)?\b|\bcode\b/i;
const CODE = /(?<![\w.-])\d{6,8}(?![\w.-])/;
const LONE_CODE = /^\s*\d{3}[ -]?\d{3}\s*$/;

const PHRASE_LENGTHS: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);
const PHRASE_NAMED =
  /\b(seed|recovery|mnemonic|backup|secret|wallet)[ -]?(phrase|words?)\b\W*(is|are|:|=)?\W*((?:[a-z]{3,8}[\s,]+){5,}[a-z]{3,8})/i;
// Short words that talk is full of and that wallets' word lists do not contain.
const TALK = /^(the|and|my|to|is|it|in|on|of|for|me|was|are|not|but|from|has|had|get|got|its|how|why)$/;

/** What a language other than English calls secrets, and words that its talk is full of. */
export interface LocalSecrets {
  readonly secrets?: SecretWords | undefined;
  readonly talkWords: ReadonlySet<string>;
}

const ENGLISH_ALONE: LocalSecrets = { talkWords: new Set() };

/**
 * Finds what looks like a secret. `expectsNumber`: the customer was asked for something that may look like a
 * code, such as a document number.
 */
export function findSecret(
  text: string,
  expectsNumber = false,
  local: LocalSecrets = ENGLISH_ALONE,
): Secret | undefined {
  const { secrets, talkWords } = local;
  if (isSeedPhrase(text, local)) return 'seed_phrase';
  if (PRIVATE_KEYS.some((pattern) => pattern.test(text))) return 'private_key';
  if (PASSWORD.test(text) || (secrets && namesPassword(text, secrets, talkWords))) return 'password';
  if (expectsNumber) return undefined;
  if (hasCardNumber(text)) return 'card_number';
  if (/\berror\b/i.test(text)) return undefined;
  const namesCode = CODE_WORDS.test(text) || (secrets && anyOf(secrets.code).test(text));
  return LONE_CODE.test(text) || (namesCode && CODE.test(text)) ? 'code' : undefined;
}

/** A password is named and something follows that is no word: with figures or signs among letters, or behind a colon. */
function namesPassword(text: string, { password, is }: SecretWords, talkWords: ReadonlySet<string>): boolean {
  const between =
    is.length > 0 ? `(?:\\s+\\p{L}{1,6})?(?:\\s*(?:[:=]|${alternatives(is)})\\s*|\\s+)` : '\\s*[:=]?\\s*';
  const found = new RegExp(`${anyOf(password).source}${between}["']?(\\S{4,})`, 'iu').exec(text);
  const [, said = ''] = found ?? [];
  if (said === '' || talkWords.has(said.toLowerCase())) return false;
  return (
    /[=:：]\s*["']?\S{4,}$/u.test(found?.[0] ?? '') ||
    (/\d/.test(said) && /\p{L}|[^\w\s]/u.test(said) && said.length >= 6)
  );
}

/** Any of these as a word of its own; where words are not set apart, anywhere. */
function anyOf(words: readonly string[]): RegExp {
  return words.length === 0
    ? /(?!)/u
    : new RegExp(
        `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}])(?:${alternatives(words)})(?!\\p{Script=Latin}|\\p{Script=Cyrillic})`,
        'iu',
      );
}

const alternatives = (words: readonly string[]): string =>
  [...words]
    .sort((one, other) => other.length - one.length)
    .map(escaped)
    .join('|');

const CARD_NUMBERS = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/** The number of a payment card, by its check digit (Luhn, ISO/IEC 7812-1) and its first digit. */
function hasCardNumber(text: string): boolean {
  return [...text.matchAll(CARD_NUMBERS)].some(([written]) => {
    const digits = (written.match(/\d/g) ?? []).map(Number).reverse();
    const first = digits.at(-1) ?? 0;
    const sum = digits.reduce((total, digit, place) => {
      const value = place % 2 === 1 ? digit * 2 : digit;
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    return first >= 2 && first <= 6 && sum % 10 === 0;
  });
}

function isSeedPhrase(text: string, { secrets, talkWords }: LocalSecrets): boolean {
  if (PHRASE_NAMED.test(text)) return true;
  const words = text
    .toLowerCase()
    .split(/[\s,;]+|\d+[.)]\s*/)
    .filter((word) => word !== '');
  const isRow = (row: readonly string[]): boolean =>
    PHRASE_LENGTHS.has(row.length) &&
    row.every((word) => /^[a-z]{3,8}$/.test(word)) &&
    !row.some((word) => TALK.test(word) || talkWords.has(word));
  if (isRow(words)) return true;
  if (!secrets || !anyOf(secrets.phrase).test(text)) return false;
  // Named in another language, the words themselves are mostly English and come last.
  return [...PHRASE_LENGTHS].some((length) => isRow(words.slice(-length)));
}
