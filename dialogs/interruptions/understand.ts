import { matchCountry } from '../../knowledge/countries/match-country.ts';
import { findCheckCode } from '../../knowledge/codes/check-code.ts';
import { articleOf } from '../../knowledge/knowledge.ts';
import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import { findSecret, type Secret } from '../guard/find-secret.ts';
import type { Means } from '../means.ts';
import type { Expected } from '../question.ts';
import type { LimitsState } from '../limits/limits-flow.ts';
import { TABLE_TOKEN } from '../limits/table-card.ts';
import { splitNeeds, type Need } from '../needs/split-needs.ts';
import { choose, plain } from '../replies/choose.ts';
import { isPhrase, mentions } from '../replies/cues.ts';
import { FEEDBACK } from '../replies/say-answers.ts';
import type { Words } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import type { Waiting } from '../waiting.ts';
import { findCorrection, type Correction } from '../verification/find-correction.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { chosenMeaning } from './ask-back.ts';
import { correctedQuestion, followUp } from './follow-up.ts';
import { asksAboutSender, OFFICIAL_MAIL } from './judge-sender.ts';
import { buttonIntent, intentOfPhrase } from './phrases.ts';

/** What a message is, seen from where the conversation stands. */
export type Meaning =
  /** For the question that waits. */
  | { readonly kind: 'answer' }
  /** The answer to the question that waits, and a question of the customer's own. */
  | { readonly kind: 'answer_and_question'; readonly answer: string; readonly own: Need }
  /** A card whose question has been dealt with. */
  | { readonly kind: 'old_card' }
  | { readonly kind: 'secret'; readonly secret: Secret }
  /** The check code of a mail. Undefined: a code was asked for, and this is none of ours. */
  | {
      readonly kind: 'mail_code';
      readonly code: string | undefined;
      /** Or the answer to the question that waits, which takes any words. */
      readonly mayBeAnswer: boolean;
    }
  /** Files where none were asked for. */
  | { readonly kind: 'early_files' }
  | {
      readonly kind: 'intent';
      readonly intent: string;
      readonly recognition: Recognition;
      /** The message that it is about, where it is an earlier one. */
      readonly text?: string;
    }
  /** The likeliest intent is not likely enough to act on. */
  | { readonly kind: 'unsure'; readonly recognition: Recognition }
  /** Several things at once. */
  | { readonly kind: 'needs'; readonly needs: readonly Need[] }
  /** A question about the table that goes on with the last one, or puts it right. */
  | { readonly kind: 'limits'; readonly state: LimitsState; readonly recognition: Recognition }
  /** Something that was given to the verification is to be put right. */
  | { readonly kind: 'correction'; readonly correction: Correction; readonly recognition: Recognition }
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
  // Who is asked what a person should know often puts it as a question.
  prose: 0.97,
};
const SURE_ENOUGH_WITHOUT_A_QUESTION_OPEN = 0.4;
/** The intent may be guessed at where the action is not. */
const SURE_ENOUGH_WITH_ONE_ROW = 0.12;

/** In words. */
const LONGEST_COUNTRY = 3;

/** Said as a whole message, these lead somewhere even where any words may be the answer. */
const NAVIGATION: ReadonlySet<string> = new Set([
  'help',
  'what',
  'skip',
  'back',
  'cancel',
  'start_over',
  'repeat',
  'person',
  'greeting',
  'thanks',
  'goodbye',
  'language',
]);
/** These answer a question or nothing. */
const REPLIES: ReadonlySet<string> = new Set(['none', 'yes', 'no', 'solved', 'unsolved']);

