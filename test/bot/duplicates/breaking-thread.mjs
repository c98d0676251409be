// Breaks when it is asked for the first time; the life after that answers. Counts its lives in shared memory.
import { parentPort, workerData } from 'node:worker_threads';

const lives = new Int32Array(workerData.key.buffer);
lives[0] += 1;
parentPort.postMessage({ kind: 'loaded', faces: 0, pictures: 0, bytes: 0 });
parentPort.on('message', ({ number }) => {
  if (lives[0] === 1) throw new Error('broken');
  const found = { faces: lives[0], facesOfOtherNets: 0, others: [] };
  parentPort.postMessage({ kind: 'found', number, found });
});
