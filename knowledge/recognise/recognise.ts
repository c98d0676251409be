import type { Knowledge } from '../knowledge.ts';
import type { Sample } from './classifier/features.ts';
import { createEntityFinder, type Named } from './entities.ts';
import { PROBLEM_PREFIX } from './examples.ts';
import { createFixedPhrases } from './fixed-phrases.ts';
import type { IntentModel, Judgement } from './intent-model.ts';
import { servedBy } from './served-by.ts';
import type { Sampler } from './sampler.ts';
import { OTHER_ERROR, problemsIn, weigh } from './weigh.ts';

export interface Recognition {
  /** `none` when unsure. `ranking` then still holds what came closest. */
  readonly intent: string;
  /** 0..1, calibrated: of recognitions with .8, about 80 % are right. */
  readonly confidence: number;
  /** Whether to answer at once. Where it is not, an answer would be a wrong one too often, and the bot asks back. */
  readonly sure: boolean;
  /** The first three, surest first, without `none`. */
  readonly ranking: readonly Ranked[];
  readonly entities: Entities;
}

export interface Ranked {
  readonly intent: string;
  readonly confidence: number;
}

export interface Entities extends Named {
  /** Surest first. */
  readonly problemIds: readonly string[];
}

export interface Recogniser {
  /** Whatever the text: never throws, and reads its first 2,000 characters. */
  recognise(text: string): Recognition;
}

const MAX_CHARS = 2_000;
const RANKED = 3;

/** Below it, the intent is `none`. Of guesses that are just so sure, two of three are right. */
const MIN_CONFIDENCE = 0.45;

/** So probable the answer has to be to serve what is meant, or the bot asks back: below it, one in four is wrong. */
const SURE = 0.9;

/** The same where one row of the table is named: the answer says which one it is about. */
const SURE_OF_A_ROW = 0.75;

/** Below it, the message is not of our subject, whatever it comes closest to, unless it names a code or a row. */
const MIN_ACCEPTANCE = 0.1;

/** `now` is for "two years ago". */
export function createRecogniser(
  knowledge: Knowledge,
  sampler: Sampler,
  model: IntentModel,
  now: () => Date = () => new Date(),
): Recogniser {
  const { reader, sampleOf } = sampler;
  const { language, problems } = knowledge;
  const entities = createEntityFinder(knowledge, sampler, now);
  const problemsByCode = new Map(
    [...problems.values()].flatMap(({ code, id }) => (code === undefined ? [] : [[code, id] as const])),
  );
  const coded = new Set(problemsByCode.values());
  const summaries = new Set(
    [...knowledge.intents.values()]
      .filter(({ article }) => article !== undefined && knowledge.articles.get(article)?.sumsUpLimits)
      .map(({ id }) => id),
  );
  const phrases = createFixedPhrases(reader, knowledge.intents.values(), language.fillers);

  /** Of a question about the table, what is asked: that the account is verified or old stands among the entities. */
  function withoutStanding(text: string, { verified, registeredAt }: Named): string {
    if (verified === undefined && registeredAt === undefined) return text;
    const sentences = text.split(/(?<=[.!?;。！？；])\s*/u).filter((sentence) => sentence !== '');
    const asking = sentences.filter((sentence) => {
      const sample = sampleOf(reader.read(sentence));
      if (/[?？]/.test(sentence) || sample.rows.length > 0) return true;
      const said = entities.find(sentence, sample);
      return said.verified === undefined && said.registeredAt === undefined;
    });
    return asking.length === 0 || asking.length === sentences.length ? text : asking.join(' ');
  }

  return {
    recognise(text) {
      const cut = text.slice(0, MAX_CHARS);
      const message = reader.read(cut);
      const sample = sampleOf(message);
      const found = entities.find(cut, sample);
      const code = found.errorCode;

      const fixed = phrases.match(message);
      if (fixed !== undefined) {
        const ranking = [{ intent: fixed, confidence: 1 }];
        return { intent: fixed, confidence: 1, sure: true, ranking, entities: { ...found, problemIds: [] } };
      }

      const namesRows = sample.rows.length === 1 || sample.rows.length === 2;
      const asked = namesRows ? withoutStanding(cut, found) : cut;
      const judged = asked === cut ? sample : sampleOf(reader.read(asked));
      const { guesses, acceptance } = judge(model, sampler, judged, phrases.core(judged.message), asked);
      const withCode = code === undefined ? undefined : (problemsByCode.get(code) ?? OTHER_ERROR);
      const intents = weigh(guesses, { errorCode: code !== undefined, namesRows }, summaries);
      const ranking = [...intents]
        .filter(([intent]) => intent !== 'none')
        .map(([intent, confidence]) => ({ intent, confidence }))
        .sort((one, other) => other.confidence - one.confidence)
        .slice(0, RANKED);
      const best = ranking[0];
      const none = intents.get('none') ?? 0;
      const { minConfidence: least = MIN_CONFIDENCE, talk = false } =
        knowledge.intents.get(best?.intent ?? '') ?? {};
      const ours = acceptance >= MIN_ACCEPTANCE || code !== undefined || namesRows;
      const named = ours && best !== undefined && best.confidence >= least && best.confidence > none;
      const problemIds = problemsIn(guesses, withCode, coded);
      const enough = best?.intent === 'limits' && namesRows ? SURE_OF_A_ROW : SURE;
      const meaning = best?.intent === 'problem' ? `${PROBLEM_PREFIX}${problemIds[0] ?? ''}` : best?.intent;
      return {
        intent: named ? best.intent : 'none',
        sure: named && (talk || servedBy(knowledge.kin, meaning ?? '', intents, guesses) >= enough),
        confidence: named ? best.confidence : Math.max(none, 1 - (best?.confidence ?? 0)),
        ranking,
        entities: { ...found, problemIds },
      };
    },
  };
}

/** What the whole message and each of its sentences seem to be about, together. */
function judge(
  model: IntentModel,
  { reader, sampleOf }: Sampler,
  sample: Sample,
  core: readonly string[],
  text: string,
): Judgement {
  const isCore = core.length === sample.message.words.length;
  const whole = model.judge(isCore ? sample : sampleOf(reader.read(core.join(' '))));
  const sentences = text
    .split(/[.!?;\n]+\s|[。！？；]|,\s+(?:but|and|so)\s|\n/)
    .map((sentence) => reader.read(sentence))
    .filter((sentence) => sentence.words.length >= 3);
  if (sentences.length < 2) return whole;
  const best = new Map<string, number>();
  let { acceptance } = whole;
  for (const sentence of sentences) {
    const { guesses, acceptance: sentenceAcceptance } = model.judge(sampleOf(sentence));
    acceptance = Math.max(acceptance, sentenceAcceptance);
    for (const { label, probability } of guesses) {
      if (label === 'none' || probability < (best.get(label) ?? 0)) continue;
      best.set(label, probability);
    }
  }
  const both = whole.guesses.map(({ label, probability }) => ({
    label,
    probability: probability + (best.get(label) ?? probability),
  }));
  const sum = both.reduce((total, { probability }) => total + probability, 0);
  const guesses = both
    .map(({ label, probability }) => ({ label, probability: probability / sum }))
    .sort((one, other) => other.probability - one.probability);
  return { guesses, acceptance };
}
