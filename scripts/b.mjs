// Builds what runs: compiled code in dist/, the data beside it, the web assets,
// and the embedded database's links that npm packages cannot carry.
import { cp, mkdir, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const root = path.resolve(import.meta.dirname, '..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function compile(project) {
  const run = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) process.exit(run.status ?? 1);
}

/** Copies YAML, JSON, SQL, CSS and binary data next to the code that reads it. */
async function copyData(folder) {
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || /\.(tsx?|md|wat)$|^tsconfig/.test(entry.name)) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(root, 'dist', path.relative(root, from));
    await mkdir(path.dirname(to), { recursive: true });
    await cp(from, to);
  }
}

const began = Date.now();
compile('.');
compile('bot/web');
for (const folder of ['bot', 'dialogs', 'knowledge', 'test/specimen']) await copyData(folder);
for (const step of ['postgres', 'web', 'wasm']) {
  const file = path.join(root, 'scripts', 'build', `${step}.mjs`);
  if (existsSync(file)) await (await import(file)).default({ root });
}
console.log(`built in ${((Date.now() - began) / 1000).toFixed(1)} s`);
