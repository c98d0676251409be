/**
 * `npm run eval:spoof -- DIR [FACES_DIR]`: how often an attack gets through the selfie and its movements, and how
 * often an honest answer does not, in the terms of ISO/IEC 30107-3. DIR holds public samples; the attacks are made
 * from the faces of FACES_DIR. `--people N` is how many are impersonated, `--write` puts the figures into the card.
 */
import sharp from 'sharp';

import { openFaceEngine } from '../bot/workers/faces/open-face-engine.ts';
import { measureSelfie } from '../bot/workers/measure-selfie.ts';
import { checkSelfie } from '../knowledge/checks/check-selfie.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { createRandom } from '../test/specimen/random.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { areaUnderCurve, errorCurve } from './eval/error-curve.ts';
import { measureAll } from './eval/measure-all.ts';
import { rateWords } from './eval/rates.ts';
import { report } from './eval/report.ts';
import { ATTACKS } from './spoof/attacks.ts';
import { attempt, codesOf } from './spoof/attempt.ts';
import { findGenuine, judge, readSeen } from './spoof/genuine.ts';
import { findVictims, openLibrary, openSpecimens, isFitAsSelfie } from './spoof/library.ts';
import { openSamples } from './spoof/samples.ts';
import { attackRows, genuineRows, type GenuineResult, type SpoofFigures } from './spoof/figures.ts';
import { measureSignals, SIGNALS, type SignalId, type Signals } from './spoof/signals.ts';
import { openStill, type Still } from './spoof/still.ts';
import { writeSpoofCard } from './spoof/spoof-card.ts';

const PEOPLE = 100;

const args = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run eval:spoof -- DIR [FACES_DIR]',
  needs: 1,
  options: { people: 'string' },
});
const [samplesFolder = '', facesFolder] = args.positionals;
const most = Number(args.options['people'] ?? PEOPLE);
if (!Number.isInteger(most) || most < 1) throw new Error('--people takes a whole number from 1 on.');
const { criteria } = loadKnowledge();
const engine = await openFaceEngine();

const samples = await openSamples(engine, samplesFolder);
const liveSamples = await measureAll(
  samples.filter(({ kind }) => kind === 'live'),
  1,
  ({ file, photo }) => openStill(engine, photo, { file, person: file }),
);
const library: readonly Still[] = [
  ...liveSamples.filter((still) => still !== undefined),
  ...(facesFolder === undefined
    ? await openSpecimens(engine)
    : await openLibrary(engine, facesFolder, args.limit)),
];
const victims = await findVictims(engine, library, { criteria, most });

// Each attack on each victim has its own random numbers: one more attack changes no other's figures.
const presentations = ATTACKS.flatMap((attack, a) =>
  victims.map((victim, v) => ({ attack, victim, random: createRandom(1 + a * 100_003 + v * 31) })),
);
const attempts = await measureAll(presentations, 1, async ({ attack, victim, random }) => {
  const selfie = attack.selfie ? await attack.selfie(victim, random) : victim.still.photo;
  const made = await attempt(
    {
      selfie: await measureSelfie(engine, selfie),
      answers: (movement) =>
        attack
          .answers(victim, movement, random)
          .map((take) => async () => measureSelfie(engine, await take())),
    },
    criteria,
    random,
  );
  const signals = attack.selfie ? await measureSignals(selfie, made.selfie) : undefined;
  return { attack: attack.id, ...made, signals };
});

const seen = facesFolder === undefined ? undefined : await readSeen(facesFolder);
const selfies = new Map<string, Still>();
for (const { still } of victims) selfies.set(still.person, still);
for (const still of library) {
  if (!selfies.has(still.person) && isFitAsSelfie(still, criteria)) selfies.set(still.person, still);
}
const pairs = findGenuine(library, [...selfies.values()], { criteria, seen });
const genuine = await measureAll(pairs, 1, async (pair): Promise<GenuineResult> => {
  const again = await measureSelfie(engine, await sharp(pair.answer.photo).jpeg({ quality: 70 }).toBuffer());
  const mirrored = await measureSelfie(engine, await sharp(pair.answer.photo).flop().jpeg().toBuffer());
  const { maxSeconds } = criteria.liveness;
  return {
    movement: pair.movement,
    yaw: pair.answer.face.yaw,
    verdict: judge(pair, criteria),
    early: judge(pair, criteria, { afterSeconds: -1 }),
    late: judge(pair, criteria, { afterSeconds: maxSeconds + 1 }),
    repeated: judge(pair, criteria, { before: [pair.answer.measured] }),
    repeatedAnew: judge(pair, criteria, { before: [again] }),
    repeatedMirrored: judge(pair, criteria, { before: [mirrored] }),
  };
});

