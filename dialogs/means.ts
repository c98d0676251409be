import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Recogniser } from '../knowledge/recognise/recognise.ts';
import type { Words } from './replies/words.ts';
import type { Services } from './services.ts';

export interface DialogConfig {
  /** Undefined: the bot says how to find the address instead. */
  readonly officialKycEmail?: string | undefined;
}

/** What every dialog works with. */
export interface Means {
  readonly services: Services;
  readonly knowledge: Knowledge;
  readonly recogniser: Recogniser;
  readonly words: Words;
  readonly config: DialogConfig;
}
