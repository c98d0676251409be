import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

/** The last commit before the checks were made anew: what every later version is measured against. */
const FIRST_VERSION = '1aeb427';

export interface OldVersion {
  /** Where it is built: the folder that has its `dist`. */
  readonly root: string;
}

/**
 * Checks the first version out beside this one and builds what measures; it is removed when the process ends.
 * Says why when that cannot be done.
 */
export async function buildFirstVersion(root: string): Promise<OldVersion | { readonly missing: string }> {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (git('cat-file', '-e', `${FIRST_VERSION}^{commit}`).status !== 0) {
    return { missing: `commit ${FIRST_VERSION} is not in this clone (a shallow one?)` };
  }
  const parent = await mkdtemp(path.join(os.tmpdir(), 'vg-first-version-'));
  const folder = path.join(parent, FIRST_VERSION);
  const remove = () => {
    git('worktree', 'remove', '--force', folder);
    rmSync(parent, { recursive: true, force: true });
  };
  // Also when the benchmark is broken off or fails: git would remember the folder.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  process.once('exit', remove);
  const added = git('worktree', 'add', '--detach', folder, FIRST_VERSION);
  if (added.status !== 0) return { missing: `git worktree: ${added.stderr.trim()}` };
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  // Packages may have moved on since: what is only a complaint about types does not matter here.
  spawnSync(process.execPath, [tsc, '-p', '.', '--noCheck'], { cwd: folder, stdio: 'ignore' });
  return { root: folder };
}
