export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
}

export type CountryMatch =
  | { readonly kind: 'match'; readonly code: string; readonly name: string }
  /** Also with a single choice, when it is close but not sure: ask "Did you mean …?". */
  | { readonly kind: 'choices'; readonly choices: readonly Country[] }
  | { readonly kind: 'none' };

export declare function matchCountry(text: string): CountryMatch;
export declare function countryName(code: string): string;
