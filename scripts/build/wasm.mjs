// Assembles our WebAssembly text files next to the code that loads them.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import initWabt from 'wabt';

export default async function buildWasm({ root }) {
  const wabt = await initWabt();
  const folders = ['bot', 'knowledge'].map((folder) => path.join(root, folder));
  const entries = await Promise.all(
    folders.map((folder) => readdir(folder, { withFileTypes: true, recursive: true })),
  );
  for (const entry of entries.flat()) {
    if (!entry.name.endsWith('.wat')) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(root, 'dist', path.relative(root, from)).replace(/\.wat$/, '.wasm');
    const module = wabt.parseWat(entry.name, await readFile(from, 'utf8'), { simd: true });
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, module.toBinary({}).buffer);
    module.destroy();
  }
}
