/**
 * The machine-readable zones of ICAO Doc 9303 (parts 4 to 7), and of France's cards until 2021, as data: where each field stands, which
 * characters it may hold, and which check digit guards it. Positions count from 0; `end` is exclusive.
 */
export const MRZ_FORMAT_IDS = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B', 'FRA-ID'] as const;
export type MrzFormatId = (typeof MRZ_FORMAT_IDS)[number];

/** Every character that a zone can hold. */
export const MRZ_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<';

export interface Span {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * `letters`: A-Z and filler; `digits`: 0-9; `date`: 0-9, filler for unknown parts; `state`: the same as
 * letters, a state's code; `number` and `any`: all 37, of which some are unlikely in a number.
 */
export type CharacterClass =
  'letters' | 'digits' | 'digit_or_filler' | 'date' | 'sex' | 'state' | 'number' | 'any';

export const FIELD_NAMES = [
  'documentCode',
  'issuer',
  'names',
  'givenNames',
  'documentNumber',
  'nationality',
  'birthDate',
  'sex',
  'expiryDate',
  'optional',
  'optional2',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export interface Field extends Span {
  readonly name: FieldName;
  readonly holds: CharacterClass;
}

export const CHECK_NAMES = ['documentNumber', 'birthDate', 'expiryDate', 'optional', 'composite'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export interface CheckDigit extends Span {
  readonly name: CheckName;
  readonly over: readonly Span[];
  /** `filler_if_blank`: may be `<` when what it guards is blank; `filler_if_long`: `<` when the document number goes on in the optional field. */
  readonly mayBe?: 'filler_if_blank' | 'filler_if_long';
}

export interface MrzFormat {
  readonly id: MrzFormatId;
  readonly lines: number;
  readonly width: number;
  /** First letters that a document of this format can have. */
  readonly codes: string;
  /** Set where only one state prints this format. */
  readonly issuer?: string;
  readonly fields: readonly Field[];
  readonly checks: readonly CheckDigit[];
}

const span = (line: number, start: number, end: number): Span => ({ line, start, end });
const field = (name: FieldName, holds: CharacterClass, line: number, start: number, end: number): Field => ({
  name,
  holds,
  line,
  start,
  end,
});

/** Passports, TD2 cards and visas share the beginning of the second line. */
const sharedSecondLine: readonly Field[] = [
  field('documentNumber', 'number', 1, 0, 9),
  field('nationality', 'state', 1, 10, 13),
  field('birthDate', 'date', 1, 13, 19),
  field('sex', 'sex', 1, 20, 21),
  field('expiryDate', 'date', 1, 21, 27),
];
const firstLine = (width: number): readonly Field[] => [
  field('documentCode', 'letters', 0, 0, 2),
  field('issuer', 'state', 0, 2, 5),
  field('names', 'letters', 0, 5, width),
];
const sharedChecks: readonly CheckDigit[] = [
  { name: 'documentNumber', ...span(1, 9, 10), over: [span(1, 0, 9)] },
  { name: 'birthDate', ...span(1, 19, 20), over: [span(1, 13, 19)], mayBe: 'filler_if_blank' },
  { name: 'expiryDate', ...span(1, 27, 28), over: [span(1, 21, 27)], mayBe: 'filler_if_blank' },
];

export const MRZ_FORMATS: Readonly<Record<MrzFormatId, MrzFormat>> = {
  TD1: {
    id: 'TD1',
    lines: 3,
    width: 30,
    codes: 'ACI',
    fields: [
      field('documentCode', 'letters', 0, 0, 2),
      field('issuer', 'state', 0, 2, 5),
      field('documentNumber', 'number', 0, 5, 14),
      field('optional', 'any', 0, 15, 30),
      field('birthDate', 'date', 1, 0, 6),
      field('sex', 'sex', 1, 7, 8),
      field('expiryDate', 'date', 1, 8, 14),
      field('nationality', 'state', 1, 15, 18),
      field('optional2', 'any', 1, 18, 29),
      field('names', 'letters', 2, 0, 30),
    ],
    checks: [
      { name: 'documentNumber', ...span(0, 14, 15), over: [span(0, 5, 14)], mayBe: 'filler_if_long' },
      { name: 'birthDate', ...span(1, 6, 7), over: [span(1, 0, 6)], mayBe: 'filler_if_blank' },
      { name: 'expiryDate', ...span(1, 14, 15), over: [span(1, 8, 14)], mayBe: 'filler_if_blank' },
      {
        name: 'composite',
        ...span(1, 29, 30),
        over: [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)],
      },
    ],
  },
  TD2: {
    id: 'TD2',
    lines: 2,
    width: 36,
    codes: 'ACIP',
    fields: [...firstLine(36), ...sharedSecondLine, field('optional', 'any', 1, 28, 35)],
    checks: [
      { name: 'documentNumber', ...span(1, 9, 10), over: [span(1, 0, 9)], mayBe: 'filler_if_long' },
      ...sharedChecks.slice(1),
      { name: 'composite', ...span(1, 35, 36), over: [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)] },
    ],
  },
  TD3: {
    id: 'TD3',
    lines: 2,
    width: 44,
    codes: 'P',
    fields: [...firstLine(44), ...sharedSecondLine, field('optional', 'any', 1, 28, 42)],
    checks: [
      ...sharedChecks,
      { name: 'optional', ...span(1, 42, 43), over: [span(1, 28, 42)], mayBe: 'filler_if_blank' },
      { name: 'composite', ...span(1, 43, 44), over: [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)] },
    ],
  },
  'MRV-A': {
    id: 'MRV-A',
    lines: 2,
    width: 44,
    codes: 'V',
    fields: [...firstLine(44), ...sharedSecondLine, field('optional', 'any', 1, 28, 44)],
    checks: sharedChecks,
  },
  'MRV-B': {
    id: 'MRV-B',
    lines: 2,
    width: 36,
    codes: 'V',
    fields: [...firstLine(36), ...sharedSecondLine, field('optional', 'any', 1, 28, 36)],
    checks: sharedChecks,
  },
  // As wide as TD2 but older than it: the surname above, the given names below, and no date of expiry.
  'FRA-ID': {
    id: 'FRA-ID',
    lines: 2,
    width: 36,
    codes: 'I',
    issuer: 'FRA',
    fields: [
      field('documentCode', 'letters', 0, 0, 2),
      field('issuer', 'state', 0, 2, 5),
      field('names', 'letters', 0, 5, 30),
      field('optional', 'any', 0, 30, 36),
      field('documentNumber', 'number', 1, 0, 12),
      field('givenNames', 'letters', 1, 13, 27),
      field('birthDate', 'date', 1, 27, 33),
      field('sex', 'sex', 1, 34, 35),
    ],
    checks: [
      { name: 'documentNumber', ...span(1, 12, 13), over: [span(1, 0, 12)] },
      { name: 'birthDate', ...span(1, 33, 34), over: [span(1, 27, 33)] },
      { name: 'composite', ...span(1, 35, 36), over: [span(0, 0, 36), span(1, 0, 35)] },
    ],
  },
};
