// Makes what browsers load: dist/web/ with every file named by the hash of its content, compressed
// beforehand, and a manifest that bot/pages/assets.ts reads. Runs after tsc, which wrote dist/bot/web.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compress = {
  '.br': (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  '.gz': (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

export default async function buildWeb({ root }) {
  const compiled = path.join(root, 'dist', 'bot', 'web');
  const folder = path.join(root, 'dist', 'web');
  await mkdir(folder, { recursive: true });

  const widget = await readAll(path.join(compiled, 'widget'), '.js');
  const loader = asClassicScript(take(widget, 'loader.js'));
  const files = new Map();
  const names = {};
  addModules('chat', widget);
  addModules('help', await readAll(path.join(compiled, 'demo'), '.js'));
  const add = (name, file, bytes) => {
    const { dir, name: stem, ext } = path.parse(file);
    names[name] = path.join(dir, `${stem}-${hash(bytes)}${ext}`);
    files.set(names[name], bytes);
  };
  add('loader', 'loader.js', loader);
  add('chatStyle', 'chat.css', await readFile(path.join(compiled, 'widget', 'chat.css')));
  add('helpStyle', 'help.css', await readFile(path.join(compiled, 'demo', 'help.css')));
  const { script, licence } = await webChat(root);
  add('webChat', 'webchat.js', script);
  add('webChatLicence', 'webchat-licences.txt', licence);

  await Promise.all([...files].map(([name, bytes]) => writeCompressed(path.join(folder, name), bytes)));
  const manifest = JSON.stringify({ files: [...files.keys()], names }, undefined, 2);
  await writeWhole(path.join(folder, 'manifest.json'), `${manifest}\n`);
  await removeOld(folder, new Set(files.keys()));

  /** Modules import each other by relative names: they share a folder that is named by all of them. */
  function addModules(entry, modules) {
    const name = `${entry}-${hash(...Object.values(modules))}`;
    for (const [file, bytes] of Object.entries(modules)) files.set(`${name}/${file}`, bytes);
    names[entry] = `${name}/${entry}.js`;
  }
}

/** The package has one file for script elements, and says so nowhere in its exports. */
async function webChat(root) {
  const require = createRequire(path.join(root, 'package.json'));
  const folder = path.resolve(path.dirname(require.resolve('botframework-webchat')), '..', 'dist');
  return {
    script: await readFile(path.join(folder, 'webchat.js')),
    licence: await readFile(path.join(folder, 'webchat.js.LICENSE.txt')),
  };
}

/** A module that imports only types comes out of the compiler with nothing but an empty export. */
function asClassicScript(bytes) {
  const text = bytes.toString('utf8').replace(/^export \{\};?\s*$/m, '');
  if (/^\s*(import|export)\b/m.test(text))
    throw new Error('The loader is a classic script: it must not import or export.');
  return Buffer.from(text);
}

async function readAll(folder, ending) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
  const entries = names.map(async (name) => [name, await readFile(path.join(folder, name))]);
  return Object.fromEntries(await Promise.all(entries));
}

function take(files, name) {
  const bytes = files[name];
  delete files[name];
  return bytes;
}

function hash(...parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex').slice(0, 12);
}

/** What is there has the same content, because the name tells the content: it takes seconds to make it again. */
async function writeCompressed(file, bytes) {
  await mkdir(path.dirname(file), { recursive: true });
  for (const [ending, make] of Object.entries(compress)) {
    if (!existsSync(`${file}${ending}`)) await writeWhole(`${file}${ending}`, await make(bytes));
  }
  if (!existsSync(file)) await writeWhole(file, bytes);
}

/** Never half a file, not even when two builds run at once or one is interrupted. */
async function writeWhole(file, content) {
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, file);
}

async function removeOld(folder, kept) {
  const current = new Set([...kept].flatMap((name) => [name, `${name}.br`, `${name}.gz`]));
  current.add('manifest.json');
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name));
    if (entry.isFile() && !current.has(name) && !name.endsWith('.draft')) await rm(path.join(folder, name));
  }
}
