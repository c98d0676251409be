import { articleOf } from '../../knowledge/knowledge.ts';
import { escaped } from '../../knowledge/recognise/escaped.ts';
import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import type { Means } from '../means.ts';
import { plain } from '../replies/choose.ts';

/** One of the things that a message asks for. */
export interface Need {
  /** In the customer's words. */
  readonly text: string;
  readonly recognition: Recognition;
}

/** More than this at once is a story, not a list of questions. */
const MOST_NEEDS = 3;
/** How sure each part has to be: a sentence of its own, and a part of a sentence, which may mislead more easily. */
const SURE_SENTENCE = 0.7;
const SURE_PART = 0.9;
/** Beside a problem, which people tell at length, only what is beyond doubt is another need. */
const SURE_BESIDE_PROBLEM = 0.93;
const LEAST_WORDS = 2;

const FLOWS: ReadonlySet<string> = new Set(['limits', 'problem', 'status', 'verify', 'reverify', 'person']);
/** They take the conversation over, so that everything else is answered before. */
const LAST: ReadonlySet<string> = new Set(['verify', 'reverify', 'person']);
/** What is said around a problem is part of telling it. */
const AROUND_PROBLEMS: ReadonlySet<string> = new Set([
  'verify',
  'reverify',
  'person',
  'article:troubleshooting',
  'article:common_errors',
  'article:record_issue',
  'article:upload_tips',
  'article:attempts',
  'article:failed_verification',
  'article:support',
]);

/**
 * The needs of a message in the order in which to answer them; one or none when it is about one thing. What it says
 * about the account counts for each of them.
 */
export function splitNeeds(means: Pick<Means, 'recogniser' | 'words' | 'knowledge'>, text: string): Need[] {
  const sentences = text
    .split(/(?<=[.!?;。！？；])\s+|[\n;。！？；]+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordCount(sentence) >= LEAST_WORDS);
  const parts = sentences.flatMap((sentence) => partsOf(means, sentence));
  if (parts.length < 2) return [];
  const needs = withoutRepeats(parts.filter((part) => isNeed(means, part)));
  const problem = needs.find(({ recognition }) => recognition.intent === 'problem');
  const kept = problem
    ? needs.filter((need) => need === problem || standsBesideProblem(need.recognition))
    : needs;
  if (kept.length < 2 || kept.length > MOST_NEEDS) return [];
  const standing = means.recogniser.recognise(text).entities;
  const inOrder = [...kept.filter((need) => !comesLast(need)), ...kept.filter(comesLast)];
  return inOrder.map((need) => withAccount(need, standing));
}

interface Part extends Need {
  readonly least: number;
}

/** A sentence, or its parts when each of them is a need of its own and together they are not one. */
function partsOf(means: Pick<Means, 'recogniser' | 'words' | 'knowledge'>, sentence: string): Part[] {
  const recognise = (text: string, least: number): Part => ({
    text,
    least,
    recognition: means.recogniser.recognise(text),
  });
  const whole = recognise(sentence, SURE_SENTENCE);
  const texts = joined(sentence, means.words.cues.joining_words);
  if (texts.length < 2) return [whole];
  const parts = texts.map((text) => recognise(text, SURE_PART));
  const rows = whole.recognition.entities.limitIds.length;
  // "Can I deposit and withdraw fiat" names two rows already.
  if (whole.recognition.intent === 'limits' && rows === texts.length) return [whole];
  // "Refer friends and earn rewards" is one row: its second half names none.
  const namesNothing = ({ recognition }: Part) =>
    recognition.intent === 'limits' && recognition.entities.limitIds.length === 0;
  if (rows > 0 && parts.some(namesNothing)) return [whole];
  const eachIsOne = parts.every((part) => isNeed(means, part));
  return eachIsOne && withoutRepeats(parts).length === parts.length ? parts : [whole];
}

/** The text between the words that join needs; the parts keep their own words. */
function joined(sentence: string, joiners: readonly string[]): string[] {
  const pattern = [...joiners]
    .sort((one, other) => other.length - one.length)
    .map(escaped)
    .join('|');
  const texts = sentence
    .split(new RegExp(String.raw`,?\s+(?:${pattern})\s+`, 'iu'))
    .map((part) => part.trim());
  return texts.every((part) => wordCount(part) >= LEAST_WORDS) ? texts : [sentence];
}

function isNeed({ knowledge }: Pick<Means, 'knowledge'>, { text, recognition, least }: Part): boolean {
  const { intent, confidence, entities } = recognition;
  // "I registered in 2020." says when, and asks nothing.
  if (intent === 'article:registration_rule' && entities.registeredAt !== undefined && !/[?？]/.test(text)) {
    return false;
  }
  return (
    (FLOWS.has(intent) || articleOf(knowledge, intent) !== undefined) &&
    confidence >= least &&
    recognition.sure
  );
}

/** Rows of the table that follow each other are one need; the same thing said twice is one. */
function withoutRepeats(parts: readonly Part[]): Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    const same = kept.findIndex((other) => keyOf(other.recognition) === keyOf(part.recognition));
    if (same < 0) kept.push(part);
  }
  return kept;
}

function keyOf({ intent, entities }: Recognition): string {
  return intent === 'limits' ? `limits ${entities.limitIds.join(' ')}` : intent;
}

function standsBesideProblem({ intent, confidence }: Recognition): boolean {
  return !AROUND_PROBLEMS.has(intent) && confidence >= SURE_BESIDE_PROBLEM;
}

function comesLast({ recognition }: Need): boolean {
  return LAST.has(recognition.intent);
}

/** "I registered in 2021" stands in one sentence and is about all of them. */
function withAccount({ text, recognition }: Need, whole: Recognition['entities']): Need {
  const { verified, registeredAt, country } = whole;
  const entities = {
    ...(verified !== undefined && { verified }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(country !== undefined && { country }),
    ...recognition.entities,
  };
  return { text, recognition: { ...recognition, entities } };
}

function wordCount(text: string): number {
  return plain(text).split(' ').length;
}