export function understand(means: Means, turn: Turn, waiting: Waiting | undefined): Meaning {
  const { text, card, files } = turn.reply;
  if (card?.token === TABLE_TOKEN)
    return { kind: 'intent', intent: 'whole_table', recognition: means.recogniser.recognise('') };
  if (card) return { kind: card.token === waiting?.token ? 'answer' : 'old_card' };
  const { secrets } = means.knowledge;
  const { talkWords } = means.words;
  const secret = findSecret(text, waiting?.question.expects === 'value', { secrets, talkWords });
  // Who was asked for the code of a mail may type the one that a forged mail has.
  if (secret && !(secret === 'code' && turn.memory.mailCodeAsked && ANY_CODE.test(text)))
    return { kind: 'secret', secret };
  if (files.length > 0) return { kind: waiting?.question.takesFiles ? 'answer' : 'early_files' };
  if (text === '')
    return waiting ? { kind: 'answer' } : { kind: 'unknown', recognition: undefined, isQuestion: false };
  const mailCode = mailCodeIn(turn, waiting);
  if (mailCode) return mailCode;
  return (
    chosen(means, turn) ?? (waiting ? understandReply(means, turn, waiting) : understandOpening(means, turn))
  );
}

/** Of what the bot has asked back about: the question that was not answered yet is answered now. */
function chosen({ recogniser, words }: Means, { memory, reply }: Turn): Meaning | undefined {
  const { topic, offers } = memory;
  const isYes = choose(reply.text, [words.choice('yes')]) !== undefined;
  const intent = chosenMeaning(topic, offers, reply.text, isYes);
  if (intent === undefined || !topic) return undefined;
  return { kind: 'intent', intent, recognition: recogniser.recognise(topic.question), text: topic.question };
}

/** By its form alone. Where any words may be the answer, it has to be all that is said. */
function mailCodeIn({ reply: { text }, memory }: Turn, waiting: Waiting | undefined): Meaning | undefined {
  const found = findCheckCode(text);
  const mayBeAnswer =
    waiting?.question.expects === 'prose' || waiting?.question.plausible(text, waiting.options) === true;
  if (found && (!mayBeAnswer || found.isAlone)) return { kind: 'mail_code', code: found.code, mayBeAnswer };
  if (memory.mailCodeAsked && !mayBeAnswer && ANY_CODE.test(text))
    return { kind: 'mail_code', code: undefined, mayBeAnswer };
  return undefined;
}

/** Up to three groups of letters and digits, with at least one digit. */
const ANY_CODE = /^\W*(?=\D*\d)[\p{L}\p{N}]{2,}(?:[\s\p{Pd}._/]{1,3}[\p{L}\p{N}]{2,}){0,2}\W*$/u;

function understandReply(means: Means, turn: Turn, waiting: Waiting): Meaning {
  const { question, options } = waiting;
  const { words } = means;
  const { text } = turn.reply;
  const both = answerAndQuestion(means, waiting, text);
  if (both) return both;
  const freeText = question.expects === 'value' || question.expects === 'prose';
  const plausible = question.plausible(text, options);
  const mayBeAnswer = plausible && !(isPhrase(words, 'skip_phrases', text) && question.skippable !== true);
  if (mayBeAnswer && !freeText) return { kind: 'answer' };
  const recognition = means.recogniser.recognise(text);
  const pressed = buttonIntent(words, text, false);
  if (pressed !== undefined) return { kind: 'intent', intent: pressed, recognition };
  const phrase = intentOfCue(words, text, question.skippable === true) ?? phraseOf(means, turn, text);
  if (phrase !== undefined && (freeText ? NAVIGATION.has(phrase) : !REPLIES.has(phrase)))
    return { kind: 'intent', intent: phrase, recognition };
  if (!freeText && asksAboutSender(turn, text)) return { kind: 'intent', intent: OFFICIAL_MAIL, recognition };
  if (question.expects !== 'prose') {
    if (waiting.flow === VERIFICATION && admitsMistake(words, text))
      return { kind: 'intent', intent: 'which_detail', recognition };
    const correction = waiting.flow === VERIFICATION && findCorrection(means, text, question.id);
    // "How do I change my e-mail address?" wants to know, "my e-mail address is wrong" wants to change.
    if (correction && ('value' in correction || !looksLikeQuestion(words, text)))
      return { kind: 'correction', correction, recognition };
  }
  const isQuestion = looksLikeQuestion(words, text);
  // No name, date, number or country ends in a question mark.
  if (plausible && !(/[?？]/.test(text) && recognition.confidence >= SURE_ENOUGH_OF_A_QUESTION.value)) {
    return { kind: 'answer' };
  }
  if (!plausible && question.expects !== 'prose') {
    const goesOn = continuation(means, turn, text, recognition);
    if (goesOn) return goesOn;
    const needs = splitNeeds(means, text);
    if (needs.length > 1) return { kind: 'needs', needs };
  }
  const { intent, confidence } = recognition;
  const isTalk =
    !REPLIES.has(intent) && (question.expects !== 'prose' || (isQuestion && isAnswerable(intent)));
  const needed = (isQuestion ? SURE_ENOUGH_OF_A_QUESTION : SURE_ENOUGH)[question.expects];
  if (isTalk && confidence >= needed) {
    if (recognition.sure) return { kind: 'intent', intent, recognition };
    // A value that cannot be read has a better answer than to be asked about.
    if (isQuestion || !freeText) return { kind: 'unsure', recognition };
  }
  if (isQuestion && question.expects !== 'prose') return { kind: 'unknown', recognition, isQuestion };
  return { kind: 'answer' };
}

