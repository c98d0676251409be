import { checkDigit } from './check-digit.ts';
import {
  MRZ_FORMATS,
  type CheckDigit,
  type CheckName,
  type FieldName,
  type MrzFormat,
  type MrzFormatId,
  type Span,
} from './mrz-formats.ts';

/** What a machine-readable zone says. Fields are as printed, without trailing fillers. */
export interface Mrz {
  readonly format: MrzFormatId;
  /** `P`, `ID`, `V` and the like. */
  readonly documentCode: string;
  /** ICAO code of the issuing state or organisation, such as `D` or `FRA`. */
  readonly issuer: string;
  readonly nationality: string;
  readonly documentNumber: string;
  /** YYMMDD; unknown parts are `<`. */
  readonly birthDate: string;
  /** YYMMDD; unknown parts are `<`. */
  readonly expiryDate: string;
  readonly sex: string;
  /** The optional fields, where issuers print what they like. */
  readonly optional: readonly string[];
  readonly names: MrzNames;
  /** Check digits that do not fit. */
  readonly wrongChecks: readonly CheckName[];
}

export interface MrzNames {
  /** The words of the primary identifier, mostly the surname. */
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
  /** True when the field is full to its end, so that names may be cut off. */
  readonly truncated: boolean;
}

/**
 * Takes a zone apart and verifies its check digits. Undefined when the lines do not have the format's shape
 * or hold other characters than A-Z, 0-9 and `<`.
 */
export function parseMrz(formatId: MrzFormatId, lines: readonly string[]): Mrz | undefined {
  const format = MRZ_FORMATS[formatId];
  if (lines.length !== format.lines) return undefined;
  if (lines.some((line) => line.length !== format.width || !/^[A-Z0-9<]*$/.test(line))) return undefined;
  const number = readDocumentNumber(format, lines);
  const wrongChecks = format.checks
    .filter((check) => (check.name === 'documentNumber' ? !number.valid : !isRight(check, lines)))
    .map((check) => check.name);
  const value = (name: FieldName) => trimFillers(readField(format, lines, name));
  return {
    format: formatId,
    documentCode: value('documentCode'),
    issuer: value('issuer'),
    nationality: value('nationality'),
    documentNumber: number.value,
    birthDate: readField(format, lines, 'birthDate'),
    expiryDate: readField(format, lines, 'expiryDate'),
    sex: value('sex'),
    optional: [value('optional'), value('optional2')],
    names: readNames(readField(format, lines, 'names'), readField(format, lines, 'givenNames')),
    wrongChecks,
  };
}

function read(lines: readonly string[], { line, start, end }: Span): string {
  return lines[line]?.slice(start, end) ?? '';
}

function readField(format: MrzFormat, lines: readonly string[], name: FieldName): string {
  const field = format.fields.find((candidate) => candidate.name === name);
  return field ? read(lines, field) : '';
}

const trimFillers = (text: string) => text.replace(/<+$/, '');

function isRight(check: CheckDigit, lines: readonly string[]): boolean {
  const printed = read(lines, check);
  const guarded = check.over.map((part) => read(lines, part)).join('');
  if (check.mayBe === 'filler_if_blank' && printed === '<') return /^<*$/.test(guarded);
  return printed === checkDigit(guarded);
}

/**
 * A number of more than nine characters goes on in the optional field: then `<` stands in place of the check
 * digit, and the check digit is the last character before the next filler.
 */
function readDocumentNumber(format: MrzFormat, lines: readonly string[]): { value: string; valid: boolean } {
  const head = readField(format, lines, 'documentNumber');
  const check = format.checks.find((candidate) => candidate.name === 'documentNumber');
  if (!check) return { value: trimFillers(head), valid: true };
  if (check.mayBe === 'filler_if_long' && read(lines, check) === '<') {
    const [rest = ''] = readField(format, lines, 'optional').split('<');
    const value = head + rest.slice(0, -1);
    return { value: trimFillers(value), valid: rest.length > 1 && checkDigit(value) === rest.slice(-1) };
  }
  return { value: trimFillers(head), valid: isRight(check, lines) };
}

/** Surname, two fillers, given names; or, on older French cards, each in a field of its own. */
function readNames(field: string, givenNames: string): MrzNames {
  const printed = withoutNoise(field.replace(/^<+/, ''));
  const [primary = '', ...rest] = printed.split('<<');
  return {
    primary: words(primary),
    secondary: words([...rest, givenNames].join('<')),
    truncated:
      (printed === field && !field.endsWith('<')) || (givenNames !== '' && !givenNames.endsWith('<')),
  };
}

/** Letters that stand alone in the long run of fillers after the names are misread fillers. */
function withoutNoise(field: string): string {
  const [head = '', ...tail] = field.split(/<{3,}/);
  return tail.some((part) => part.split('<').some((word) => word.length > 2)) ? field : head;
}

const words = (text: string) => text.split('<').filter((word) => word !== '');
