import {
  isOpen,
  nextInstitutionStep,
  PAPER_SLOTS,
  type Institution,
  type InstitutionStep,
  type PaperSlot,
} from '../../knowledge/verification/institution.ts';
import type { Means } from '../means.ts';
import type { Turn } from '../turn.ts';
import type { Progress } from '../verification/next-step.ts';
import { institutionProgress } from './question-order.ts';

/** The step of the institution that the customer can go on with, once anything was given for it. */
export async function openInstitutionStep(
  { services }: Pick<Means, 'services'>,
  { customerId }: Pick<Turn, 'customerId'>,
): Promise<InstitutionStep | undefined> {
  const latest = await services.institutions.latest(customerId);
  if (!latest || !isOpen(latest) || !isBegun(latest)) return undefined;
  const step = nextInstitutionStep(latest);
  return step === 'submit' ? 'check' : step;
}

const isBegun = ({ answers }: Institution): boolean => answers.country !== undefined;

export async function openInstitutionProgress(
  means: Pick<Means, 'services'>,
  turn: Pick<Turn, 'customerId'>,
): Promise<Progress | undefined> {
  const step = await openInstitutionStep(means, turn);
  return step && institutionProgress(step);
}

/** Whether the next thing that it lacks is a document. */
export async function waitsForPaper(
  means: Pick<Means, 'services'>,
  turn: Pick<Turn, 'customerId'>,
): Promise<boolean> {
  const step = await openInstitutionStep(means, turn);
  return PAPER_SLOTS.includes(step as PaperSlot);
}
