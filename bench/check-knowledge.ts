/**
 * `npm run knowledge:check`: what an editor of knowledge/ should know before it goes live. Schema, references and
 * unexplained codes stop the loading; then facts that no answer tells, texts that are hard to read, examples of two
 * meanings that are alike, and, without `--fast`, what a net that has not seen an example takes it for, with a
 * picture in dist/knowledge-check/. Ends with 1 when there is a fault.
 */
import path from 'node:path';

import { checkAlikeExamples } from '../knowledge/check/alike-examples.ts';
import { findConfusions } from '../knowledge/check/confusions.ts';
import { checkCoverage } from '../knowledge/check/coverage.ts';
import type { Finding } from '../knowledge/check/finding.ts';
import { checkReadingLevel } from '../knowledge/check/reading-level.ts';
import { loadKnowledge, loadTrainingKernel, loadWordVectors } from '../knowledge/load.ts';
import { examplesOf } from '../knowledge/recognise/examples.ts';
import { createSampler } from '../knowledge/recognise/sampler.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { drawConfusions } from './knowledge/draw-confusions.ts';

const FOLDER = path.resolve('dist', 'knowledge-check');
const MOST_SHOWN = 25;

const args = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run knowledge:check --',
  needs: 0,
  options: { fast: 'boolean' },
});
try {
  process.exitCode = (await check()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function check(): Promise<boolean> {
  const knowledge = loadKnowledge();
  const examples = examplesOf(knowledge);
  const findings = [
    ...checkCoverage(knowledge),
    ...checkReadingLevel(knowledge),
    ...checkAlikeExamples(examples),
  ];
  if (!args.options['fast']) findings.push(...(await confused()));
  for (const { level, where, what } of findings) console.log(`${level.padEnd(6)}${where}: ${what}`);
  const faults = findings.filter(({ level }) => level === 'fault').length;
  console.log(`${examples.length} examples, ${faults} faults, ${findings.length - faults} hints`);
  return faults === 0;

  async function confused(): Promise<Finding[]> {
    const vectors = loadWordVectors();
    const { reader, sampleOf } = createSampler(knowledge, vectors);
    const samples = examples.map(({ label, text }) => ({ label, sample: sampleOf(reader.read(text)) }));
    const confusions = findConfusions(samples, vectors, loadTrainingKernel(), 'none');
    await drawConfusions('confusions.svg', confusions, FOLDER);
    const right = confusions
      .filter(({ meant, guessed }) => meant === guessed)
      .reduce((sum, { count }) => sum + count, 0);
    console.log(`${((100 * right) / examples.length).toFixed(1)} % of the examples are told by the others`);
    console.log(`Picture: ${path.relative('.', path.join(FOLDER, 'confusions.svg'))}`);
    return confusions
      .filter(({ meant, guessed, count }) => meant !== guessed && count > 1)
      .slice(0, MOST_SHOWN)
      .map(({ meant, guessed, count, examples: [first = 0] }) => ({
        level: 'hint',
        where: `${meant} and ${guessed}`,
        what: `${count} examples are taken for the second, such as "${examples[first]?.text ?? ''}"`,
      }));
  }
}
