import type { Readable } from 'node:stream';

/** A file that somebody sent, encrypted on disk from its first byte. */
export interface StoredUpload {
  readonly id: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly kind: 'image' | 'video' | 'other';
  /** By content, not by name. */
  readonly contentType: string;
  /** As the sender named it, cleaned of paths and control characters. */
  readonly name: string;
  readonly bytes: number;
  readonly at: string;
}

export interface Uploads {
  /**
   * Streams a file in. Durable when it resolves.
   * Throws Failure('too_large') beyond `limitBytes` and leaves nothing behind.
   */
  keep(
    source: Readable,
    about: { customerId: string; conversationId: string; name: string; limitBytes: number },
  ): Promise<StoredUpload>;
  find(uploadId: string): Promise<StoredUpload | undefined>;
  /** Decrypted bytes; throws Failure('not_found' | 'file_damaged'). */
  read(uploadId: string): Promise<Buffer>;
  /** Decrypted stream for large files; no unauthenticated byte leaves it. */
  stream(uploadId: string): Promise<Readable>;
  remove(uploadId: string): Promise<void>;
}
