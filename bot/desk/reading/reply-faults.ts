import {
  MAX_REPLY_CHARACTERS,
  MAX_TITLE_CHARACTERS,
  PLACEHOLDERS,
  type ReplyFault,
} from '../../workbench/canned-replies.ts';
import { languageWords } from './words.ts';

/** What is wrong with a reply, and what to do. */
export function replyFaultWords(fault: ReplyFault): string {
  switch (fault.kind) {
    case 'title_missing':
      return `Please give it a title of up to ${MAX_TITLE_CHARACTERS} characters.`;
    case 'text_missing':
      return 'Please write its text in at least one language.';
    case 'text_too_long':
      return `${languageWords(fault.language)}: please write at most ${MAX_REPLY_CHARACTERS} characters.`;
    case 'placeholder_unknown':
      return `${languageWords(fault.language)}: {${fault.placeholder}} stands for nothing. There are ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}.`;
  }
}
