import type { Activity } from 'botbuilder';

import type { Knowledge } from '../knowledge/knowledge.ts';
import { reasonText } from '../knowledge/reasons/reason-text.ts';
import type { Institution } from '../knowledge/verification/institution.ts';
import type { Submission } from '../knowledge/verification/submission.ts';
import { message, offering } from './replies/message.ts';
import type { Words } from './replies/words.ts';

/** What goes into a mail; who sends it and to whom is not decided here. */
export interface MailWords {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The first words in a new conversation: that it is a bot, what it can do, what happens with photos. */
export function welcome(words: Words): Partial<Activity>[] {
  return [
    message([words.say('welcome.hello'), words.say('welcome.photos')].join('\n\n')),
    offering(words, words.say('menu.offer'), ['verify', 'wrong', 'account', 'person', 'language'], true),
  ];
}

/**
 * Tells a customer how their submission was decided, in the chat and by mail, with the public words of the
 * reasons and nothing of what they gave. Throws when the submission is not decided.
 */
export function decisionNotice(
  words: Words,
  knowledge: Pick<Knowledge, 'reasons'>,
  submission: Pick<Submission, 'reference' | 'decision'>,
): { readonly message: Partial<Activity>; readonly mail: MailWords } {
  const { reference, decision } = submission;
  if (!decision) throw new Error('a submission without a decision has no notice');
  if (decision.outcome === 'approved') {
    return {
      message: offering(words, words.say('notice.approved', { reference }), ['account'], true),
      mail: mail(words, words.say('notice.approved_subject'), [
        words.say('notice.mail_approved', { reference }),
        words.say('notice.mail_page'),
      ]),
    };
  }
  const reasons = decision.reasons.map((code) => reasonText(knowledge, { code }));
  const chat = [
    [
      words.say('notice.rejected', { reference }),
      ...reasons.map((reason) => words.say('notice.reason', { ...reason })),
    ].join('\n'),
    words.say('notice.rejected_next'),
  ];
  return {
    message: offering(words, chat.join('\n\n'), ['reverify', 'person'], true),
    mail: mail(words, words.say('notice.rejected_subject'), [
      words.say('notice.mail_rejected', { reference }),
      reasons.map((reason) => words.say('notice.mail_reason', { ...reason })),
      words.say('notice.mail_reverify'),
      words.say('notice.mail_page'),
    ]),
  };
}

/**
 * Tells a customer what a reviewer decided about their institution, or asks for; in the chat and by mail. Undefined
 * when nothing was said about it, or what was said is no news any more.
 */
export function institutionNotice(
  words: Words,
  knowledge: Pick<Knowledge, 'reasons'>,
  {
    reference,
    state,
    decision,
    toMend = [],
  }: Pick<Institution, 'reference' | 'state' | 'decision' | 'toMend'>,
): { readonly message: Partial<Activity>; readonly mail: MailWords } | undefined {
  if (state === 'approved') {
    return {
      message: offering(words, words.say('institution.status_approved', { reference }), ['account'], true),
      mail: mail(words, words.say('notice.institution_approved_subject'), [
        words.say('notice.institution_approved', { reference }),
      ]),
    };
  }
  if (state !== 'rejected' && state !== 'more_wanted') return undefined;
  const codes = state === 'rejected' ? (decision?.reasons ?? []) : toMend;
  const reasons = codes.map((code) => reasonText(knowledge, { code }));
  const [chat, opening] =
    state === 'rejected'
      ? [
          words.say('institution.status_rejected', { reference }),
          words.say('notice.institution_rejected', { reference }),
        ]
      : [
          words.say('institution.more_asked', { reference }),
          words.say('notice.institution_more', { reference }),
        ];
  const lines = reasons.map((reason) => words.say('notice.reason', { ...reason }));
  return {
    message: offering(words, [chat, ...lines].join('\n'), ['company_continue', 'person'], true),
    mail: mail(words, words.say('notice.institution_subject'), [
      opening,
      reasons.map((reason) => words.say('notice.mail_reason', { ...reason })),
      words.say('notice.institution_chat'),
    ]),
  };
}

export function ticketOpenedMail(words: Words, ticketNumber: string): MailWords {
  const number = ticketNumber;
  return mail(words, words.say('notice.ticket_subject', { number }), [
    words.say('notice.ticket_opened', { number }),
  ]);
}

/**
 * To somebody who is in the chat it says that there is an answer, not what it says: a mailbox is less private. Who has
 * left gets the answer itself (`text`).
 */
export function agentAnsweredMail(words: Words, ticketNumber: string, text?: string): MailWords {
  const number = ticketNumber;
  if (text !== undefined) {
    return mail(words, words.say('notice.answer_subject', { number }), [
      words.say('notice.answer_text', { number }),
      ...text.split(/\n{2,}/),
      words.say('notice.answer_reply'),
    ]);
  }
  return mail(words, words.say('notice.answer_subject', { number }), [
    words.say('notice.answer_waiting', { number }),
  ]);
}

/** A paragraph, or a list of points. */
type Part = string | readonly string[];

function mail(words: Words, subject: string, parts: readonly Part[]): MailWords {
  const all: readonly Part[] = [words.say('notice.mail_hello'), ...parts, words.say('notice.mail_care')];
  const text = all.map((part) =>
    typeof part === 'string' ? part : part.map((point) => `- ${point}`).join('\n'),
  );
  const html = all.map((part) =>
    typeof part === 'string'
      ? `<p>${escapeHtml(part)}</p>`
      : `<ul>${part.map((point) => `<li>${escapeHtml(point)}</li>`).join('')}</ul>`,
  );
  return {
    subject,
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html><html lang="${words.locale}"><body>${html.join('')}</body></html>`,
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
