import sharp from 'sharp';

import type { MrzFormatId } from '../../knowledge/checks/mrz/mrz-formats.ts';
import { photograph, type Shot } from './camera.ts';
import { createRandom } from './random.ts';
import { randomZone, type RandomZone } from './random-zone.ts';
import { write, writeZoneLine } from './typeface.ts';

export interface DrawnSpecimen {
  readonly photo: Buffer;
  readonly zone: RandomZone;
  /** How far apart the zone's characters stand in the photo, at the least, in pixels. */
  readonly pitchPx: number;
}

type Random = () => number;

/** Millimetres: page width and height, and from the left and the bottom edge to the zone's last line. */
const PAGES: Readonly<Record<MrzFormatId, { width: number; height: number; bottom: number }>> = {
  TD1: { width: 85.6, height: 54, bottom: 6 },
  TD2: { width: 105, height: 74, bottom: 7 },
  TD3: { width: 125, height: 88, bottom: 9 },
  'MRV-A': { width: 120, height: 80, bottom: 9 },
  'MRV-B': { width: 105, height: 74, bottom: 7 },
  'FRA-ID': { width: 105, height: 74, bottom: 7 },
};
const PITCH_MM = 2.54;

/**
 * A photo of a document that does not exist: its look, place, light and camera follow from the seed. `without_zone`
 * leaves the zone's place empty, as on the front of most cards.
 */
export async function drawSpecimen(
  seed: number,
  what: 'with_zone' | 'without_zone' = 'with_zone',
): Promise<DrawnSpecimen> {
  const random = createRandom(seed);
  const zone = randomZone(random);
  const shown = what === 'with_zone' ? zone : { ...zone, lines: [] };
  const page = PAGES[zone.format];
  const between = (low: number, high: number) => low + random() * (high - low);
  const characters = zone.lines[0]?.length ?? 44;
  // From small and poor to large and sharp: pixels per character, evenly on a logarithmic scale.
  const pitchPx = Math.exp(between(Math.log(6), Math.log(24)));
  const lean: [number, number] = random() < 0.5 ? [between(-0.14, 0.14), between(-0.14, 0.14)] : [0, 0];
  const nearest = 1 + Math.abs(lean[0]) + Math.abs(lean[1]);
  const pxPerMm = (pitchPx / PITCH_MM) * nearest;
  const pageWidthPx = page.width * pxPerMm;
  const drawn = await drawPage(random, shown, page, Math.min(16, pxPerMm), characters);
  const quarterTurns = random() < 0.7 ? 0 : Math.floor(between(1, 4));
  const turnDegrees = 90 * quarterTurns + (random() < 0.5 ? between(-2, 2) : between(-15, 15));
  const [across, down] = [pageWidthPx, page.height * pxPerMm];
  const radians = (turnDegrees * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(radians)), Math.abs(Math.cos(radians))];
  const room = nearest * (1 + (random() < 0.6 ? between(0.02, 0.15) : between(0.15, 0.7)));
  const grey = between(30, 200);
  const shot: Shot = {
    width: Math.round((across * cos + down * sin) * room),
    height: Math.round((across * sin + down * cos) * room),
    pageWidthPx,
    turnDegrees,
    lean,
    table: [grey + between(-20, 30), grey, grey + between(-30, 20)],
    shade: between(0, 0.5),
    shadeDegrees: between(0, 360),
    noise: random() < 0.5 ? between(0, 3) : between(3, 9),
    brightness: between(0.65, 1.08),
    blurPx: pitchPx * (random() < 0.5 ? between(0, 0.05) : between(0.05, 0.13)),
    quality: Math.round(between(pitchPx < 9 ? 60 : 35, 95)),
  };
  return { photo: await photograph(drawn, shot, random), zone: shown, pitchPx };
}

