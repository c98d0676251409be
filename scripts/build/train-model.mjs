// Trains one of the recognisers' models, in a thread of the build: its bytes.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export default async function trainModel({ folder, file }) {
  const load = (name) => import(pathToFileURL(path.join(folder, name)).href);
  const { neededModels } = await load('load-recognisers.js');
  const { writeModel } = await load('recognise/classifier/model-file.js');
  const { fingerprint, train } = [...neededModels()].find((model) => model.file === file);
  return writeModel(train(), fingerprint);
}
