import type { Tongue, Tongues } from '../dialogs/means.ts';
import { loadAllWords } from '../dialogs/replies/load.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { loadLanguages } from '../knowledge/load-languages.ts';
import { loadFindings, loadRecognisers } from '../knowledge/load-recognisers.ts';
import type { Log } from './log.ts';

/**
 * Every language that the bot has words in, English first, ready to be spoken and understood. Where a language
 * lacks something English stands in, and the log says so.
 */
export function loadTongues(english: Knowledge, now: () => Date, log: Log, folder?: string): Tongues {
  const words = loadAllWords();
  const known = loadLanguages(english, [...words.keys()], folder);
  const knowledge = new Map([...known].map(([code, localised]) => [code, localised.knowledge]));
  const recognisers = loadRecognisers(knowledge, now, folder);
  const findings = loadFindings(knowledge, folder);
  return new Map(
    [...words].flatMap(([code, said]): [string, Tongue][] => {
      const [localised, recogniser, finding] = [known.get(code), recognisers.get(code), findings.get(code)];
      if (!localised || !recogniser || !finding) return [];
      const [first, ...others] = [...said.faults, ...localised.faults];
      if (first !== undefined) {
        log.warn({ language: code, fault: first, others: others.length }, 'a language is not complete');
      }
      return [[code, { words: said.words, knowledge: localised.knowledge, recogniser, ...finding }]];
    }),
  );
}
