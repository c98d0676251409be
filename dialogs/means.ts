import type { Knowledge } from '../knowledge/knowledge.ts';
import type { LanguageDetector } from '../knowledge/recognise/detect-language.ts';
import type { Recogniser } from '../knowledge/recognise/recognise.ts';
import type { Scrub } from '../knowledge/scrub/scrub.ts';
import type { PassageSearch } from '../knowledge/search/search.ts';
import type { Words } from './replies/words.ts';
import type { Services } from './services.ts';

export interface DialogConfig {
  /** Undefined: the bot says how to find the address instead. */
  readonly officialKycEmail?: string | undefined;
  /** The page that shows the guide's facts, each part with an anchor. Undefined: parts are named without a link. */
  readonly guideUrl?: string | undefined;
}

/** All that differs between languages. */
export interface Tongue {
  readonly words: Words;
  readonly knowledge: Knowledge;
  readonly recogniser: Recogniser;
  readonly search: PassageSearch;
  /** Takes personal data out of a question before it is kept. */
  readonly scrub: Scrub;
}

/** Languages by ISO 639-1 code; the first is the one to fall back to. */
export type Tongues = ReadonlyMap<string, Tongue>;

/** What every dialog works with, in one language. */
export interface Means extends Tongue {
  readonly services: Services;
  readonly config: DialogConfig;
  /** What people at the desk read. */
  readonly atDesk: Pick<Tongue, 'words' | 'knowledge'>;
  /** Codes of the languages that can be chosen. */
  readonly languages: readonly string[];
}

/** The same in every language. */
export interface AllMeans extends Pick<Means, 'services' | 'config'> {
  readonly tongues: Tongues;
  readonly detector: LanguageDetector;
}
