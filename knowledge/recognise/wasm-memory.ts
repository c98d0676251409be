const PAGE_BYTES = 65_536;

/** Grows the memory where it is smaller than that; views of it must be made afterwards. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}
