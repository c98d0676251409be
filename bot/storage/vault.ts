/** Seals personal data before it reaches a table or a disk. */
export interface Vault {
  /** AES-256-GCM; `context` (table and row id) is authenticated, so a sealed value cannot be moved elsewhere. */
  seal(value: unknown, context: string): Buffer;
  /** Gives back what `seal` took, as JSON. Throws Failure('file_damaged') for another context, key or a changed byte. */
  open<T>(sealed: Buffer, context: string): T;
  /** HMAC-SHA-256 with a key of its own: to find equal values without keeping them. */
  keyedHash(value: string, purpose: string): Buffer;
  /** A key for one purpose (tokens, signed addresses), derived with HKDF. 32 bytes. */
  deriveKey(purpose: string): Buffer;
}
