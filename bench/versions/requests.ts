/** What a measuring process can be asked for. Files are read before anything is timed. */
export type Request =
  | { readonly do: 'measure'; readonly photos: readonly Photo[] }
  /** Nothing but the faces of pairs of photos, which are decoded before. */
  | { readonly do: 'compare'; readonly photos: readonly Photo[] }
  /** All threads are kept busy so long, while the delay of the main thread's event loop is watched. */
  | { readonly do: 'watch'; readonly photos: readonly Photo[]; readonly ms: number }
  | { readonly do: 'stop' };

export interface Photo {
  readonly file: string;
  readonly as: 'document' | 'selfie';
  readonly documentType?: 'passport' | 'id_card' | 'driving_licence';
  readonly side?: 'front' | 'back';
}

export interface Ready {
  readonly engine: string;
  readonly startMs: number;
}

/** One round: every photo measured after the other, and faces compared when there are a selfie and a document. */
export interface Measured {
  readonly ms: number;
  /** Of the whole process with all its threads, in which nothing else runs. */
  readonly cpuMs: number;
  readonly distance?: number;
}

/** Beyond the timer's own tick, in milliseconds. */
export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Watched {
  readonly checks: number;
  readonly threads: number;
  /** While nothing is measured: what the machine's other work does to this process. */
  readonly idle: Delay;
  readonly busy: Delay;
}
