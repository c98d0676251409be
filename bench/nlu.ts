/**
 * `npm run bench:nlu -- DIR`: the bot's classifier against nlp.js and natural's own, on the same utterances
 * in one run. Prints a table and one line of JSON. Accuracies are the same everywhere; times are of this
 * machine, so that their ratios are what counts. `--limit N` takes the first N examples of each intent;
 * `--write` puts the figures into docs/accuracy.md.
 */
import { loadWordVectors } from '../knowledge/load.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, writeSection } from './eval/card.ts';
import { percentile, timed } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { contestants, type Contestant, type Judge } from './nlu/contestants.ts';
import { findDataSets, type DataSet, type Utterance } from './nlu/data-set.ts';
import { accuracyOf, aurocOf } from './nlu/scores.ts';
import { usedBytes } from './nlu/used-bytes.ts';

const args = parseEvalArguments(process.argv.slice(2), { call: 'npm run bench:nlu -- DIR', needs: 1 });
const vectors = loadWordVectors();
const results = [];
for (const set of findDataSets(args.positionals[0] ?? '')) {
  const smaller = { ...set, train: firstOfEach(set.train, args.limit) };
  const rounds = [];
  for (const contestant of contestants(smaller, vectors)) rounds.push(await measure(contestant, smaller));
  const [own] = rounds;
  for (const round of rounds) {
    results.push({
      ...round,
      accuracyBehind: (own?.accuracy ?? 0) - round.accuracy,
      trainingRatio: round.trainingCpuSeconds / (own?.trainingCpuSeconds ?? 1),
      messageRatio: round.microseconds / (own?.microseconds ?? 1),
    });
  }
}
const points = (share: number) => (share * 100).toFixed(2);
const rows = results.map((each) => ({
  set: each.set,
  classifier: each.name,
  'accuracy %': points(each.accuracy),
  'behind, points': points(each.accuracyBehind),
  'AUROC %': each.auroc === undefined ? '' : points(each.auroc),
  'training s': each.trainingCpuSeconds.toFixed(1),
  'training, ours = 1': each.trainingRatio.toFixed(2),
  'µs p50': Math.round(each.microseconds),
  'µs p99': Math.round(each.microsecondsP99),
  'message, ours = 1': each.messageRatio.toFixed(2),
  'memory MB': Math.round(each.memoryMb),
}));
report(args, rows, { bench: 'nlu', results });
if (args.write) {
  const [first] = rows;
  await writeSection(
    'understanding_compared',
    'Understanding, beside others',
    `\`npm run bench:nlu -- DIR --write\`, all on the same utterances in one run. Times are of one machine: compare the ratios.

${markdownTable(
  Object.keys(first ?? {}),
  rows.map((row) => Object.values(row)),
)}`,
  );
}

async function measure({ name, train }: Contestant, set: DataSet) {
  const before = await usedBytes();
  const { result: classify, cpuMs } = await timed<Judge>(() => train(set));
  const memoryMb = ((await usedBytes()) - before) / 1e6;
  const took: number[] = [];
  const answers = [];
  for (const { text, intent } of set.test) {
    const began = performance.now();
    const { guess, acceptance } = await classify(text);
    took.push((performance.now() - began) * 1000);
    answers.push({ intent, guess, acceptance });
  }
  const outOfScope = answers.some(({ intent }) => intent === 'oos');
  return {
    set: set.name,
    name,
    accuracy: accuracyOf(answers),
    auroc: outOfScope ? aurocOf(answers) : undefined,
    trainingCpuSeconds: cpuMs / 1000,
    microseconds: percentile(took, 0.5),
    microsecondsP99: percentile(took, 0.99),
    /** What it holds when it has learnt, without what it needed to learn. */
    memoryMb,
  };
}

function firstOfEach(utterances: readonly Utterance[], limit: number): Utterance[] {
  const seen = new Map<string, number>();
  return utterances.filter(({ intent }) => {
    const count = (seen.get(intent) ?? 0) + 1;
    seen.set(intent, count);
    return count <= limit;
  });
}
