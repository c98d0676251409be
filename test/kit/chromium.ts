import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

export interface Chromium {
  readonly executablePath: string;
  /** To be laid over the environment of the browser's process. */
  readonly env: Readonly<Record<string, string>>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const MISSING = `No browser for the browser tests was found. Either
  - install Chromium or Chrome (Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium), or
  - set CHROMIUM_PATH to the executable of a Chromium, Chrome or Edge, or
  - on Linux x64, run "npm ci" again: the package @sparticuz/chromium carries a browser.`;

/** CHROMIUM_PATH, else a browser of the machine, else the one inside an npm package. Throws saying what to install. */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names a file that does not exist: ${named}`);
    return { executablePath: named, env: {} };
  }
  const found = [...onPath(), ...ELSEWHERE].find((file) => existsSync(file));
  if (found) return { executablePath: found, env: {} };
  return packagedChromium();
}

function onPath(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/**
 * Unpacks the browser of @sparticuz/chromium once per version, with the system libraries and the
 * font that it ships, so that a machine needs nothing but glibc. Made for x64 Linux.
 */
export async function packagedChromium(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(MISSING);
  const require = createRequire(import.meta.url);
  let packageFolder: string;
  try {
    packageFolder = path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '../..');
  } catch {
    throw new Error(MISSING);
  }
  const { version } = require(path.join(packageFolder, 'package.json')) as { version: string };
  const folder = path.join(os.tmpdir(), `veriguide-chromium-${version}-${os.userInfo().username}`);
  if (!existsSync(folder)) await unpack(packageFolder, folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [path.join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']]
        .filter(Boolean)
        .join(':'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

async function unpack(packageFolder: string, folder: string): Promise<void> {
  const staging = await mkdtemp(`${folder}-`);
  // In a process of its own: the package unpacks into the temporary folder of whoever loads it,
  // and brings its libraries along only where it believes itself in AWS.
  const script = `import chromium from ${JSON.stringify(path.join(packageFolder, 'build/esm/index.js'))};
    await chromium.executablePath();`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    await rm(staging, { recursive: true, force: true });
    throw new Error(
      `The browser inside @sparticuz/chromium could not be unpacked:\n${run.stderr}\n${MISSING}`,
    );
  }
  // The font configuration that is shipped names folders of AWS.
  await writeFile(
    path.join(staging, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${path.join(folder, 'fonts')}</dir>
<dir>/usr/share/fonts</dir><cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>\n`,
  );
  try {
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another test process may have been faster; then its copy is as good as ours.
    if (!existsSync(folder)) throw error;
  }
}
