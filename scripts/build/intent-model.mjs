// Trains the recogniser of each language on what knowledge/ holds and puts it beside the compiled code, so that
// the bot only has to load it. Runs after tsc and after the data was copied; takes one or two minutes on two cores, and
// no time when neither the data nor the code of the recogniser has changed.
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { Piscina } from 'piscina';

export default async function buildIntentModel({ root }) {
  const folder = path.join(root, 'dist', 'knowledge');
  const { neededModels } = await import(pathToFileURL(path.join(folder, 'load-recognisers.js')).href);
  const code = await hashOfCode(path.join(folder, 'recognise'));
  const models = [...neededModels()].map(({ file: name, fingerprint }) => {
    const file = path.join(folder, name);
    return { name, file, note: file.replace(/bin$/, 'made-from'), madeFrom: `${fingerprint} ${code}` };
  });
  const notes = await Promise.all(models.map(({ note }) => readFile(note, 'utf8').catch(() => undefined)));
  const stale = models.filter(({ madeFrom }, i) => notes[i] !== madeFrom);
  if (stale.length === 0) return;
  const filename = new URL('train-model.mjs', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: 1 });
  try {
    await Promise.all(
      stale.map(async ({ name, file, note, madeFrom }) => {
        const bytes = await pool.run({ folder, file: name });
        // Two builds may run at once: a reader sees one whole file or the other.
        await writeFile(`${file}.${process.pid}`, bytes);
        await rename(`${file}.${process.pid}`, file);
        await writeFile(note, madeFrom);
      }),
    );
  } finally {
    await pool.destroy();
  }
}

async function hashOfCode(folder) {
  const names = await readdir(folder, { recursive: true });
  const hash = createHash('sha256');
  for (const name of names.filter((each) => each.endsWith('.js')).sort()) {
    hash.update(await readFile(path.join(folder, name)));
  }
  return hash.digest('hex');
}
