import sharp from 'sharp';

/** How a sheet is held before a camera. Degrees; lengths are multiples of the sheet's width. */
export interface Held {
  /** Its left edge comes nearer. */
  readonly yaw?: number;
  /** Its upper edge goes back. */
  readonly pitch?: number;
  readonly roll?: number;
  /** The cylinder around which it is bent, convex towards the camera, and how far it is turned about its axis. */
  readonly bent?: { readonly radius: number; readonly turned: number };
  /** Width of the sheet as a share of the photo's, were it held straight. */
  readonly fills?: number;
  readonly shift?: readonly [number, number];
  readonly light?: number;
}

/** How far away the sheet is: at arm's length. */
const DISTANCE = 2.2;
const BORDER = 0.05;
const BLUR_PX = 0.7;

/**
 * Prints a picture on paper, with a white border, and photographs the paper through a pinhole: fewer greys than
 * the picture had, the paper's grain, light from one side. As large as the picture. JPEG.
 */
export async function photographPaper(picture: Buffer, held: Held, random: () => number): Promise<Buffer> {
  const { data, info } = await sharp(picture)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const aspect = height / width;
  const toSheet = rayCaster(held);
  const out = Buffer.alloc(width * height * 3);
  const wall = 90 + random() * 90;
  const { light = 1, fills = 1, shift = [0, 0] } = held;
  const slope = (random() - 0.5) * 0.3;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const [px, py] = [(x + 0.5) / width - 0.5, (y + 0.5) / width - aspect / 2];
      const hit = toSheet((px - shift[0]) / fills, (py - shift[1]) / fills);
      const grain = (random() + random() + random() - 1.5) * 7;
      const shade = light * (1 + slope * px);
      const inside = hit && Math.abs(hit[0]) <= 0.5 + BORDER && Math.abs(hit[1]) <= aspect / 2 + BORDER;
      if (!inside) {
        const level = wall + 14 * Math.sin(7 * px + 3 * py) + grain * 0.4;
        out[at] = out[at + 1] = out[at + 2] = clamp(level);
        continue;
      }
      const [u, v] = [(hit[0] + 0.5) * width - 0.5, (hit[1] + aspect / 2) * width - 0.5];
      const isBorder = u < 0 || v < 0 || u >= width - 1 || v >= height - 1;
      for (let c = 0; c < 3; c++) {
        const level = isBorder ? 226 : 30 + 0.78 * levelAt(data, width, u, v, c);
        out[at + c] = clamp(level * shade + grain);
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .blur(BLUR_PX)
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** From a point of the photo to the point of the sheet that is seen there, both from the middle. */
function rayCaster({ yaw = 0, pitch = 0, roll = 0, bent }: Held) {
  const [cy, sy] = cosSin(yaw);
  const [cp, sp] = cosSin(pitch);
  const [cr, sr] = cosSin(roll);
  /** Turns a vector of the camera into one of the sheet. */
  const turned = (x: number, y: number, z: number): readonly [number, number, number] => {
    const [x1, z1] = [cy * x + sy * z, cy * z - sy * x];
    const [y2, z2] = [cp * y + sp * z1, cp * z1 - sp * y];
    return [cr * x1 + sr * y2, cr * y2 - sr * x1, z2];
  };
  const [ox, oy, oz] = turned(0, 0, -DISTANCE);
  return (px: number, py: number): readonly [number, number] | undefined => {
    const [dx, dy, dz] = turned(px, py, DISTANCE);
    if (!bent) {
      const t = -oz / dz;
      return t > 0 ? [ox + t * dx, oy + t * dy] : undefined;
    }
    const { radius, turned: about } = bent;
    const [a, b, c] = [
      dx * dx + dz * dz,
      ox * dx + (oz - radius) * dz,
      ox * ox + (oz - radius) ** 2 - radius * radius,
    ];
    const root = b * b - a * c;
    if (root < 0) return undefined;
    const t = (-b - Math.sqrt(root)) / a;
    const angle = Math.atan2(ox + t * dx, radius - oz - t * dz) - (about * Math.PI) / 180;
    return [radius * angle, oy + t * dy];
  };
}

function cosSin(degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

const clamp = (level: number) => Math.max(0, Math.min(255, Math.round(level)));

/** The level of a channel between four pixels of a picture with three channels. */
export function levelAt(data: Uint8Array, width: number, x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = (top * width + left) * 3 + channel;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 3] ?? 0) * fx;
  const lower = (data[at + width * 3] ?? 0) * (1 - fx) + (data[at + width * 3 + 3] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}
