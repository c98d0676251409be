import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { reasonText } from '../../../knowledge/reasons/reason-text.ts';
import type { FormVisit } from '../guard.tsx';
import { MAX_NOTE_CHARACTERS, type ReasonWords } from '../views/decision-card.tsx';

/** The public and the internal words of reasons. */
export const reasonWordsOf =
  (knowledge: Pick<Knowledge, 'reasons'>): ReasonWords =>
  (code) => ({
    ...reasonText(knowledge, { code }),
    internal: knowledge.reasons.get(code)?.internal ?? '',
  });

/** The reviewer's internal words. */
export const noteIn = ({ form }: Pick<FormVisit, 'form'>): string =>
  form.text('note').replaceAll('\r\n', '\n').trim().slice(0, MAX_NOTE_CHARACTERS);

/** Why nothing was decided. */
export const NOT_DECIDED = {
  reasons_missing: 'Please tick at least one reason: the customer must learn what to mend.',
  changed_meanwhile: 'It changed after you opened it, so nothing was decided. Please look again.',
} as const;
