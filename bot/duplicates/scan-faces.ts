/** scan-faces.wat, assembled with wabt: 298 bytes that run wherever WebAssembly knows SIMD, as in every Node. */
const ASSEMBLED =
  'AGFzbQEAAAABCgFgBX9/f39/AX8CEQEFaW5kZXgGbWVtb3J5AgABAwIBAAcIAQRzY2FuAAAK8gEB7wECBH8DewJAA0AgBSABTw0B' +
  '/QwAAAAAAAAAAAAAAAAAAAAAIQtBACEGA0AgACAGav0ABAAhCSAJ/YcBQQP9iwEgAiAGQQF0av0ABAD9kQEhCiALIAogCv26Af2u' +
  'ASELIAn9iAFBA/2LASACIAZBAXRq/QAEEP2RASEKIAsgCiAK/boB/a4BIQsgBkEQaiEGIAZBgAFJDQALIAv9GwAgC/0bAWogC/0b' +
  'AiAL/RsDamohByAHIANNBEAgBCAIQQN0aiAFNgIAIAQgCEEDdGogBzYCBCAIQQFqIQgLIABBgAFqIQAgBUEBaiEFDAALCyAICw==';

/** Addresses are bytes in the memory that it was joined to. */
type Scan = (row: number, rows: number, query: number, limit: number, out: number) => number;

export function scanOver(memory: WebAssembly.Memory): Scan {
  const module = new WebAssembly.Module(assembled());
  return new WebAssembly.Instance(module, { index: { memory } }).exports['scan'] as Scan;
}

export function assembled(): Buffer<ArrayBuffer> {
  return Buffer.from(ASSEMBLED, 'base64');
}
