/**
 * `npm run eval:nlu -- DIR`: trains the bot's classifier on public sets of utterances and tests it.
 * DIR holds train, val and test tables (CSV or TSV with columns text and intent), or folders of such.
 * Prints a table and one line of JSON; the accuracies are the same on every machine, the times are not.
 */
import {
  createTextClassifier,
  type TextClassifier,
} from '../knowledge/recognise/classifier/text-classifier.ts';
import { trainTextClassifier } from '../knowledge/recognise/classifier/train-text-classifier.ts';
import { readModel, writeModel } from '../knowledge/recognise/classifier/model-file.ts';
import { createReader, type Reader } from '../knowledge/recognise/message.ts';
import { wordsOf } from '../knowledge/recognise/normalise.ts';
import { createSpelling, type Spelling } from '../knowledge/recognise/spelling.ts';
import { loadWordVectors } from '../knowledge/load.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { percentile, timed } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { findDataSets, OUT_OF_SCOPE, type DataSet, type Utterance } from './nlu/data-set.ts';
import { heldBytes } from './nlu/held-bytes.ts';
import { accuracyOf, aurocOf, bestThreshold, macroF1Of, scoresAt, type Answer } from './nlu/scores.ts';
import { withTypos } from './nlu/typos.ts';

const TYPO_SHARE = 0.3;
const TYPO_SEEDS = [1, 2, 3];
/** The algorithm alone: no shorthand of our own subject. */
const LANGUAGE = { shorthand: {} };

const NO_SPELLING: Spelling = { mend: (word) => word, knows: () => true };
const NO_SIGNS: ReadonlySet<string> = new Set();

const args = parseEvalArguments(process.argv.slice(2), { call: 'npm run eval:nlu -- DIR', needs: 1 });
const vectors = loadWordVectors();
const results = [];
for (const set of findDataSets(args.positionals[0] ?? '')) results.push(await evaluate(set));
const shown = (value: number | undefined) => (value === undefined ? '' : (value * 100).toFixed(2));
report(
  args,
  results.map((each) => ({
    set: each.set,
    'accuracy %': shown(each.accuracy),
    'macro-F1 %': shown(each.macroF1),
    'at threshold %': shown(each.atThreshold?.accuracy),
    'OOS recall %': shown(each.atThreshold?.outOfScopeRecall),
    'OOS precision %': shown(each.atThreshold?.outOfScopePrecision),
    'AUROC %': shown(each.auroc),
    'typos, spelled %': shown(each.typos.spelled),
    'typos, as written %': shown(each.typos.asWritten),
    'µs p50': Math.round(each.microseconds.p50),
    'µs p99': Math.round(each.microseconds.p99),
    'training s': Math.round(each.trainingSeconds),
    'memory MB': Math.round(each.memoryMb),
  })),
  { eval: 'nlu', results },
);

async function evaluate(set: DataSet) {
  const train = set.train.slice(0, args.limit);
  const spelling = createSpelling(train.flatMap(({ text }) => wordsOf(text, LANGUAGE)));
  const reader = createReader(LANGUAGE, spelling);
  const literal = createReader(LANGUAGE, NO_SPELLING);
  const read = ({ text, intent }: Utterance) => ({
    label: intent,
    sample: { message: reader.read(text), signs: NO_SIGNS },
  });
  const {
    result: trained,
    ms,
    cpuMs,
  } = await timed(() =>
    trainTextClassifier({
      examples: train.map(read),
      ...(set.val.length === 0 ? {} : { calibration: set.val.map(read) }),
      outOfScope: OUT_OF_SCOPE,
      vectors,
    }),
  );
  // What is measured is what a bot would load.
  const bytes = writeModel(trained, set.name);
  const { held, result: model } = heldBytes(() => readModel(bytes, set.name));
  if (!model) throw new Error('The model cannot be read back.');
  const classifier = createTextClassifier(model, vectors);

  const took: number[] = [];
  const answers = answer(classifier, reader, set.test, took);
  const typos = (typoReader: Reader) =>
    mean(
      TYPO_SEEDS.map((seed) => {
        const texts = withTypos(
          set.test.map(({ text }) => text),
          TYPO_SHARE,
          seed,
        );
        const test = set.test.map(({ intent }, n) => ({ intent, text: texts[n] ?? '' }));
        return accuracyOf(answer(classifier, typoReader, test));
      }),
    );
  const hasOutOfScope = (part: readonly Utterance[]) => part.some(({ intent }) => intent === OUT_OF_SCOPE);
  const threshold = hasOutOfScope(set.val) ? bestThreshold(answer(classifier, reader, set.val)) : undefined;
  return {
    set: set.name,
    utterances: { train: train.length, val: set.val.length, test: set.test.length },
    intents: new Set(train.map(({ intent }) => intent)).size,
    accuracy: accuracyOf(answers),
    macroF1: macroF1Of(answers),
    ...(threshold === undefined ? {} : { threshold, atThreshold: scoresAt(answers, threshold) }),
    ...(hasOutOfScope(set.test) ? { auroc: aurocOf(answers) } : {}),
    typos: { spelled: typos(reader), asWritten: typos(literal) },
    microseconds: { mean: mean(took), p50: percentile(took, 0.5), p99: percentile(took, 0.99) },
    trainingSeconds: ms / 1000,
    trainingCpuSeconds: cpuMs / 1000,
    memoryMb: held / 1e6,
    modelMb: bytes.length / 1e6,
  };
}

/** From the text to the intent, as the bot does it. */
function answer(
  classifier: TextClassifier,
  reader: Reader,
  utterances: readonly Utterance[],
  took: number[] = [],
): Answer[] {
  return utterances.map(({ text, intent }) => {
    const began = performance.now();
    const { probabilities, acceptance } = classifier.classify({
      message: reader.read(text),
      signs: NO_SIGNS,
    });
    let guess = '';
    let highest = -1;
    classifier.labels.forEach((label, n) => {
      const probability = probabilities[n] ?? 0;
      if (label === OUT_OF_SCOPE || probability <= highest) return;
      [guess, highest] = [label, probability];
    });
    took.push((performance.now() - began) * 1000);
    return { intent, guess, acceptance };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
