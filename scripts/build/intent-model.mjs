// Trains the recogniser on what knowledge/ holds and puts it beside the compiled code, so that the bot
// only has to load it. Runs after tsc and after the data was copied; takes some ten seconds, and no time
// when neither the data nor the code of the recogniser has changed.
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export default async function buildIntentModel({ root }) {
  const folder = path.join(root, 'dist', 'knowledge');
  const load = (file) => import(pathToFileURL(path.join(folder, file)).href);
  const { loadKnowledge, loadWordVectors } = await load('load.js');
  const { createSampler } = await load('recognise/sampler.js');
  const { fingerprintOf, trainIntents } = await load('recognise/intent-model.js');
  const { writeModel } = await load('recognise/classifier/model-file.js');

  const knowledge = loadKnowledge();
  const vectors = loadWordVectors();
  const fingerprint = fingerprintOf(knowledge, vectors);
  const madeFrom = `${fingerprint} ${await hashOfCode(path.join(folder, 'recognise'))}`;
  const file = path.join(folder, 'recognise', 'intent-model.bin');
  const note = path.join(folder, 'recognise', 'intent-model.made-from');
  const before = await readFile(note, 'utf8').catch(() => undefined);
  if (before === madeFrom) return;

  const bytes = writeModel(trainIntents(knowledge, createSampler(knowledge, vectors), vectors), fingerprint);
  // Two builds may run at once: a reader sees one whole file or the other.
  await writeFile(`${file}.${process.pid}`, bytes);
  await rename(`${file}.${process.pid}`, file);
  await writeFile(note, madeFrom);
}

async function hashOfCode(folder) {
  const names = await readdir(folder, { recursive: true });
  const hash = createHash('sha256');
  for (const name of names.filter((each) => each.endsWith('.js')).sort()) {
    hash.update(await readFile(path.join(folder, name)));
  }
  return hash.digest('hex');
}
