import sharp from 'sharp';

import type { Box } from '../../knowledge/checks/photo-measurements.ts';

/** The face fills the picture from edge to edge, as in a selfie taken too close. JPEG. */
export async function closeUp(photo: Buffer, face: Box): Promise<Buffer> {
  const { width, height } = await uprightSize(photo);
  const edge = Math.max(face.width, face.height) * 1.1;
  const left = Math.max(0, Math.round(face.x + face.width / 2 - edge / 2));
  const top = Math.max(0, Math.round(face.y + face.height / 2 - edge / 2));
  const box = {
    left,
    top,
    width: Math.min(width - left, Math.round(edge)),
    height: Math.min(height - top, Math.round(edge)),
  };
  return sharp(photo).autoOrient().extract(box).resize(480, 480, { fit: 'inside' }).jpeg().toBuffer();
}

/** How a portrait on a document arrives: 60 pixels wide, grey, pressed hard and turned by 20 degrees. JPEG. */
export async function likeAPortrait(photo: Buffer, face: Box): Promise<Buffer> {
  const { width } = await uprightSize(photo);
  return sharp(photo)
    .autoOrient()
    .resize(Math.max(16, Math.round((width * 60) / face.width)))
    .greyscale()
    .rotate(20, { background: '#808080' })
    .jpeg({ quality: 60 })
    .toBuffer();
}

async function uprightSize(photo: Buffer): Promise<{ width: number; height: number }> {
  return (await sharp(photo).metadata()).autoOrient;
}