/** "Germany. How long does it take?" */
function answerAndQuestion(
  { recogniser, knowledge }: Means,
  { question, options }: Waiting,
  text: string,
): Meaning | undefined {
  if (question.expects !== 'choice' && question.expects !== 'value') return undefined;
  const sentences = text.split(/(?<=[.!?;])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
  const own = sentences.find((sentence) => sentence.includes('?'));
  const answer = sentences.find((sentence) => sentence !== own)?.replace(/[.;!\s]+$/, '');
  if (sentences.length !== 2 || own === undefined || answer === undefined) return undefined;
  if (!question.plausible(answer, options)) return undefined;
  const recognition = recogniser.recognise(own);
  if (!recognition.sure || articleOf(knowledge, recognition.intent) === undefined) return undefined;
  return { kind: 'answer_and_question', answer, own: { text: own, recognition } };
}

function understandOpening(means: Means, turn: Turn): Meaning {
  const { text } = turn.reply;
  const { words } = means;
  const recognition = means.recogniser.recognise(text);
  const phrase =
    feedbackOf(words, turn, text) ?? intentOfCue(words, text, false) ?? phraseOf(means, turn, text);
  if (phrase !== undefined) return { kind: 'intent', intent: phrase, recognition };
  if (asksAboutSender(turn, text)) return { kind: 'intent', intent: OFFICIAL_MAIL, recognition };
  const correction = findCorrection(means, text, undefined);
  // Without a question open, it has to say which detail it is about: "no, I meant Germany" may be about the table.
  if (correction && 'value' in correction && namesDetail(words, text))
    return { kind: 'correction', correction, recognition };
  const goesOn = continuation(means, turn, text, recognition);
  if (goesOn) return goesOn;
  if (isOnlyCountry(words, text)) return { kind: 'unknown', recognition, isQuestion: false };
  const feedback = answeredJustNow(turn) ? FEEDBACK_BY_INTENT[recognition.intent] : undefined;
  if (feedback !== undefined) return { kind: 'intent', intent: feedback, recognition };
  const needs = splitNeeds(means, text);
  if (needs.length > 1) return { kind: 'needs', needs };
  if (asksToCompare(words, text, recognition)) return { kind: 'intent', intent: 'compare', recognition };
  if (namesOneRow(recognition)) return { kind: 'intent', intent: 'limits', recognition };
  const { intent, confidence } = recognition;
  if (intent !== 'none' && confidence >= SURE_ENOUGH_WITHOUT_A_QUESTION_OPEN) {
    return recognition.sure ? { kind: 'intent', intent, recognition } : { kind: 'unsure', recognition };
  }
  return { kind: 'unknown', recognition, isQuestion: looksLikeQuestion(words, text) };
}

/** "Germany" answers something, but is no question: the one that it answers may have got lost. */
function isOnlyCountry(words: Words, text: string): boolean {
  return (
    plain(text).split(' ').length <= LONGEST_COUNTRY &&
    !looksLikeQuestion(words, text) &&
    matchCountry(text, words.locale).kind === 'match'
  );
}

/** A question about the table that is only understood from the one before. */
function continuation(means: Means, turn: Turn, text: string, recognition: Recognition): Meaning | undefined {
  const { topic } = turn.memory;
  const state = correctedQuestion(means, topic, text) ?? followUp(means, topic, text, recognition);
  return state && { kind: 'limits', state: { ...state, question: text }, recognition };
}

function phraseOf(means: Means, turn: Turn, text: string): string | undefined {
  return intentOfPhrase(means, text) ?? offered(turn, text);
}

/** Whole messages that are about the conversation itself. */
function intentOfCue(words: Words, text: string, skippable: boolean): string | undefined {
  if (!skippable && isPhrase(words, 'skip_phrases', text)) return 'skip';
  if (isPhrase(words, 'what_phrases', text)) return 'what';
  if (isPhrase(words, 'how_are_you_phrases', text)) return 'how_are_you';
  if (mentions(words, 'secret_names', text) && mentions(words, 'secret_offers', text)) return 'secret_offer';
  return undefined;
}

/** "Yes" and "no" right after an answer say whether it helped. */
function feedbackOf(words: Words, turn: Turn, text: string): string | undefined {
  const isNumber = /^\W*\d+\W*$/.test(text);
  if (isNumber || !answeredJustNow(turn)) return undefined;
  return choose(
    text,
    FEEDBACK.map((id) => words.choice(id)),
  )?.id;
}

function answeredJustNow({ memory }: Turn): boolean {
  return memory.topic !== undefined && memory.topic.past !== true;
}

/** The same said in other words. */
const FEEDBACK_BY_INTENT: Readonly<Record<string, string>> = {
  yes: 'answer_helped',
  solved: 'answer_helped',
  no: 'answer_not_helped',
  unsolved: 'answer_not_helped',
};

/** "I made a mistake", without a word about where. */
function admitsMistake(words: Words, text: string): boolean {
  return isPhrase(words, 'correction_beginnings', text) && mentions(words, 'wrong_words', text);
}

/** Not sure of the intent, but of the one action that the message names: the answer says which one it is about. */
function namesOneRow({ intent, ranking, entities }: Recognition): boolean {
  const limits = ranking.find((ranked) => ranked.intent === 'limits')?.confidence ?? 0;
  return intent === 'none' && entities.limitIds.length === 1 && limits >= SURE_ENOUGH_WITH_ONE_ROW;
}

function asksToCompare(words: Words, text: string, { intent, entities }: Recognition): boolean {
  if (!mentions(words, 'compare_phrases', text)) return false;
  const namesTimes =
    mentions(words, 'after_verification', text) || mentions(words, 'before_verification', text);
  return namesTimes || intent === 'limits' || intent === 'benefits' || entities.verified !== undefined;
}

function namesDetail(words: Words, text: string): boolean {
  const said = ` ${plain(text)} `;
  return Object.values(words.detailNames)
    .flat()
    .some((name) => said.includes(` ${plain(name)} `));
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
  if (/[?？]/.test(text)) return true;
  // Without spaces between words, and with the asking word anywhere.
  if (/\p{Script=Han}/u.test(text)) return [...words.questionWords].some((word) => text.includes(word));
  const [first = '', second = ''] = plain(text).split(' ');
  return second !== '' && words.questionWords.has(first);
}
