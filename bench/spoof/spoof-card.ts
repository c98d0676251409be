import { MOVEMENTS, type Movement } from '../../knowledge/verification/liveness.ts';
import { markdownTable, plotLink, writeSection } from '../eval/card.ts';
import { drawBars } from '../eval/draw-bars.ts';
import { drawHistogram } from '../eval/draw-histogram.ts';
import { rateWords } from '../eval/rates.ts';
import {
  attackRows,
  blamed,
  genuineRows,
  refusals,
  untimelyRows,
  type OutcomeRow,
  type SpoofFigures,
} from './figures.ts';
import { SIGNALS } from './signals.ts';

const MOVEMENT_WORDS = {
  turn_left: 'turn left',
  turn_right: 'turn right',
  look_up: 'look up',
  smile: 'smile',
  open_mouth: 'open mouth',
  come_closer: 'come closer',
} as const;

const outcomeCells = ({ passed, person, stopped, codes }: OutcomeRow) => [
  rateWords(passed),
  rateWords(person),
  rateWords(stopped),
  codes.map((code) => `\`${code}\``).join(', '),
];
const OUTCOMES = ['goes to a person', 'asked again until it ends', 'mostly for'];

/** Writes the section about liveness, with its plots. */
export async function writeSpoofCard(figures: SpoofFigures): Promise<void> {
  const rows = attackRows(figures);
  await drawBars(
    'spoof-outcomes.svg',
    'Attacks: what becomes of a challenge',
    rows.flatMap(({ id, passed, person }) => [
      { group: id.replaceAll('_', ' '), name: 'passed', value: passed.share },
      { group: id.replaceAll('_', ' '), name: 'goes to a person', value: person.share },
    ]),
    { axis: 'share of challenges', format: '.0%' },
  );
  const turned = ['print_tilted', 'print_bent', 'file_edited'].flatMap((id) => {
    const attack = figures.attacks.find((one) => one.id === id);
    const scores = (attack?.attempts ?? []).flatMap(({ answers }) =>
      answers.flatMap(({ movement, measured }) => {
        const yaw = measured.faces[0]?.yaw;
        return yaw === undefined ? [] : turnShown(movement, yaw);
      }),
    );
    return scores.length === 0 ? [] : [{ name: id.replaceAll('_', ' '), scores }];
  });
  const honest = figures.genuine.flatMap(({ movement, yaw }) => turnShown(movement, yaw));
  const groups = [{ name: 'honest turns', scores: honest }, ...turned].filter(
    ({ scores }) => scores.length > 0,
  );
  await drawHistogram('spoof-turns.svg', 'How far a head seems turned', groups, {
    axis: 'nose between the edges of the jaw, to the side that was asked for',
    marks: figures.marks,
    bins: 40,
  });
  await drawHistogram(
    'spoof-screen.svg',
    'Grid of a screen’s points (not used)',
    [
      { name: 'live', scores: figures.screen.live.map(({ screen }) => screen) },
      ...figures.screen.attacks.map(({ instrument, signals }) => ({
        name: instrument,
        scores: signals.map(({ screen }) => Math.min(30, screen)),
      })),
    ].filter(({ scores }) => scores.length > 0),
    { axis: 'strength, cut at 30', bins: 40 },
  );
  await writeSection('liveness', 'Liveness', sectionOf(figures));
}