/** A page of no state: coloured security print, particulars, and the zone on it without a white strip beneath. */
async function drawPage(
  random: Random,
  { lines }: RandomZone,
  page: { readonly width: number; readonly height: number; readonly bottom: number },
  pxPerMm: number,
  characters: number,
): Promise<Buffer> {
  const between = (low: number, high: number) => low + random() * (high - low);
  const [width, height] = [Math.round(page.width * pxPerMm), Math.round(page.height * pxPerMm)];
  const hue = Math.round(between(0, 360));
  const paper = `hsl(${hue} ${Math.round(between(5, 45))}% ${Math.round(between(72, 95))}%)`;
  const pitchPx = PITCH_MM * pxPerMm;
  const spacing = (random() < 0.5 ? 6.35 : between(4.2, 6.35)) * pxPerMm;
  const x = (width - characters * pitchPx) / 2 + between(-0.5, 0.5) * pxPerMm;
  const last = height - page.bottom * pxPerMm;
  const ink = `hsl(${Math.round(between(0, 360))} ${Math.round(between(0, 30))}% ${Math.round(between(4, 24))}%)`;
  const [boldPx, stretch] = [between(0, 0.08) * pitchPx, between(0.92, 1.1)];
  const top = last - spacing * (lines.length - 1) - 3 * pxPerMm;
  const parts = [
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    ...guilloche(random, width, height, pxPerMm, hue),
    ...particulars(random, width, top, pxPerMm),
    ...(random() < 0.3
      ? [
          `<rect y="${top - pxPerMm}" width="${width}" height="${height}" fill="hsl(${hue} 15% 93%)" fill-opacity="${between(0.3, 0.9)}"/>`,
        ]
      : []),
    ...lines.map((text, i) =>
      writeZoneLine({
        text,
        x,
        y: last - spacing * (lines.length - 1 - i),
        pitchPx,
        boldPx,
        stretch,
        colour: ink,
      }),
    ),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten().png({ compressionLevel: 1 }).toBuffer();
}

/** Bundles of fine waves in two or three directions, over the whole page. */
function guilloche(random: Random, width: number, height: number, pxPerMm: number, hue: number): string[] {
  const between = (low: number, high: number) => low + random() * (high - low);
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const [gap, rise] = [between(0.8, 3) * pxPerMm, between(0.4, 3) * pxPerMm];
    const [long, lag] = [between(8, 40) * pxPerMm, between(0, 0.6)];
    const colour = `hsl(${Math.round(hue + between(-60, 60))} 45% ${Math.round(between(48, 80))}%)`;
    const waves = Array.from({ length: Math.ceil((height + 4 * rise) / gap) }, (_, i) => {
      const points = Array.from({ length: 26 }, (_unused, k) => {
        const px = (k / 25) * width;
        return `${px.toFixed(1)} ${(i * gap - 2 * rise + rise * Math.sin((px / long) * 6.28 + i * lag)).toFixed(1)}`;
      });
      return `M${points.join('L')}`;
    });
    const thick = (between(0.08, 0.3) * pxPerMm).toFixed(2);
    return `<path d="${waves.join('')}" fill="none" stroke="${colour}" stroke-width="${thick}"/>`;
  });
}

/** A grey head and rows of words where a page has portrait and particulars. */
function particulars(random: Random, width: number, bottom: number, pxPerMm: number): string[] {
  const left = 0.38 * width;
  const rows = Math.floor((bottom - 6 * pxPerMm) / (6 * pxPerMm));
  const words = [
    'Surname / Nom',
    'Given names',
    'Nationality',
    'Date of birth',
    'Place of birth',
    'Authority',
    'SPECIMEN CITY',
    '12.08.1974',
  ];
  const text = Array.from({ length: Math.max(0, rows) }, (_, i) =>
    write({
      text: `${words[Math.floor(random() * words.length)] ?? ''}  ${random().toString(36).slice(2, 9).toUpperCase()}`,
      x: left,
      y: (8 + i * 6) * pxPerMm,
      sizePx: (random() < 0.5 ? 2.4 : 3.4) * pxPerMm,
    }),
  );
  const [cx, cy, r] = [0.19 * width, bottom * 0.5, Math.min(0.12 * width, bottom * 0.3)];
  return [
    `<rect x="${cx - 1.3 * r}" y="${cy - 1.6 * r}" width="${2.6 * r}" height="${3.2 * r}" fill="#b9bec4"/>`,
    `<ellipse cx="${cx}" cy="${cy - 0.3 * r}" rx="${0.7 * r}" ry="${0.95 * r}" fill="#8f8378"/>`,
    `<ellipse cx="${cx}" cy="${cy + 1.1 * r}" rx="${1.1 * r}" ry="${0.5 * r}" fill="#4a4e58"/>`,
    ...text,
  ];
}
