import type { StoredUpload, Uploads } from '../../storage/uploads.ts';
import type { ShownFile } from '../views/file-view.tsx';

/** What is still kept of these files, by id. */
export async function shownFiles(
  uploads: Pick<Uploads, 'find'>,
  ids: readonly string[],
  addressOf: (upload: StoredUpload) => string | undefined,
): Promise<ReadonlyMap<string, ShownFile>> {
  const found = await Promise.all([...new Set(ids)].map((id) => uploads.find(id)));
  return new Map(found.flatMap((file) => (file ? [[file.id, { ...file, address: addressOf(file) }]] : [])));
}
