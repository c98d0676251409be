import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import { reasonText } from '../../knowledge/reasons/reason-text.ts';
import type { Institution } from '../../knowledge/verification/institution.ts';
import type { Submission } from '../../knowledge/verification/submission.ts';
import { openingTime } from '../replies/opening-time.ts';
import type { Words } from '../replies/words.ts';
import type { Staffing } from '../services.ts';
import type { MailContent, MailPart, MailPoint } from './mail-content.ts';

/** An agent's answer as it may stand in a mail. */
export interface AnswerInMail {
  /** Absent: the answer is in the chat alone. */
  readonly text?: string;
  /** Something in the text was covered. */
  readonly isCovered?: boolean;
  /** How many files came with it. */
  readonly files?: number;
}

/**
 * How a submission was decided, with the public words of the reasons and the next step, and nothing of what was
 * given. Throws when it is not decided.
 */
export function decisionMail(
  words: Words,
  knowledge: Pick<Knowledge, 'reasons'>,
  { reference, decision }: Pick<Submission, 'reference' | 'decision'>,
  code: string,
): MailContent {
  if (!decision) throw new Error('a submission without a decision has no mail');
  if (decision.outcome === 'approved') {
    return mail(words, code, {
      subject: words.say('mail.approved_subject'),
      preheader: words.say('mail.approved_preheader'),
      parts: [text(words.say('mail.approved', { reference })), text(words.say('mail.page'))],
    });
  }
  const points = pointsOf(knowledge, decision.reasons);
  return mail(words, code, {
    subject: words.say('mail.rejected_subject'),
    preheader: words.say('mail.rejected_preheader'),
    parts: [
      text(words.say('mail.rejected', { reference })),
      { kind: 'points', points },
      text(words.say('mail.reverify')),
      text(words.say('mail.page')),
    ],
    leadsToChat: true,
  });
}

/** The same of an institution; also that its reviewers want something more. Throws where there is no such news. */
export function institutionMail(
  words: Words,
  knowledge: Pick<Knowledge, 'reasons'>,
  {
    reference,
    state,
    decision,
    toMend = [],
  }: Pick<Institution, 'reference' | 'state' | 'decision' | 'toMend'>,
  code: string,
): MailContent {
  if (state === 'approved') {
    const approved = words.say('mail.institution_approved', { reference });
    return mail(words, code, {
      subject: words.say('mail.institution_approved_subject'),
      preheader: approved,
      parts: [text(approved)],
    });
  }
  if (state !== 'rejected' && state !== 'more_wanted')
    throw new Error(`there is no mail about an institution that is ${state}`);
  const isRejected = state === 'rejected';
  return mail(words, code, {
    subject: words.say('mail.institution_subject'),
    preheader: words.say('mail.institution_chat'),
    parts: [
      text(words.say(isRejected ? 'mail.institution_rejected' : 'mail.institution_more', { reference })),
      { kind: 'points', points: pointsOf(knowledge, isRejected ? (decision?.reasons ?? []) : toMend) },
      text(words.say('mail.institution_chat')),
    ],
    leadsToChat: true,
  });
}

/** The public words of reasons. */
function pointsOf(knowledge: Pick<Knowledge, 'reasons'>, codes: readonly ReasonCode[]): readonly MailPoint[] {
  return codes.map((code) => {
    const { title, advice } = reasonText(knowledge, { code });
    return { title, text: advice };
  });
}

/** That a request is with the team, where the answer comes, and when somebody is there again. */
export function ticketOpenedMail(
  words: Words,
  { number, staffing }: { readonly number: string; readonly staffing: Staffing },
  code: string,
): MailContent {
  const time = openingTime(words, staffing);
  const away = [
    words.say('escalation.nobody_here'),
    ...(time === undefined ? [] : [words.say('escalation.opens_at', { time })]),
  ];
  return mail(words, code, {
    subject: words.say('mail.opened_subject', { number }),
    preheader: words.say('mail.opened_preheader'),
    parts: [
      text(words.say('mail.opened', { number })),
      ...(staffing.isStaffed ? [] : [text(away.join(' '))]),
      text(words.say('mail.opened_ways')),
    ],
    leadsToChat: true,
  });
}

/** That an agent answered, with the answer itself where it may stand in a mailbox. */
export function agentAnsweredMail(
  words: Words,
  number: string,
  { text: answer, isCovered = false, files = 0 }: AnswerInMail,
  code: string,
): MailContent {
  const said: readonly MailPart[] =
    answer === undefined
      ? [text(words.say('mail.answered_waiting', { number }))]
      : [
          text(words.say('mail.answered', { number })),
          { kind: 'quote', paragraphs: answer.trim().split(/\n\s*\n/) },
          ...(isCovered ? [text(words.say('mail.covered'))] : []),
        ];
  return mail(words, code, {
    subject: words.say('mail.answered_subject', { number }),
    preheader: words.say('mail.answered_preheader'),
    parts: [
      ...said,
      ...(files > 0 ? [text(words.say('mail.files', { count: files }))] : []),
      text(words.say('mail.answered_reply')),
    ],
    leadsToChat: true,
  });
}

interface OwnPart extends Pick<MailContent, 'subject' | 'preheader' | 'parts'> {
  readonly leadsToChat?: boolean;
}

/** What stands in every mail around its own part. */
function mail(words: Words, code: string, { leadsToChat, parts, ...own }: OwnPart): MailContent {
  return {
    ...own,
    locale: words.locale,
    parts: [text(words.say('mail.hello')), ...parts],
    ...(leadsToChat && { button: words.say('mail.open_chat') }),
    check: { title: words.say('mail.check_title'), text: words.say('mail.check'), code },
    footer: [words.say('mail.care'), words.say('mail.why')],
  };
}

const text = (said: string): MailPart => ({ kind: 'text', text: said });
