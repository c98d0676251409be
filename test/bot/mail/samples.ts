import { renderMail, type MailFrame, type RenderedMail } from '../../../bot/mail/render-mail.tsx';
import { agentAnsweredMail, decisionMail, ticketOpenedMail } from '../../../dialogs/mails/customer-mails.ts';
import type { MailContent } from '../../../dialogs/mails/mail-content.ts';
import { loadAllWords } from '../../../dialogs/replies/load.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';

const words = loadAllWords();
export const languages: readonly string[] = [...words.keys()];
const knowledge = loadLanguages(loadKnowledge(), languages);

export const FRAME: MailFrame = { sender: 'Exchange Support', chatUrl: 'https://www.example.com/help' };
export const CODE = '4F01-7K23';
export const REFERENCE = 'VG-7K3M-Q2XW';
export const NUMBER = 'VG-1042';
/** An agent's answer with everything that HTML could trip over. */
export const ANSWER =
  'Allow the <camera> & "microphone".\nThen <b>reload</b>.\n\nIt\'s {easy}: https://example.org/a?b=1&c=2';
/** For reviewers alone. */
export const NOTE = 'looks suspicious';

const at = '2026-11-23T12:00:00Z';
const reasons = ['document_glare', 'selfie_dark'] as const;
const away = { isStaffed: false, isAlwaysOpen: false, opensAt: at, timeZone: 'Europe/Berlin' };
const here = { isStaffed: true, isAlwaysOpen: true, timeZone: 'UTC' };

/** Every mail that customers get, by name, in a language. */
export function contentsIn(language: string): Readonly<Record<string, MailContent>> {
  const said = words.get(language)?.words;
  const known = knowledge.get(language)?.knowledge;
  if (!said || !known) throw new Error(`nobody speaks ${language}`);
  const decided = (outcome: 'approved' | 'rejected') => ({
    reference: REFERENCE,
    decision: { outcome, reasons: outcome === 'approved' ? [] : reasons, note: NOTE, at },
  });
  return {
    approved: decisionMail(said, known, decided('approved'), CODE),
    rejected: decisionMail(said, known, decided('rejected'), CODE),
    opened: ticketOpenedMail(said, { number: NUMBER, staffing: here }, CODE),
    openedAway: ticketOpenedMail(said, { number: NUMBER, staffing: away }, CODE),
    answered: agentAnsweredMail(said, NUMBER, { text: ANSWER, isCovered: true, files: 2 }, CODE),
    answeredInChat: agentAnsweredMail(said, NUMBER, {}, CODE),
  };
}

export function mailsIn(language: string, frame = FRAME): Readonly<Record<string, RenderedMail>> {
  const rendered = Object.entries(contentsIn(language)).map(
    ([name, content]) => [name, renderMail(content, frame)] as const,
  );
  return Object.fromEntries(rendered);
}
