/**
 * `npm run eval:nlu -- DIR`: trains the bot's classifier on public sets of utterances and tests it.
 * DIR holds train, val and test tables (CSV or TSV with columns text and intent), or folders of such.
 * Prints a table and one line of JSON; the accuracies are the same on every machine, the times are not.
 */
import { loadWordVectors } from '../knowledge/load.ts';
import { readModel, writeModel } from '../knowledge/recognise/classifier/model-file.ts';
import type { Reader } from '../knowledge/recognise/message.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, writeSection } from './eval/card.ts';
import { percentile, timed } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { findDataSets, OUT_OF_SCOPE, type DataSet, type Utterance } from './nlu/data-set.ts';
import { literalReader, openOwn, readerFor, trainOwn, type Classify } from './nlu/own-classifier.ts';
import { accuracyOf, aurocOf, chooseThresholds, macroF1Of, scoresAt, type Answer } from './nlu/scores.ts';
import { withTypos } from './nlu/typos.ts';
import { weighLoading } from './nlu/weigh-loading.ts';

const TYPO_SHARE = 0.3;
const TYPO_SEEDS = [1, 2, 3];
/** Times are the best of so many runs: a machine does other things as well. */
const TIMED_RUNS = 3;

const args = parseEvalArguments(process.argv.slice(2), { call: 'npm run eval:nlu -- DIR', needs: 1 });
const vectors = loadWordVectors();
const results = [];
for (const set of findDataSets(args.positionals[0] ?? '')) results.push(await evaluate(set));
const shown = (value: number | undefined) => (value === undefined ? '' : (value * 100).toFixed(2));
const rows = results.map((each) => ({
  set: each.set,
  'accuracy %': shown(each.accuracy),
  'macro-F1 %': shown(each.macroF1),
  'best threshold: accuracy %': shown(each.atBest?.accuracy),
  'OOS recall %': shown(each.atBest?.outOfScopeRecall),
  'OOS precision %': shown(each.atBest?.outOfScopePrecision),
  'cautious: accuracy %': shown(each.atCautious?.accuracy),
  'cautious: OOS recall %': shown(each.atCautious?.outOfScopeRecall),
  'cautious: OOS precision %': shown(each.atCautious?.outOfScopePrecision),
  'AUROC %': shown(each.auroc),
  'typos, spelled %': shown(each.typos.spelled),
  'typos, as written %': shown(each.typos.asWritten),
  'µs p50': Math.round(each.microseconds.p50),
  'µs p99': Math.round(each.microseconds.p99),
  'training, s of processor': Math.round(each.trainingCpuSeconds),
  'load ms': Math.round(each.loadMs),
  'memory MB': Math.round(each.memoryMb),
}));
report(args, rows, { eval: 'nlu', results });
if (args.write) {
  // a column a set: there are more figures than sets
  await writeSection(
    'understanding',
    'Understanding',
    `\`npm run eval:nlu -- DIR --write\`, on public sets of utterances, trained on their train part and tested on their test part. "Best" and "cautious" are thresholds chosen on val (\`bench/nlu/scores.ts\`); OOS is what is out of scope; typos are one slip of the finger in ${TYPO_SHARE * 100} % of the words, the mean of ${TYPO_SEEDS.length} drawings. Times of a message and of loading are the best of ${TIMED_RUNS} runs.

${markdownTable(
  ['What', ...rows.map(({ set }) => set)],
  Object.keys(rows[0] ?? {})
    .filter((name) => name !== 'set')
    .map((name) => [
      name,
      ...rows.map((row) => Object.entries(row).find(([key]) => key === name)?.[1] ?? ''),
    ]),
)}`,
  );
}

async function evaluate(set: DataSet) {
  const train = set.train.slice(0, args.limit);
  const reader = readerFor(train, vectors);
  const { result, ms, cpuMs } = await timed(() => trainOwn({ ...set, train }, reader, vectors));
  // What is measured is what a bot would load.
  const bytes = writeModel(result, set.name);
  const model = readModel(bytes, set.name);
  const loads = Array.from({ length: TIMED_RUNS }, () => weighLoading(bytes, set.name));
  if (!model) throw new Error('The model cannot be read back.');
  const open = (by: Reader) => openOwn(model, by, vectors);

  const answers = answer(open(reader), set.test);
  // each time with a reader that has not seen the words yet
  const runs = Array.from({ length: TIMED_RUNS }, () => timesOf(open(readerFor(train, vectors)), set.test));
  const took = set.test.map((_, n) => Math.min(...runs.map((run) => run[n] ?? Infinity)));
  const texts = set.test.map(({ text }) => text);
  const typos = (by: Reader) =>
    TYPO_SEEDS.map((seed) => {
      const typed = withTypos(texts, TYPO_SHARE, seed);
      return accuracyOf(
        answer(
          open(by),
          set.test.map(({ intent }, n) => ({ intent, text: typed[n] ?? '' })),
        ),
      );
    });
  const hasOutOfScope = (part: readonly Utterance[]) => part.some(({ intent }) => intent === OUT_OF_SCOPE);
  const thresholds = hasOutOfScope(set.val) ? chooseThresholds(answer(open(reader), set.val)) : undefined;
  return {
    set: set.name,
    utterances: { train: train.length, val: set.val.length, test: set.test.length },
    intents: new Set(train.map(({ intent }) => intent)).size,
    accuracy: accuracyOf(answers),
    macroF1: macroF1Of(answers),
    ...(thresholds === undefined
      ? {}
      : {
          thresholds,
          atBest: scoresAt(answers, thresholds.best),
          atCautious: scoresAt(answers, thresholds.cautious),
        }),
    ...(hasOutOfScope(set.test) ? { auroc: aurocOf(answers) } : {}),
    typos: { spelled: mean(typos(reader)), asWritten: mean(typos(literalReader)) },
    microseconds: { mean: mean(took), p50: percentile(took, 0.5), p99: percentile(took, 0.99) },
    trainingSeconds: ms / 1000,
    trainingCpuSeconds: cpuMs / 1000,
    loadMs: Math.min(...loads.map((load) => load.ms)),
    memoryMb: Math.min(...loads.map((load) => load.bytes)) / 1e6,
    modelMb: bytes.length / 1e6,
  };
}

function answer(classify: Classify, utterances: readonly Utterance[]): Answer[] {
  return utterances.map(({ text, intent }) => ({ intent, ...classify(text) }));
}

/** Microseconds. */
function timesOf(classify: Classify, utterances: readonly Utterance[]): number[] {
  return utterances.map(({ text }) => {
    const began = performance.now();
    classify(text);
    return (performance.now() - began) * 1000;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
