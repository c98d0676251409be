import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import { findSecret, type Secret } from '../guard/find-secret.ts';
import type { Means } from '../means.ts';
import type { Expected } from '../question.ts';
import { plain } from '../replies/choose.ts';
import type { Words } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import type { Waiting } from '../waiting.ts';
import { buttonIntent, intentOfPhrase } from './phrases.ts';

/** What a message is, seen from where the conversation stands. */
export type Meaning =
  /** For the question that waits. */
  | { readonly kind: 'answer' }
  /** A card whose question has been dealt with. */
  | { readonly kind: 'old_card' }
  | { readonly kind: 'secret'; readonly secret: Secret }
  /** Files where none were asked for. */
  | { readonly kind: 'early_files' }
  | { readonly kind: 'intent'; readonly intent: string; readonly recognition: Recognition }
  | { readonly kind: 'unknown'; readonly recognition: Recognition | undefined; readonly isQuestion: boolean };

/**
 * How sure the recogniser must be for a message to count as an interruption. Where words are expected as the
 * answer, a wrong interruption swallows what somebody gave, so it has to be surer there.
 */
const SURE_ENOUGH: Readonly<Record<Expected, number>> = {
  choice: 0.5,
  photo: 0.5,
  files: 0.6,
  form: 0.5,
  value: 0.8,
  prose: 0.9,
};
/** A question in so many words leaves less doubt that it is none of the answers. */
const SURE_ENOUGH_OF_A_QUESTION: Readonly<Record<Expected, number>> = {
  choice: 0.3,
  photo: 0.3,
  files: 0.3,
  form: 0.3,
  value: 0.5,
  prose: 0.9,
};
const SURE_ENOUGH_WITHOUT_A_QUESTION_OPEN = 0.4;

/** Said as a whole message, these lead somewhere even where any words may be the answer. */
const NAVIGATION: ReadonlySet<string> = new Set([
  'help',
  'back',
  'cancel',
  'start_over',
  'repeat',
  'person',
  'greeting',
  'thanks',
  'goodbye',
]);
/** These answer a question or nothing. */
const REPLIES: ReadonlySet<string> = new Set(['none', 'yes', 'no', 'solved', 'unsolved']);

export function understand(means: Means, turn: Turn, waiting: Waiting | undefined): Meaning {
  const { text, card, files } = turn.reply;
  if (card) return { kind: card.token === waiting?.token ? 'answer' : 'old_card' };
  const secret = findSecret(text, waiting?.question.expects === 'value');
  if (secret) return { kind: 'secret', secret };
  if (files.length > 0) return { kind: waiting?.question.takesFiles ? 'answer' : 'early_files' };
  if (text === '')
    return waiting ? { kind: 'answer' } : { kind: 'unknown', recognition: undefined, isQuestion: false };
  return waiting ? understandReply(means, turn, waiting) : understandOpening(means, turn);
}

function understandReply(means: Means, turn: Turn, { question, options }: Waiting): Meaning {
  const { text } = turn.reply;
  const freeText = question.expects === 'value' || question.expects === 'prose';
  const plausible = question.plausible(text, options);
  if (plausible && !freeText) return { kind: 'answer' };
  const recognition = means.recogniser.recognise(text);
  const pressed = buttonIntent(means.words, text, false);
  if (pressed !== undefined) return { kind: 'intent', intent: pressed, recognition };
  const phrase = intentOfPhrase(means, text) ?? offered(turn, text);
  if (phrase !== undefined && (freeText ? NAVIGATION.has(phrase) : !REPLIES.has(phrase)))
    return { kind: 'intent', intent: phrase, recognition };
  const isQuestion = looksLikeQuestion(means.words, text);
  // No name, date, number or country ends in a question mark.
  if (plausible && !(text.includes('?') && recognition.confidence >= SURE_ENOUGH_OF_A_QUESTION.value)) {
    return { kind: 'answer' };
  }
  const { intent, confidence } = recognition;
  const isTalk =
    !REPLIES.has(intent) && (question.expects !== 'prose' || (isQuestion && isAnswerable(intent)));
  const needed = (isQuestion ? SURE_ENOUGH_OF_A_QUESTION : SURE_ENOUGH)[question.expects];
  if (isTalk && confidence >= needed) return { kind: 'intent', intent, recognition };
  if (isQuestion && question.expects !== 'prose') return { kind: 'unknown', recognition, isQuestion };
  return { kind: 'answer' };
}

function understandOpening(means: Means, turn: Turn): Meaning {
  const { text } = turn.reply;
  const recognition = means.recogniser.recognise(text);
  const phrase = intentOfPhrase(means, text) ?? offered(turn, text);
  if (phrase !== undefined) return { kind: 'intent', intent: phrase, recognition };
  const { intent, confidence } = recognition;
  if (intent !== 'none' && confidence >= SURE_ENOUGH_WITHOUT_A_QUESTION_OPEN) {
    return { kind: 'intent', intent, recognition };
  }
  return { kind: 'unknown', recognition, isQuestion: looksLikeQuestion(means.words, text) };
}

function offered(turn: Turn, text: string): string | undefined {
  return turn.memory.offers[plain(text)];
}

function isAnswerable(intent: string): boolean {
  return (
    intent.startsWith('article:') ||
    intent === 'limits' ||
    intent === 'benefits' ||
    intent === 'photo_privacy'
  );
}

function looksLikeQuestion(words: Words, text: string): boolean {
  if (text.includes('?')) return true;
  const [first = '', second = ''] = plain(text).split(' ');
  return second !== '' && words.questionWords.has(first);
}
