import {
  isInstitutionReason,
  REASON_CODES,
  type ReasonCode,
} from '../../../knowledge/reasons/reason-code.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import type { Submission } from '../../../knowledge/verification/submission.ts';
import { givenPhotos } from './given-photos.ts';

export interface ReasonGroup {
  readonly title: string;
  readonly codes: readonly ReasonCode[];
}

/** Our own faults are no reason to reject somebody. */
const OURS: readonly ReasonCode[] = ['check_unavailable'];

const ABOUT_ANSWERS = /_differs$|^details_/;

/** The reasons that a reviewer can give, those that the checks raised first and only there. */
export function reasonGroups(
  submission: Submission,
  judgedAgain: readonly Verdict[],
  foundElsewhere: readonly ReasonCode[] = [],
): readonly ReasonGroup[] {
  const given = givenPhotos(submission.photos).map(([, { verdict }]) => verdict);
  const { result } = submission.liveness ?? {};
  const checked = raisedBy([...given, ...(result ? [result.verdict] : []), ...judgedAgain]);
  const raised = [...new Set([...checked, ...foundElsewhere])];
  const rest = REASON_CODES.filter(
    (code) => !raised.includes(code) && !OURS.includes(code) && !isInstitutionReason(code),
  );
  const isAnswer = (code: ReasonCode): boolean =>
    ABOUT_ANSWERS.test(code) && !/^(selfie|liveness)_/.test(code);
  const groups: readonly ReasonGroup[] = [
    { title: 'Raised by the checks', codes: raised },
    { title: 'Document', codes: rest.filter((code) => code.startsWith('document_') && !isAnswer(code)) },
    { title: 'Details', codes: rest.filter(isAnswer) },
    { title: 'Selfie', codes: rest.filter((code) => /^(selfie|face)_/.test(code)) },
    { title: 'Movements', codes: rest.filter((code) => code.startsWith('liveness_')) },
    { title: 'Any photo', codes: rest.filter((code) => code.startsWith('photo_')) },
  ];
  return groups.filter(({ codes }) => codes.length > 0);
}

function raisedBy(verdicts: readonly Verdict[]): readonly ReasonCode[] {
  const codes = verdicts.flatMap((verdict) =>
    verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code),
  );
  return [...new Set(codes)].filter((code) => !OURS.includes(code));
}

/** A reason that can be given about a person's verification. */
export function isReasonCode(text: string): text is ReasonCode {
  return REASON_CODES.some((code) => code === text && !isInstitutionReason(code));
}
