import sharp from 'sharp';

import type { Movement } from '../../knowledge/verification/liveness.ts';
import { bendFace, type Features } from '../../test/specimen/movements.ts';
import { photographPaper, type Held } from './photograph-surface.ts';
import { photographScreen, zoomed } from './photograph-screen.ts';
import type { Still } from './still.ts';
import { wearMask } from './wear-mask.ts';

/** Who is impersonated, and what the attacker has of them. */
export interface Victim {
  readonly still: Still;
  readonly features: Features;
  /** Other pictures of the same person that show the movement, best first. */
  readonly showing: (movement: Movement) => readonly Still[];
  /** Pictures of other people that show the movement; the one whose face is nearest first. */
  readonly strangers: (movement: Movement) => readonly Still[];
  /** Somebody else's head to wear a mask on, where wanted with an open mouth. */
  readonly wearer: (mouthOpen: boolean) => { readonly still: Still; readonly features: Features };
}

type Take = () => Promise<Buffer>;

/** A presentation attack instrument species, in the words of ISO/IEC 30107. */
export interface Attack {
  readonly id: string;
  /** For the table. */
  readonly name: string;
  /** What is sent as the selfie; the picture itself where nothing is said. */
  selfie?(victim: Victim, random: () => number): Promise<Buffer>;
  /** What is sent for a movement, in the order in which it is tried. */
  answers(victim: Victim, movement: Movement, random: () => number): readonly Take[];
}

const STRENGTHS = [0.8, 1.05, 1.3];
/** About as round as a head on a picture whose face takes two fifths of its width. */
const BENT_RADIUS = 0.3;
const between = (random: () => number, low: number, high: number) => low + random() * (high - low);

/** A sheet in a hand that cannot be held quite still. */
const shaky = (random: () => number, more: Held = {}): Held => ({
  yaw: between(random, -6, 6),
  pitch: between(random, -6, 6),
  roll: between(random, -4, 4),
  fills: between(random, 0.85, 1.05),
  shift: [between(random, -0.04, 0.04), between(random, -0.04, 0.04)],
  light: between(random, 0.9, 1.08),
  ...more,
});

/** What a hand can do with a sheet to look like a movement. */
function posed(movement: Movement, strength: number, isBent: boolean): Held {
  const angle = 38 * strength;
  const bent = (turned: number) => ({ bent: { radius: BENT_RADIUS, turned } });
  switch (movement) {
    case 'turn_left':
      return isBent ? bent(angle) : { yaw: -angle };
    case 'turn_right':
      return isBent ? bent(-angle) : { yaw: angle };
    case 'look_up':
      return { pitch: angle, ...(isBent && bent(0)) };
    case 'come_closer':
      return { fills: 1.1 + 0.3 * strength, ...(isBent && bent(0)) };
    case 'smile':
    case 'open_mouth':
      return isBent ? bent(0) : {};
  }
}

const paper = (victim: Victim, held: Held, random: () => number): Take => {
  return () => photographPaper(victim.still.photo, shaky(random, held), random);
};

/** Which way the picture of a head has to go. */
const turnOf = (movement: Movement) => (movement === 'turn_left' ? 1 : movement === 'turn_right' ? -1 : 0);

/** The still, changed by a program until it shows the movement; nearer by cutting. */
async function edited({ still, features }: Victim, movement: Movement, strength: number): Promise<Buffer> {
  const bent = await bendFace(still.photo, features, movement, strength);
  if (movement !== 'come_closer') return bent;
  const { width, height } = await sharp(bent).metadata();
  return zoomed(bent, 1.15 + 0.25 * strength, { width, height });
}

const selfiePaper = (victim: Victim, random: () => number) =>
  photographPaper(victim.still.photo, shaky(random), random);
const selfieScreen = (victim: Victim, random: () => number) => photographScreen(victim.still.photo, random);

