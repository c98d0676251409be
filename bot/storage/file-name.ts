const MOST_CHARACTERS = 120;

/** A sender's file name as it may be shown: no folders, nothing invisible, not endless. `file` when nothing is left. */
export function cleanFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  // Category C: control characters, and those that turn the direction of writing (photo‮gpj.exe).
  const visible = base.normalize('NFC').replaceAll(/\p{C}/gu, '').trim();
  if (/^\.*$/.test(visible)) return 'file';
  const characters = Array.from(visible);
  if (characters.length <= MOST_CHARACTERS) return visible;
  const ending = /\.\w{1,8}$/.exec(visible)?.[0] ?? '';
  return characters.slice(0, MOST_CHARACTERS - ending.length).join('') + ending;
}

/** For `filename*=UTF-8''…` of RFC 6266, in the grammar of RFC 8187, which is narrower than encodeURIComponent. */
export function encodeFileName(name: string): string {
  // By way of bytes, so that half a surrogate pair cannot throw.
  return encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
