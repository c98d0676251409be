/** Enough for small print on a document, and for a face. */
const LONG_EDGE_PX = 3_000;
const QUALITIES = [0.92, 0.85, 0.75, 0.6];

/** Writes a picture as JPEG below a size. Undefined when the browser cannot read it or it stays too large. */
export async function shrinkPicture(file: File, belowBytes: number): Promise<File | undefined> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!picture) return undefined;
  const scale = Math.min(1, LONG_EDGE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const name = `${file.name.replace(/\.\w+$/, '')}.jpg`;
  return toJpeg(canvas, name, belowBytes);
}

/** The best quality that fits. */
export async function toJpeg(
  canvas: HTMLCanvasElement,
  name: string,
  belowBytes: number,
): Promise<File | undefined> {
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && blob.size < belowBytes) return new File([blob], name, { type: 'image/jpeg' });
  }
  return undefined;
}
