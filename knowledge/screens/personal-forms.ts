/** Digits in a row, with what people put between them; error codes and years are shorter. */
export const LONG_NUMBER = /(?:\d[ \-.()/]?){5,}\d/;

/** A date in digits. */
export const DAY = /\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b/;

/** In running text: numbers of documents, addresses and hashes mix digits and letters; our references have dashes. */
export const MIXED_WORD = /(?<![\w-])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{7,}(?![\w-])/i;
