import { setTimeout as sleep } from 'node:timers/promises';

/** What the process holds. Runs with --expose-gc: what is garbage shall not count. */
export async function usedBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(10);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
