import { fileURLToPath } from 'node:url';

import type { Tongues } from '../dialogs/means.ts';
import { withLimits, type Criteria, type OwnLimits } from '../knowledge/checks/criteria.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { createLanguageDetector, type LanguageDetector } from '../knowledge/recognise/detect-language.ts';
import type { Log } from './log.ts';
import { loadTongues } from './tongues.ts';

/** All that the bot knows and understands at one time: it changes as a whole or not at all. */
export interface Mind {
  /** English, with the operator's limits in place of those of criteria.yaml. */
  readonly knowledge: Knowledge;
  readonly tongues: Tongues;
  readonly detector: LanguageDetector;
}

/** Where the knowledge lies when the operator names no folder: beside the code. */
const BUILT = fileURLToPath(new URL('../knowledge', import.meta.url));

export const folderOf = (folder: string | undefined): string => folder ?? BUILT;

export interface MindOptions {
  /** Stands in for those of the folder. */
  readonly criteria?: Criteria;
  readonly limits: OwnLimits;
  readonly now: () => Date;
  readonly log: Log;
}

/** Throws an Error that lists each fault with its file when the knowledge is not usable. */
export function loadMind(folder: string | undefined, { criteria, limits, now, log }: MindOptions): Mind {
  const known = loadKnowledge(folderOf(folder));
  const knowledge = { ...known, criteria: criteria ?? withLimits(known.criteria, limits) };
  const tongues = loadTongues(knowledge, now, log, folderOf(folder));
  const detector = createLanguageDetector(
    new Map([...tongues].map(([code, tongue]) => [code, tongue.knowledge])),
  );
  return { knowledge, tongues, detector };
}

/** For the operator, in a line. */
export function describeMind({ knowledge, tongues }: Mind): string {
  const { facts, limits, intents } = knowledge;
  return `${facts.size} facts, ${limits.size} limits, ${intents.size} intents, languages: ${[...tongues.keys()].join(' ')}`;
}
