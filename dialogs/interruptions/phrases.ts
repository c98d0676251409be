import type { Means } from '../means.ts';
import { plain } from '../replies/choose.ts';
import { FEEDBACK } from '../replies/say-answers.ts';
import type { Words } from '../replies/words.ts';

/** In "quotes", words stand for themselves. */
const QUOTED = /^\s*["“'‘].*["”'’]\s*$/;

/** Our own buttons, and phrases that mean one thing as a whole message. */
export function intentOfPhrase({ knowledge, words }: Means, text: string): string | undefined {
  if (QUOTED.test(text)) return undefined;
  const said = plain(text).replace(/ please$/, '');
  const pressed = buttonIntent(words, text, true);
  if (pressed !== undefined) return pressed;
  for (const { id, phrases = [] } of knowledge.intents.values()) {
    if (phrases.some((phrase) => plain(phrase) === said)) return id;
  }
  return undefined;
}

/** What a button of ours stands for; `inOtherWords`: also when it is said in another way. */
export function buttonIntent(words: Words, text: string, inOtherWords: boolean): string | undefined {
  const said = plain(text);
  const found = Object.entries(BUTTONS).find(([id]) => {
    const { title, also } = words.choice(id as keyof typeof BUTTONS);
    return [title, ...(inOtherWords ? also : [])].some((one) => plain(one) === said);
  });
  // Other wordings of these, such as "yes", mean something else where no answer was given.
  return found?.[1] ?? FEEDBACK.find((id) => plain(words.choice(id).title) === said);
}

const BUTTONS = {
  verify: 'verify',
  continue: 'verify',
  wrong: 'problem',
  account: 'limits',
  person: 'person',
  status: 'status',
  reverify: 'reverify',
  help: 'help',
  repeat: 'repeat',
  whole_table: 'whole_table',
  compare: 'compare',
  none_fits: 'none_fits',
  language: 'language',
  company: 'company',
  company_continue: 'company',
  mail_code: 'mail_code',
  // Said to leave an agent; here the assistant is at it already.
  assistant: 'greeting',
} as const;
