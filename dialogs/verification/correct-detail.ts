import type { DialogContext } from 'botbuilder-dialogs';

import { countryName } from '../../knowledge/countries/match-country.ts';
import type { Answers, DocumentType } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { literally, message } from '../replies/message.ts';
import type { Detail } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import { dayInWords } from './check-question.ts';
import { explainReasons } from './explain-reasons.ts';
import type { Correction } from './find-correction.ts';
import { ANSWER_OF } from './next-step.ts';
import { createSubmissionDesk } from './submission-desk.ts';
import { VERIFICATION } from './verification-flow.ts';
import type { VerificationState } from './verification-state.ts';

/**
 * Puts right what a customer gave, wherever they are in their verification, and asks on from there. False when there
 * is no draft that could be changed.
 */
export async function correctDetail(
  means: Means,
  dialogs: DialogContext,
  turn: Turn,
  correction: Correction,
): Promise<boolean> {
  const { services, words } = means;
  const draft = await services.submissions.latest(turn.customerId);
  if (draft?.state !== 'draft' || !draft.answers.consent) return false;
  const { detail } = correction;
  const label = words.say(`label.${detail}`);
  if (!('value' in correction)) {
    const said = correction.fault
      ? [words.say('repair.not_changed', { label }), words.say(correction.fault)]
      : [];
    if (said.length > 0) await turn.context.sendActivity(message(said.join(' ')));
    await goOn(dialogs, { begun: true, queue: [detail] });
    return true;
  }
  const { value } = correction;
  if (detail === 'email') {
    const known = await services.customers.remember(turn.customerId, { email: value });
    const changed = known.email === value;
    await turn.context.sendActivity(
      message(
        changed
          ? words.say('repair.changed', { label, value: literally(value) })
          : words.say('verification.particulars.email_not_changed'),
      ),
    );
    await goOn(dialogs, { begun: true });
    return true;
  }
  const answers = answersOf(detail, value);
  const conflict = await createSubmissionDesk(means).give(draft, answers);
  if (conflict) {
    const why = [words.say('verification.mismatch.changed'), ...explainReasons(means, conflict.reasons)];
    await turn.context.sendActivity(message(why.join('\n\n')));
    await goOn(dialogs, { begun: true, conflict });
    return true;
  }
  const shown = shownValue(means, detail, value);
  await turn.context.sendActivity(message(words.say('repair.changed', { label, value: shown })));
  await goOn(dialogs, { begun: true });
  return true;
}

function answersOf(detail: Exclude<Detail, 'email'>, value: string): Answers {
  if (detail === 'country') return { country: value };
  if (detail === 'document_type') return { documentType: value as DocumentType };
  return { [ANSWER_OF[detail]]: value };
}

function shownValue({ words }: Pick<Means, 'words'>, detail: Detail, value: string): string {
  if (detail === 'country') return countryName(value, words.locale);
  if (detail === 'document_type') return words.say(`document.${value as DocumentType}`);
  return detail === 'birth_date' ? dayInWords(words, value) : literally(value);
}

async function goOn(dialogs: DialogContext, state: VerificationState): Promise<void> {
  if (dialogs.activeDialog?.id === VERIFICATION) await dialogs.replaceDialog(VERIFICATION, state);
  else {
    dialogs.stack.splice(0);
    await dialogs.beginDialog(VERIFICATION, state);
  }
}