/** From what anybody can do to what takes a program. */
export const ATTACKS: readonly Attack[] = [
  {
    id: 'same_file',
    name: 'The selfie’s own file as the answer',
    answers: ({ still }) => [() => Promise.resolve(still.photo)],
  },
  {
    id: 'same_picture',
    name: 'The selfie encoded anew, scaled, brightened',
    answers: ({ still }) => [
      () => sharp(still.photo).jpeg({ quality: 62 }).toBuffer(),
      () => sharp(still.photo).resize(480).linear(1.1, 4).jpeg({ quality: 80 }).toBuffer(),
      () => sharp(still.photo).resize(900).linear(0.9, 0).blur(0.6).jpeg({ quality: 90 }).toBuffer(),
    ],
  },
  {
    id: 'mirrored',
    name: 'The selfie mirrored',
    answers: ({ still }) => [
      () => sharp(still.photo).flop().jpeg({ quality: 85 }).toBuffer(),
      () => sharp(still.photo).flop().resize(500).linear(1.08, 3).jpeg({ quality: 75 }).toBuffer(),
    ],
  },
  {
    id: 'cut',
    name: 'The selfie cut, as if nearer',
    answers: ({ still }) =>
      [1.2, 1.35, 1.5].map((zoom) => async () => {
        const { width, height } = await sharp(still.photo).metadata();
        return zoomed(still.photo, zoom, { width, height });
      }),
  },
  {
    id: 'rotated',
    name: 'The selfie rotated in its plane',
    answers: ({ still }, _movement, random) =>
      [9, 18, 27].map((degrees) => {
        const turned = random() < 0.5 ? degrees : -degrees;
        return () =>
          sharp(still.photo).rotate(turned, { background: '#8a8f96' }).jpeg({ quality: 85 }).toBuffer();
      }),
  },
  {
    id: 'stretched',
    name: 'The selfie squeezed and sheared, as if turned or tilted',
    answers: ({ still }, movement, random) =>
      STRENGTHS.map((strength) => async () => {
        const across = movement === 'look_up' ? 1 : 1 - 0.22 * strength;
        const down = movement === 'look_up' ? 1 - 0.22 * strength : 1;
        const shear = (random() < 0.5 ? 1 : -1) * 0.12 * strength;
        return sharp(still.photo)
          .affine([across, shear, 0, down], { background: '#8a8f96' })
          .jpeg({ quality: 85 })
          .toBuffer();
      }),
  },
  {
    id: 'print_still',
    name: 'Print, held before the camera',
    selfie: selfiePaper,
    answers: (victim, movement, random) => {
      const closer = movement === 'come_closer';
      return STRENGTHS.map((s) => paper(victim, closer ? { fills: 1.1 + 0.3 * s } : {}, random));
    },
  },
  {
    id: 'print_tilted',
    name: 'Print, tilted and turned to follow the movement',
    selfie: selfiePaper,
    answers: (victim, movement, random) =>
      STRENGTHS.map((strength) => paper(victim, posed(movement, strength, false), random)),
  },
  {
    id: 'print_bent',
    name: 'Print, bent around a curve and turned',
    selfie: selfiePaper,
    answers: (victim, movement, random) =>
      STRENGTHS.map((strength) => paper(victim, posed(movement, strength, true), random)),
  },
  {
    id: 'mask',
    name: 'Print cut out and worn as a mask, eyes open',
    selfie: ({ still, features, wearer }) => {
      const head = wearer(false);
      return wearMask({ photo: still.photo, features }, { photo: head.still.photo, features: head.features });
    },
    answers: ({ still, features, wearer }, movement) =>
      STRENGTHS.map((strength) => async () => {
        const head = wearer(movement === 'open_mouth');
        const degrees = 30 * strength;
        const worn = await wearMask(
          { photo: still.photo, features },
          { photo: head.still.photo, features: head.features },
          {
            turned: turnOf(movement) * degrees,
            tilted: movement === 'look_up' ? degrees : 0,
            mouthOpen: movement === 'open_mouth',
          },
        );
        if (movement !== 'come_closer') return worn;
        const { width, height } = await sharp(worn).metadata();
        return zoomed(worn, 1.15 + 0.25 * strength, { width, height });
      }),
  },
  {
    id: 'screen_still',
    name: 'Screen with a still, moved',
    selfie: selfieScreen,
    answers: ({ still }, movement, random) =>
      STRENGTHS.map(
        (strength) => () =>
          photographScreen(
            still.photo,
            random,
            movement === 'come_closer'
              ? { zoom: 1.15 + 0.25 * strength }
              : { turned: between(random, -10, 10) },
          ),
      ),
  },
  {
    id: 'screen_edited',
    name: 'Screen with a still that a program bends',
    selfie: selfieScreen,
    answers: (victim, movement, random) =>
      STRENGTHS.map(
        (strength) => async () => photographScreen(await edited(victim, movement, strength), random),
      ),
  },
  {
    id: 'screen_collection',
    name: 'Screen with fitting pictures out of a collection',
    selfie: selfieScreen,
    answers: ({ showing }, movement, random) =>
      showing(movement).map(
        ({ photo }) =>
          () =>
            photographScreen(photo, random),
      ),
  },
  {
    id: 'file_edited',
    name: 'File of a still that a program bends',
    answers: (victim, movement) => STRENGTHS.map((strength) => () => edited(victim, movement, strength)),
  },
  {
    id: 'file_collection',
    name: 'Files of fitting pictures out of a collection',
    answers: ({ showing }, movement) =>
      showing(movement).map(
        ({ photo }) =>
          () =>
            Promise.resolve(photo),
      ),
  },
  {
    id: 'stranger',
    name: 'Another person makes the movement',
    answers: ({ strangers }, movement, random) => {
      const all = strangers(movement);
      const photo = all[Math.floor(random() * all.length)]?.photo;
      return photo ? [() => Promise.resolve(photo)] : [];
    },
  },
  {
    id: 'look_alike',
    name: 'The nearest look-alike among all makes the movement',
    answers: ({ strangers }, movement) =>
      strangers(movement)
        .slice(0, 1)
        .map(
          ({ photo }) =>
            () =>
              Promise.resolve(photo),
        ),
  },
];
