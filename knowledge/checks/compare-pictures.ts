/** Bits in which two perceptual hashes differ, 0..64. Hashes are 16 hexadecimal digits. */
export function differingBits(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    let difference = Number.parseInt(a.charAt(i), 16) ^ Number.parseInt(b.charAt(i), 16);
    for (; difference > 0; difference >>= 1) bits += difference & 1;
  }
  return bits;
}

interface Picture {
  readonly file: { readonly digest: string };
  readonly fingerprint?: string;
}

/** Whether two photos are the same file, or copies of one picture: re-encoded, scaled, slightly changed. */
export function isSamePicture(a: Picture, b: Picture, maxBits: number): boolean {
  if (a.file.digest === b.file.digest) return true;
  if (a.fingerprint === undefined || b.fingerprint === undefined) return false;
  return differingBits(a.fingerprint, b.fingerprint) <= maxBits;
}
