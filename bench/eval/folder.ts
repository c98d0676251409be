import { readdir } from 'node:fs/promises';
import path from 'node:path';

const PICTURE = /\.(jpe?g|png|webp|heic|heif|tiff?|bmp|gif)$/i;

/** The pictures in a folder and below it, as paths relative to it with forward slashes, in an order that never changes. */
export async function findPictures(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort((a, b) => (a < b ? -1 : 1));
}
