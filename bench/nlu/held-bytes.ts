import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What a function makes, and how many bytes of memory that holds, in the heap and outside of it. */
export function heldBytes<Result>(make: () => Result): { readonly held: number; readonly result: Result } {
  const before = used();
  const result = make();
  return { held: used() - before, result };
}

function used(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
