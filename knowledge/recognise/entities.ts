import { findCountries } from '../countries/match-country.ts';
import { errorCodesOf, type Knowledge } from '../knowledge.ts';
import { DOCUMENT_TYPES, type DocumentType } from '../verification/submission.ts';
import { createAmountFinder, type Amount } from './find-amounts.ts';
import { findErrorCode } from './find-error-code.ts';
import { findDates, findRegistration, type Days } from './find-registration.ts';
import { findLimits } from './find-limits.ts';
import { findLocalRegistration } from './find-local-registration.ts';
import { createPhraseFinder } from './phrase-finder.ts';
import type { Sampler } from './sampler.ts';

/** What a message names, whatever it is about. */
export interface Named {
  /** Rows of the table of limits; several when the message fits several. */
  readonly limitIds: readonly string[];
  /** Names of word families of limits/concepts.yaml that the message has words of. */
  readonly concepts: readonly string[];
  /** Products of the exchange, as it writes them, also where the message has a synonym or a slip. */
  readonly products: readonly string[];
  /** Four digits: one that we know, or another one that is called an error. */
  readonly errorCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly documentType?: DocumentType;
  /** RFC 3339, UTC: a moment on the side of the registration rule that the message names. */
  readonly registeredAt?: string;
  readonly verified?: boolean;
  readonly amounts: readonly Amount[];
  readonly dates: readonly Days[];
}

export interface EntityFinder {
  /** `text`: the message as it was typed; `sample`: as the classifier gets it. */
  find(text: string, sample: ReturnType<Sampler['sampleOf']>): Named;
}

/** `now` is for "two years ago". */
export function createEntityFinder(
  knowledge: Knowledge,
  { reader, sampleOf }: Sampler,
  now: () => Date,
): EntityFinder {
  const { locale, language, concepts, registration } = knowledge;
  const documentFinder = createPhraseFinder(
    reader,
    DOCUMENT_TYPES.map((type) => [type, language.documentTypes[type]] as const),
  );
  const standingFinder = createPhraseFinder(
    reader,
    [
      ['unverified', language.unverified],
      ['verified', language.verified],
    ],
    'words',
  );
  const amountFinder = createAmountFinder(language.units);
  const knownCodes = errorCodesOf(knowledge);

  /** The rows of the sentences that name one best; what stands in different sentences names none together. */
  function rowsOf(text: string): readonly string[] {
    const found = sentencesOf(text).map((sentence) =>
      findLimits(knowledge, sampleOf(reader.read(sentence)).signs),
    );
    const most = Math.max(0, ...found.map(({ weight }) => weight));
    return [...new Set(found.filter(({ weight }) => weight === most).flatMap(({ ids }) => ids))];
  }

  return {
    find(text, { message, rows, signs }) {
      const country = onlyOne(findCountries(text, locale));
      const documentType = onlyOne(documentFinder.find(message).flatMap(({ names }) => names));
      const standing = onlyOne(standingFinder.find(message).flatMap(({ names }) => names));
      const registeredAt = findLocalRegistration(text, now(), registration) ?? findRegistration(text, now());
      const errorCode = findErrorCode(text, knownCodes);
      return {
        limitIds: rows.length > 1 ? rowsOf(text) : rows,
        concepts: [...signs].filter((sign) => Object.hasOwn(concepts, sign)),
        products: [...new Set([...signs].flatMap((sign) => concepts[sign]?.product ?? []))],
        ...(errorCode !== undefined && { errorCode }),
        ...(country !== undefined && { country }),
        ...(documentType !== undefined && { documentType }),
        ...(registeredAt !== undefined && { registeredAt }),
        ...(standing !== undefined && { verified: standing === 'verified' }),
        amounts: amountFinder.find(text),
        dates: findDates(text, now()),
      };
    },
  };
}

function sentencesOf(text: string): string[] {
  return text.split(/[.!?;\n]+(?:\s|$)/).filter((sentence) => sentence.trim() !== '');
}

/** Two of a kind leave it open which one is meant. */
function onlyOne<Value>(values: readonly Value[]): Value | undefined {
  const different = new Set(values);
  return different.size === 1 ? [...different][0] : undefined;
}
