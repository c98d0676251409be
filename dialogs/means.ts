import type { Knowledge } from '../knowledge/knowledge.ts';
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

/** What every dialog works with. */
export interface Means {
  readonly services: Services;
  readonly knowledge: Knowledge;
  readonly recogniser: Recogniser;
  readonly search: PassageSearch;
  /** Takes personal data out of a question before it is kept. */
  readonly scrub: Scrub;
  readonly words: Words;
  readonly config: DialogConfig;
}
