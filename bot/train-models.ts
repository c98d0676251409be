// Validates a folder of knowledge and trains every model that does not fit it any more, beside those that fit. A
// process of its own, because training takes many seconds in which a bot would answer nobody:
//   node dist/bot/train-models.js FOLDER
// Ends with 1 and the faults on stderr when the knowledge is not usable; then nothing was written.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { neededModels } from '../knowledge/load-recognisers.ts';
import { readModel, writeModel } from '../knowledge/recognise/classifier/model-file.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Use: node dist/bot/train-models.js FOLDER');
  process.exit(2);
}
try {
  trainModels(folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function trainModels(knowledgeFolder: string): void {
  for (const { file: name, fingerprint, train } of neededModels(knowledgeFolder)) {
    const built = path.resolve(knowledgeFolder, '..', 'dist', 'knowledge', name);
    const file = existsSync(path.dirname(built)) ? built : path.join(knowledgeFolder, name);
    if (existsSync(file) && readModel(readFileSync(file), fingerprint) !== undefined) continue;
    const bytes = writeModel(train(), fingerprint);
    // The next build shall not take it for its own.
    rmSync(file.replace(/bin$/, 'made-from'), { force: true });
    // A reader sees one whole file or the other.
    writeFileSync(`${file}.${process.pid}`, bytes);
    renameSync(`${file}.${process.pid}`, file);
  }
}
