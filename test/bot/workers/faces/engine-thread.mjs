// The engines in a thread of their own, as the product runs them: native code and jest's own realm do not mix.
import { createRequire } from 'node:module';
import path from 'node:path';

const dist = new URL('../../../../dist/bot/workers/', import.meta.url);
const { ENGINE_NAMES } = await import(new URL('faces/face-engine.js', dist).href);
const { ENGINES, openFaceEngine } = await import(new URL('faces/open-face-engine.js', dist).href);
const { passesSelfTest } = await import(new URL('faces/self-test.js', dist).href);
const { findPortraits, findSelfieFaces, findUprightTurns } = await import(
  new URL('faces/find-faces.js', dist).href
);
const { measureFaces } = await import(new URL('faces/measure-face.js', dist).href);
const { measureSelfie } = await import(new URL('measure-selfie.js', dist).href);
const { decodeUpload } = await import(new URL('picture.js', dist).href);

const opened = new Map();
const open = (name) => {
  if (!opened.has(name))
    opened.set(
      name,
      ENGINES[name]().catch(() => undefined),
    );
  return opened.get(name);
};
const quickest = openFaceEngine();

/** The names of the engines that are present. */
export async function present() {
  const engines = await Promise.all(ENGINE_NAMES.map(open));
  return engines.flatMap((engine) => (engine ? [engine.name] : []));
}

export async function run({ name, net, batch }) {
  return (await open(name)).run(net, batch);
}

/** Whether the self-test lets the engine pass, and an engine that gets one number wrong by 0.01. */
export async function selfTest({ name }) {
  const engine = await open(name);
  const faulty = {
    name: engine.name,
    run: async (net, batch) => {
      const results = await engine.run(net, batch);
      if (net === 'recognition') results[0][3] += 0.01;
      return results;
    },
  };
  const engines = { 'onnxruntime-node': async () => faulty, 'tfjs-wasm': async () => engine };
  const chosen = await openFaceEngine(['onnxruntime-node', 'tfjs-wasm'], engines);
  const alone = await openFaceEngine(['onnxruntime-node'], engines).catch((error) => error.code);
  return {
    right: await passesSelfTest(engine),
    faulty: await passesSelfTest(faulty),
    takesTheRightOne: chosen === engine,
    alone,
  };
}

/** What face-api's own code says to the same picture. */
export async function faceApi({ net, data, edge }) {
  const require = createRequire(import.meta.url);
  const tf = require('@tensorflow/tfjs');
  const backend = require('@tensorflow/tfjs-backend-wasm');
  backend.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  await tf.setBackend('wasm');
  await tf.ready();
  const { nets } = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const folder = path.resolve(path.dirname(require.resolve('@vladmandic/face-api')), '..', 'model');
  const model = {
    recognition: nets.faceRecognitionNet,
    landmarks: nets.faceLandmark68Net,
    expression: nets.faceExpressionNet,
  }[net];
  await model.loadFromDisk(folder);
  const picture = tf.tensor3d(data, [edge, edge, 3], 'float32');
  if (net === 'recognition') return Array.from(await model.computeFaceDescriptor(picture));
  if (net === 'expression') return (await model.predictExpressions(picture)).asSortedArray();
  return (await model.detectLandmarks(picture)).positions.flatMap(({ x, y }) => [x / edge, y / edge]);
}

export async function selfieFaces({ photo }) {
  return findSelfieFaces(await quickest, await decodeUpload(Buffer.from(photo), 1280));
}
export async function portraits({ photo }) {
  return findPortraits(await quickest, await decodeUpload(Buffer.from(photo), 2560));
}
/** How often the recognition net looks at the document's first portrait. */
export async function looks({ photo }) {
  const engine = await quickest;
  let count = 0;
  const counting = {
    name: engine.name,
    run: (net, batch) => {
      if (net === 'recognition') count += batch.count;
      return engine.run(net, batch);
    },
  };
  const picture = await decodeUpload(Buffer.from(photo), 2560);
  const found = await findPortraits(engine, picture);
  await measureFaces(counting, picture, found.slice(0, 1), 'printed');
  return count;
}
export async function uprightTurns({ photo }) {
  return findUprightTurns(await quickest, await decodeUpload(Buffer.from(photo), 2560));
}
export async function selfie({ photo }) {
  return measureSelfie(await quickest, Buffer.from(photo));
}