const live = await measureAll(
  victims.map(({ still }) => still),
  1,
  ({ photo, measured }) => measureSignals(photo, measured),
);
const shown = await measureAll(samples, 1, async ({ file, kind, photo }) => {
  const measured = await measureSelfie(engine, photo);
  const verdict = checkSelfie(measured, [], criteria);
  const signals = await measureSignals(photo, measured);
  return { file, kind, outcome: verdict.outcome, codes: codesOf(verdict), signals };
});

/** How well each signal tells the first photo of an attack from a live one. */
const INSTRUMENTS = {
  print: ['print_still', 'print_tilted', 'print_bent'],
  screen: ['screen_still', 'screen_edited', 'screen_collection'],
  mask: ['mask'],
} as const;
const isMeasured = (signals: Signals | undefined): signals is Signals => signals !== undefined;
const liveSignals = live.filter(isMeasured);
/** Pictures without any colour say nothing about it. */
const isColoured = liveSignals.some(({ colour }) => colour >= 1);
const measurable = (Object.keys(SIGNALS) as SignalId[]).filter((id) => id !== 'colour' || isColoured);
const attackSignals = Object.entries(INSTRUMENTS).map(([instrument, ids]) => ({
  instrument,
  signals: attempts
    .filter(({ attack }) => (ids as readonly string[]).includes(attack))
    .map(({ signals }) => signals)
    .filter(isMeasured),
}));
const signals = measurable.map((id) => ({
  id,
  aucs: attackSignals.map((group) => ({
    instrument: group.instrument,
    auc: areaUnderCurve(
      errorCurve({
        genuine: liveSignals.map((one) => one[id]),
        impostor: group.signals.map((one) => one[id]),
        accept: SIGNALS[id].live,
      }),
    ),
  })),
}));

const figures: SpoofFigures = {
  people: victims.length,
  pictures: library.length,
  faces: facesFolder !== undefined,
  seenByPeople: seen !== undefined,
  attacks: ATTACKS.map(({ id, name }) => ({
    ...{ id, name },
    attempts: attempts.filter(({ attack }) => attack === id),
  })),
  genuine,
  marks: [
    { at: criteria.liveness.minYawUnsure, name: 'unsure' },
    { at: criteria.liveness.minYawSure, name: 'sure' },
  ],
  signals,
  screen: { live: liveSignals, attacks: attackSignals },
  samples: shown,
};

const table = attackRows(figures);
report(
  args,
  [
    ...table.map((row) => ({
      attack: row.id,
      'passed (APCER)': rateWords(row.passed),
      'to a person': rateWords(row.person),
      stopped: rateWords(row.stopped),
      mostly: row.codes.join(', '),
    })),
    ...genuineRows(figures).map((row) => ({
      attack: `genuine: ${row.what}`,
      'passed (APCER)': rateWords(row.passed),
      'to a person': rateWords(row.person),
      stopped: rateWords(row.stopped),
      mostly: row.codes.join(', '),
    })),
  ],
  {
    eval: 'spoof',
    engine: engine.name,
    people: figures.people,
    pictures: figures.pictures,
    attacks: table.map(({ id, passed, person, stopped, movements }) => ({
      ...{ id, passed: passed.hits, person: person.hits, stopped: stopped.hits, of: passed.of },
      movements,
    })),
    genuine: genuineRows(figures).map(({ what, passed, person, stopped }) => ({
      ...{ what, passed: passed.hits, person: person.hits, stopped: stopped.hits, of: passed.of },
    })),
    signals: signals.map(({ id, aucs }) => ({
      id,
      ...Object.fromEntries(aucs.map(({ instrument, auc }) => [instrument, Math.round(auc * 1000) / 1000])),
    })),
    samples: shown.map(({ file, kind, outcome, codes, signals: measured }) => ({
      ...{ file, kind, outcome, codes },
      ...measured,
    })),
  },
);
if (args.write) await writeSpoofCard(figures);
