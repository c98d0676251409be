import sharp from 'sharp';

/** How a page lies before a phone's camera, and in what light. Lengths are shares of the photo's shorter edge. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  /** Pixels of the photo that the page is wide, where it is nearest. */
  readonly pageWidthPx: number;
  readonly turnDegrees: number;
  /** How far the page leans back and to the side: 0.2 makes the far edge a fifth shorter. */
  readonly lean: readonly [number, number];
  readonly table: readonly [number, number, number];
  /** How much darker the photo gets from one side to the other, and the direction of that. */
  readonly shade: number;
  readonly shadeDegrees: number;
  /** Standard deviation of noise in grey levels. */
  readonly noise: number;
  readonly brightness: number;
  readonly blurPx: number;
  readonly quality: number;
}

/** Photographs a page (any picture) through a pinhole: perspective, light, noise, then blur and JPEG. */
export async function photograph(page: Buffer, shot: Shot, random: () => number): Promise<Buffer> {
  const { data, info } = await sharp(page)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const result = new Uint8Array(shot.width * shot.height * 3);
  const [sin, cos] = [
    Math.sin((shot.turnDegrees * Math.PI) / 180),
    Math.cos((shot.turnDegrees * Math.PI) / 180),
  ];
  const [lightX, lightY] = [
    Math.cos((shot.shadeDegrees * Math.PI) / 180),
    Math.sin((shot.shadeDegrees * Math.PI) / 180),
  ];
  const half = shot.pageWidthPx / 2;
  const scale = info.width / shot.pageWidthPx;
  const diagonal = Math.hypot(shot.width, shot.height);
  const [phaseX, phaseY] = [random() * 6, random() * 6];
  for (let v = 0, at = 0; v < shot.height; v++) {
    for (let u = 0; u < shot.width; u++, at += 3) {
      const [dx, dy] = [u + 0.5 - shot.width / 2, v + 0.5 - shot.height / 2];
      const [px, py] = [cos * dx + sin * dy, cos * dy - sin * dx];
      const depth = 1 + (shot.lean[0] * px + shot.lean[1] * py) / half;
      const x = (px / depth) * scale + info.width / 2;
      const y = (py / depth) * scale + info.height / 2;
      const light = shot.brightness * (1 - shot.shade * (0.5 + (lightX * dx + lightY * dy) / diagonal));
      const noise = (random() + random() + random() - 1.5) * 2 * shot.noise;
      const isPage = x >= 0.5 && y >= 0.5 && x < info.width - 1.5 && y < info.height - 1.5;
      const grain = isPage ? 0 : 9 * Math.sin(dx / 23 + phaseX + Math.sin(dy / 61 + phaseY) * 2);
      for (let c = 0; c < 3; c++) {
        const level = isPage ? levelAt(data, info.width, x, y, c) : (shot.table[c] ?? 0) + grain;
        result[at + c] = Math.max(0, Math.min(255, level * light + noise));
      }
    }
  }
  let image = sharp(result, { raw: { width: shot.width, height: shot.height, channels: 3 } });
  if (shot.blurPx >= 0.3) image = image.blur(shot.blurPx);
  return image.jpeg({ quality: shot.quality }).toBuffer();
}

/** The level of a channel between four pixels. */
function levelAt(data: Uint8Array, width: number, x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [fx, fy] = [x - 0.5 - left, y - 0.5 - top];
  const at = (top * width + left) * 3 + channel;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 3] ?? 0) * fx;
  const lower = (data[at + width * 3] ?? 0) * (1 - fx) + (data[at + width * 3 + 3] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}
