import sharp from 'sharp';

import { takePhoto, type PhotoOptions } from './take-photo.ts';
import { write, writeZoneLine } from './typeface.ts';
import { cardZone, passportZone, type Holder, type ZoneFault } from './zone.ts';

export interface Specimen extends Holder {
  /** See portraitOf. Undefined: the place for the portrait stays empty. */
  readonly portrait?: Buffer | undefined;
  /** Check digits to print wrong. */
  readonly zoneFaults?: readonly ZoneFault[];
}

/** 125 mm by 88 mm, the photo page of a passport, at 11.2 px per mm. */
const PAGE = { width: 1400, height: 986, pxPerMm: 11.2 };
/** 85.6 mm by 54 mm, a card, at 14 px per mm. */
const CARD = { width: 1198, height: 756, pxPerMm: 14 };
/** Characters of a zone stand 2.54 mm apart, ten to the inch. */
const PITCH_MM = 2.54;

/** A photo of a fictitious passport's photo page, with a valid machine-readable zone unless told otherwise. */
export async function drawPassport(specimen: Specimen, photo: PhotoOptions = {}): Promise<Buffer> {
  const [first = '', second = ''] = passportZone(specimen, specimen.zoneFaults);
  const pitchPx = PITCH_MM * PAGE.pxPerMm;
  const x = (PAGE.width - 44 * pitchPx) / 2;
  const drawn = [
    pattern(PAGE.width, PAGE.height, '#e9e2cf', '#cbd8c5'),
    write({ text: 'PASSPORT  REISEPASS  PASSEPORT', x: 60, y: 72, sizePx: 40, colour: '#7a2230' }),
    ...particulars(specimen, 480, 150),
    `<rect x="0" y="760" width="${PAGE.width}" height="226" fill="#f3efe4"/>`,
    writeZoneLine({ text: first, x, y: 845, pitchPx }),
    writeZoneLine({ text: second, x, y: 845 + 6.35 * PAGE.pxPerMm, pitchPx }),
  ];
  return takePhoto(await draw(PAGE, drawn, specimen.portrait, { left: 70, top: 130 }), photo);
}

/** A photo of a fictitious ID card's front: portrait and particulars, no zone. */
export async function drawIdCardFront(specimen: Specimen, photo: PhotoOptions = {}): Promise<Buffer> {
  const drawn = [
    pattern(CARD.width, CARD.height, '#dfe7ee', '#c3d0dd'),
    write({ text: 'IDENTITY CARD  PERSONALAUSWEIS', x: 50, y: 66, sizePx: 40, colour: '#1f3b73' }),
    ...particulars(specimen, 450, 140),
  ];
  return takePhoto(await draw(CARD, drawn, specimen.portrait, { left: 60, top: 130 }), photo);
}

/** A photo of a fictitious ID card's back with a machine-readable zone of three lines. */
export async function drawIdCardBack(specimen: Specimen, photo: PhotoOptions = {}): Promise<Buffer> {
  const pitchPx = PITCH_MM * CARD.pxPerMm;
  const x = (CARD.width - 30 * pitchPx) / 2;
  const lines = cardZone(specimen, specimen.zoneFaults);
  const drawn = [
    pattern(CARD.width, CARD.height, '#e6e9df', '#ccd3bf'),
    write({ text: 'COLOUR OF EYES  BROWN    HEIGHT  168 CM', x: 60, y: 110, sizePx: 30 }),
    write({ text: 'AUTHORITY  CITY OF SPECIMEN', x: 60, y: 190, sizePx: 30 }),
    `<rect x="0" y="420" width="${CARD.width}" height="336" fill="#f4f4ee"/>`,
    ...lines.map((text, i) => writeZoneLine({ text, x, y: 520 + i * 6 * CARD.pxPerMm, pitchPx })),
  ];
  return takePhoto(await draw(CARD, drawn), photo);
}

/** A photo of a fictitious driver's licence, which has no machine-readable zone. */
export async function drawLicence(
  specimen: Specimen,
  side: 'front' | 'back' = 'front',
  photo: PhotoOptions = {},
): Promise<Buffer> {
  const base = [
    pattern(CARD.width, CARD.height, '#f0dde2', '#dcbfc8'),
    write({ text: 'DRIVING LICENCE', x: 50, y: 66, sizePx: 42, colour: '#5a2a66' }),
  ];
  if (side === 'front') {
    const page = await draw(CARD, [...base, ...particulars(specimen, 450, 140)], specimen.portrait, {
      left: 60,
      top: 130,
    });
    return takePhoto(page, photo);
  }
  const classes = ['AM', 'A1', 'A2', 'A', 'B', 'BE', 'C', 'CE'];
  const rows = classes.map((name, i) =>
    write({ text: `${name.padEnd(6)}01.02.14    31.12.46    --`, x: 90, y: 150 + i * 70, sizePx: 34 }),
  );
  return takePhoto(await draw(CARD, [...base, ...rows]), photo);
}

function particulars(holder: Holder, x: number, top: number): string[] {
  const rows = [
    ['Surname', holder.surname.toUpperCase()],
    ['Given names', holder.givenNames.toUpperCase()],
    ['Nationality', holder.country],
    ['Date of birth', holder.birthDate],
    ['Sex', holder.sex],
    ['Document no.', holder.number],
    ['Date of expiry', holder.expiry],
  ] as const;
  return rows.flatMap(([label, value], i) => [
    write({ text: label, x, y: top + i * 84, sizePx: 22, colour: '#555' }),
    write({ text: value, x, y: top + 38 + i * 84, sizePx: 38 }),
  ]);
}

/** Fine wavy lines as on security paper: a plain page would be easier to read than any real one. */
function pattern(width: number, height: number, paper: string, ink: string): string {
  const waves = Array.from({ length: Math.ceil(height / 14) }, (_, i) => {
    const points = Array.from({ length: Math.ceil(width / 20) + 1 }, (_unused, k) => {
      const y = i * 14 + 6 * Math.sin(k / 3 + i / 2);
      return `${k === 0 ? 'M' : 'L'}${k * 20} ${y.toFixed(1)}`;
    });
    return `<path d="${points.join('')}" fill="none" stroke="${ink}" stroke-width="1.6"/>`;
  });
  return `<rect width="${width}" height="${height}" fill="${paper}"/>${waves.join('')}`;
}

async function draw(
  size: { readonly width: number; readonly height: number },
  parts: readonly string[],
  portrait?: Buffer,
  place = { left: 0, top: 0 },
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${parts.join('')}</svg>`;
  return sharp(Buffer.from(svg))
    .composite(portrait ? [{ input: portrait, ...place }] : [])
    .flatten()
    .png()
    .toBuffer();
}
