import { readFileSync } from 'node:fs';

/** Small WebAssembly code of ours with a memory of its own. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
}

/** What a module exports that the build has assembled. Made when it is first wanted, and only once. */
export function kernelOf(file: URL): () => Kernel {
  let loaded: Kernel | undefined;
  return () =>
    (loaded ??= new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)))
      .exports as unknown as Kernel);
}
