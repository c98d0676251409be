import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { DOCUMENT_TYPES } from '../../knowledge/verification/submission.ts';
import { ENGINE_NAMES, type EngineName } from '../workers/faces/face-engine.ts';
import { Refused } from './refused.ts';

export const USAGE = `npm run check -- [options] FILE...
npm run check -- [options] --document FRONT [--document BACK] [--selfie SELFIE]
npm run check -- [options] --measurements FILE.json

What is checked
  FILE...                  photos, each judged for itself
  --as document|selfie     what they show (document)
  --document FILE          a document's front, and given again its back; judged together
  --selfie FILE            compared with the portraits of the documents given with --document
  --measurements FILE      measurements stored or printed with --json, judged again without the pictures

What the document is said to be
  --type passport|id_card|driving_licence (passport)   --side front|back (front)   --country CC
  --surname TEXT   --given-names TEXT   --birth-date YYYY-MM-DD   --document-number TEXT
  --particulars FILE       the same as JSON: country, surname, givenNames, birthDate, documentNumber
                           What is not given is taken from the document's own zone.
How
  --criteria FILE          other thresholds, shaped like knowledge/criteria.yaml
  --today YYYY-MM-DD       the day for which expiry is judged
  --last-try               as if the customer had tried often enough: what a person can settle goes to review
  --engine NAME            onnxruntime-node, tfjs-node or tfjs-wasm (the quickest that works)
  --json                   everything measured, for programs; without descriptors of faces
  --descriptors            with --json: with descriptors, which are biometric data
`;

const day = z.iso.date();

const Particulars = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be two letters, like FR')
    .toUpperCase()
    .optional(),
  surname: z.string().optional(),
  givenNames: z.string().optional(),
  birthDate: day.optional(),
  documentNumber: z.string().optional(),
});
/** What the customer typed, as far as it is given. */
export type Particulars = z.infer<typeof Particulars>;

const Values = z.object({
  as: z.enum(['document', 'selfie']).default('document'),
  document: z.array(z.string()).max(2, 'a document has two sides').default([]),
  selfie: z.string().optional(),
  measurements: z.string().optional(),
  type: z.enum(DOCUMENT_TYPES).default('passport'),
  side: z.enum(['front', 'back']).default('front'),
  particulars: z.string().optional(),
  criteria: z.string().optional(),
  today: day.optional(),
  engine: z.enum(ENGINE_NAMES).optional(),
  'last-try': z.boolean().default(false),
  json: z.boolean().default(false),
  descriptors: z.boolean().default(false),
});

export interface CheckOptions {
  readonly photos: readonly string[];
  readonly as: 'document' | 'selfie';
  /** Front, then back. */
  readonly documents: readonly string[];
  readonly selfie: string | undefined;
  readonly measurements: string | undefined;
  readonly documentType: (typeof DOCUMENT_TYPES)[number];
  readonly side: 'front' | 'back';
  readonly particulars: Particulars;
  readonly criteria: string | undefined;
  readonly today: Date;
  readonly engine: EngineName | undefined;
  readonly lastTry: boolean;
  readonly json: boolean;
  readonly descriptors: boolean;
}

/** Throws Refused for what makes no sense. */
export function readOptions(argv: readonly string[]): CheckOptions {
  const { values, positionals } = parse(argv);
  const parsed = Values.safeParse(values);
  if (!parsed.success) throw new Refused(faultsOf(parsed.error, '--'), true);
  const given = parsed.data;
  const sources = [positionals.length > 0, given.document.length > 0 || given.selfie !== undefined];
  if (given.measurements === undefined && !sources.includes(true))
    throw new Refused('Nothing to check.', true);
  if ([...sources, given.measurements !== undefined].filter(Boolean).length > 1) {
    throw new Refused('Give photos, or --document and --selfie, or --measurements: only one of them.', true);
  }
  return {
    photos: positionals,
    as: given.as,
    documents: given.document,
    selfie: given.selfie,
    measurements: given.measurements,
    documentType: given.type,
    side: given.side,
    particulars: readParticulars(given.particulars, values),
    criteria: given.criteria,
    today: given.today === undefined ? new Date() : new Date(`${given.today}T12:00:00Z`),
    engine: given.engine,
    lastTry: given['last-try'],
    json: given.json,
    descriptors: given.descriptors,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        as: text,
        document: { type: 'string', multiple: true },
        selfie: text,
        measurements: text,
        type: text,
        side: text,
        country: text,
        surname: text,
        'given-names': text,
        'birth-date': text,
        'document-number': text,
        particulars: text,
        criteria: text,
        today: text,
        engine: text,
        'last-try': flag,
        json: flag,
        descriptors: flag,
      },
    });
  } catch (error) {
    throw new Refused(error instanceof Error ? error.message : String(error), true);
  }
}

function readParticulars(
  file: string | undefined,
  typed: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>,
): Particulars {
  const fromFile = file === undefined ? {} : readJson(file);
  const own = {
    country: typed['country'],
    surname: typed['surname'],
    givenNames: typed['given-names'],
    birthDate: typed['birth-date'],
    documentNumber: typed['document-number'],
  };
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const parsed = Particulars.safeParse({ ...(fromFile as object), ...given });
  if (!parsed.success) throw new Refused(faultsOf(parsed.error, 'particulars: '), true);
  return parsed.data;
}

/** Throws Refused when it cannot be read or is no JSON. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Refused(`${file} cannot be read.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(`${file} is no JSON.`);
  }
}

export function faultsOf(error: z.ZodError, before: string): string {
  return error.issues.map(({ path, message }) => `${before}${path.join('.')} ${message}`).join('\n');
}
