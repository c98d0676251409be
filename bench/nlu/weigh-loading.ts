import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface LoadingCost {
  readonly ms: number;
  /** What the process holds more than before, with the word vectors. */
  readonly bytes: number;
}

/** Loads a model in a process of its own, where nothing else fills the memory. */
export function weighLoading(model: Uint8Array, fingerprint: string): LoadingCost {
  const folder = mkdtempSync(path.join(tmpdir(), 'nlu-'));
  try {
    const file = path.join(folder, 'model.bin');
    writeFileSync(file, model);
    const program = path.join(import.meta.dirname, 'load-model.js');
    const run = spawnSync(process.execPath, ['--expose-gc', program, file, fingerprint], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as LoadingCost;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