function sectionOf(figures: SpoofFigures): string {
  const rows = attackRows(figures);
  const instruments = figures.screen.attacks.map(({ instrument }) => instrument);
  return [
    `In the terms of ISO/IEC 30107-3. An attack is one challenge as the product runs it: a selfie, two movements drawn at random, up to three photos for each. APCER is the share of attacks in which nothing was found doubtful; nobody is verified by that, because a reviewer still decides. ${figures.people} people were impersonated, each attack once for each. Repeat it with \`npm run eval:spoof -- DIR FACES_DIR --people ${figures.people}\`.`,
    `The attacks are drawn by the command from ${figures.pictures} public pictures: paper, screens and masks as a program draws them, not photographs of real ones. Real ones are harder to make, and cameras see more in them.`,
    markdownTable(
      ['attack', 'passed (APCER)', ...OUTCOMES],
      [...rows, ...untimelyRows(figures)].map((row) => [row.name, ...outcomeCells(row)]),
    ),
    plotLink('spoof-outcomes.svg', 'Bars: share of challenges passed and for a person, by attack'),
    'By movement: how many prompts were passed, went to a person, and were asked.',
    markdownTable(
      ['attack', ...MOVEMENTS.map((movement) => MOVEMENT_WORDS[movement])],
      rows.map(({ name, movements }) => [
        name,
        ...MOVEMENTS.map((movement) => {
          const count = movements[movement];
          return count && count.of > 0 ? `${count.passed} + ${count.person} of ${count.of}` : '–';
        }),
      ]),
    ),
    honestWords(figures),
    markdownTable(
      ['honest answer', 'passed', 'goes to a person', 'asked again', 'mostly for'],
      genuineRows(figures).map((row) => [
        row.what === 'all' ? 'all' : MOVEMENT_WORDS[row.what],
        ...outcomeCells(row),
      ]),
    ),
    `Asked again, with the reasons: ${refusals(figures)
      .map(([code, count]) => `\`${code}\` ${count}`)
      .join(', ')}. A customer has three photos for each movement; here each person has one.`,
    `Taken for an attack: ${blamed(figures)
      .map(({ code, rate }) => `\`${code}\` ${rateWords(rate)}`)
      .join('; ')}.`,
    plotLink('spoof-turns.svg', 'Histogram: how far heads and pictures of heads seem turned'),
    'Passive signals, each measured on the first photo of every attack and on the live pictures it was made from. One would be used only where it is right more often than AUC 0.9 on photos of real attacks, and only to raise doubt. None is used: what a program draws is easier to tell than what a camera sees, as the samples below show, and small pictures that were enlarged are smoother than any camera’s, which makes drawn attacks look noisier and sharper than life. The nets for liveness in `@vladmandic/human` were measured at chance and are not used.',
    markdownTable(
      ['signal', ...instruments.map((instrument) => `AUC, ${instrument}`)],
      figures.signals.map(({ id, aucs }) => [
        SIGNALS[id].name,
        ...aucs.map(({ auc }) => (Number.isNaN(auc) ? 'none' : auc.toFixed(3))),
      ]),
    ),
    plotLink('spoof-screen.svg', 'Histogram: grid of points on live pictures and attacks'),
    `The public samples (${figures.samples.filter(({ kind }) => kind === 'live').length} live, ${figures.samples.filter(({ kind }) => kind === 'attack').length} attacks), each sent as a selfie. A still picture can pass as a selfie; it is the movements that it cannot make.`,
    markdownTable(
      ['sample', 'is', 'as a selfie', ...Object.values(SIGNALS).map(({ name }) => name)],
      figures.samples.map(({ file, kind, outcome, codes, signals }) => [
        ...[file, kind, [outcome, ...codes].join(' ')],
        ...Object.keys(SIGNALS).map((id) =>
          signals ? String(round(signals[id as keyof typeof SIGNALS])) : '–',
        ),
      ]),
    ),
  ].join('\n\n');
}

function honestWords({ genuine, seenByPeople }: SpoofFigures): string {
  const how = seenByPeople
    ? 'What they show was said by people who looked at each picture, not by our own measurement.'
    : 'Which show a movement is said by our own measurement, so it cannot be found to err here; what is found is what else stands in the way.';
  return `Honest answers (BPCER is what did not pass): ${genuine.length} public pictures of people who make a movement which another picture of the same person does not show. ${how} They were taken on other days and in other places than the selfie, which is harder for the comparison of faces than a challenge is. Nobody on them was asked to move, so how often people fail to follow a prompt is not measured here; nor is the customer’s own camera, a video or a computed face played into it, nor any mask worn by a real head.`;
}

/** How far it goes to the side that was asked for; nothing for other movements. */
function turnShown(movement: Movement, yaw: number): readonly number[] {
  if (movement === 'turn_left') return [yaw];
  return movement === 'turn_right' ? [-yaw] : [];
}

const round = (value: number) => Number(value.toPrecision(3));
