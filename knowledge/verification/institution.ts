import type { PaperMeasurements } from '../checks/paper-measurements.ts';
import type { ReasonCode } from '../reasons/reason-code.ts';
import type { Verdict } from '../verdict.ts';
import type { Decision } from './submission.ts';

/** Documents of an institution: its certificate, what empowers its authorised person, and all else. */
export const PAPER_SLOTS = ['incorporation', 'authority', 'further'] as const;
export type PaperSlot = (typeof PAPER_SLOTS)[number];

/** Each holds so many files: a document may be photographed page by page. */
export const MOST_PAPERS = 10;

export interface InstitutionAnswers {
  /** ISO 3166-1 alpha-2: where it is registered. */
  readonly country?: string;
  readonly companyName?: string;
  readonly registrationNumber?: string;
  /** Empty when the customer gave none. */
  readonly companyAddress?: string;
  readonly website?: string;
  readonly personName?: string;
  readonly personRole?: string;
  /** Where a review officer reaches the authorised person. */
  readonly personEmail?: string;
  /** There are no further documents. */
  readonly noFurther?: boolean;
  /** True once the customer has looked over everything and confirmed it. */
  readonly confirmed?: boolean;
}

/** A file that passed or went to review. The bytes are elsewhere, encrypted, under `uploadId`. */
export interface KeptPaper {
  readonly uploadId: string;
  readonly measurements: PaperMeasurements;
  readonly verdict: Verdict;
  readonly at: string;
}

export type Papers = Readonly<Partial<Record<PaperSlot, readonly KeptPaper[]>>>;

/** `more_wanted`: a reviewer asked for more, and the customer has not sent it in again. */
export type InstitutionState = 'draft' | 'submitted' | 'more_wanted' | 'approved' | 'rejected' | 'withdrawn';

/** One attempt of one customer to get an institution verified. Everything given so far, whatever the dialogs remember. */
export interface Institution {
  readonly id: string;
  /** What the customer quotes, like VG-7K3M-Q2XW. */
  readonly reference: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly state: InstitutionState;
  readonly answers: InstitutionAnswers;
  readonly papers: Papers;
  /** Documents that a reviewer asked for and that were not given since. */
  readonly wanted: readonly PaperSlot[];
  /** Why a reviewer asked for more, or rejected the attempt before. */
  readonly toMend?: readonly ReasonCode[];
  readonly decision?: Decision;
  readonly submittedAt?: string;
}

/** Whether the customer can still change it. */
export const isOpen = ({ state }: Pick<Institution, 'state'>): boolean =>
  state === 'draft' || state === 'more_wanted';

/** What an institution's verification asks for, in this order. */
export const INSTITUTION_STEPS = [
  'company_country',
  'company',
  'representative',
  ...PAPER_SLOTS,
  'check',
] as const;
export type InstitutionStep = (typeof INSTITUTION_STEPS)[number];

/** Those that may be left out are empty then. */
const COMPANY_ANSWERS = ['companyName', 'registrationNumber', 'companyAddress', 'website'] as const;
const PERSON_ANSWERS = ['personName', 'personRole', 'personEmail'] as const;

/** What it still lacks first; `submit` when it lacks nothing. Knows nothing of any dialog. */
export function nextInstitutionStep({
  answers,
  papers,
  wanted,
}: Pick<Institution, 'answers' | 'papers' | 'wanted'>): InstitutionStep | 'submit' {
  if (answers.country === undefined) return 'company_country';
  if (COMPANY_ANSWERS.some((name) => answers[name] === undefined)) return 'company';
  if (PERSON_ANSWERS.some((name) => answers[name] === undefined)) return 'representative';
  const lacking = PAPER_SLOTS.find((slot) => wanted.includes(slot) || !isSettled(slot, { answers, papers }));
  return lacking ?? (answers.confirmed === true ? 'submit' : 'check');
}

function isSettled(slot: PaperSlot, { answers, papers }: Pick<Institution, 'answers' | 'papers'>): boolean {
  return (papers[slot] ?? []).length > 0 || (slot === 'further' && answers.noFurther === true);
}
