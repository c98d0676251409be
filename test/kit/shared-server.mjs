// The one PostgreSQL that all tests share. Plain JavaScript: jest's global set-up and
// tear-down run outside of its transforms and cannot import the product's TypeScript.
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** One folder for each checkout and account, short enough for a unix socket. */
export function sharedServerFolder(root) {
  const key = createHash('sha256').update(path.resolve(root)).digest('hex').slice(0, 12);
  return path.join(os.tmpdir(), `veriguide-test-${os.userInfo().uid}-${key}`);
}
