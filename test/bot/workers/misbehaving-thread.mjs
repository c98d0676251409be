import { BroadcastChannel, threadId } from 'node:worker_threads';

// A thread that does what the photo's bytes say: what no photo should do, but one day does.
export default async function run(task) {
  if (task.kind === 'warm_up') return { engine: 'wasm' };
  const wish = Buffer.from(task.photo).toString();
  if (wish === 'crash') process.exit(3);
  if (wish === 'throw') throw new Error('the net is broken');
  if (wish === 'hang') for (;;);
  if (wish === 'swell') for (const all = []; ;) all.push(new Array(1_000_000).fill(0.5));
  // All is well until the thread idles.
  if (wish === 'late crash') setTimeout(() => process.exit(4), 20);
  if (wish === 'slow') await new Promise((resolve) => setTimeout(resolve, 400));
  // Ends only when two threads are at it at the same time.
  if (wish === 'meet') await meet();
  return { kind: task.kind, said: wish };
}

function meet() {
  const channel = new BroadcastChannel('meeting');
  return new Promise((resolve) => {
    const calling = setInterval(() => channel.postMessage(threadId), 10);
    channel.onmessage = ({ data }) => {
      if (data === threadId) return;
      // Once more, for the other one may have begun to listen only now.
      channel.postMessage(threadId);
      clearInterval(calling);
      setTimeout(() => {
        channel.close();
        resolve();
      }, 50);
    };
  });
}
