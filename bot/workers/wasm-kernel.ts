import { readFileSync } from 'node:fs';

/** Small WebAssembly code of ours with a memory of its own. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
}

const PAGE_BYTES = 65_536;

/** What a module exports that the build has assembled. Made when it is first wanted, and only once. */
export function kernelOf(file: URL): () => Kernel {
  let loaded: Kernel | undefined;
  return () =>
    (loaded ??= new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)))
      .exports as unknown as Kernel);
}

/** Grows the memory where it is smaller than that; views of it must be made afterwards. */
export function makeRoom({ memory }: Kernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}
