import { writeFile } from 'node:fs/promises';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import sharp from 'sharp';

import { findChromium, type Chromium } from './chromium.ts';

export interface BrowserOptions {
  /** A .y4m file that plays as the camera; without it Chromium's own test picture does. */
  readonly camera?: string;
  /** What users answer when a page asks for the camera. True unless said otherwise. */
  readonly cameraAllowed?: boolean;
  /** A machine without any camera. */
  readonly cameraMissing?: boolean;
  /** Another browser than the one that is found. */
  readonly chromium?: Chromium;
}

export interface TabOptions {
  /** Where the app runs, like http://127.0.0.1:3978: every request to elsewhere is a fault. */
  readonly origin: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** A touch screen with a phone's pixel density. */
  readonly phone?: boolean;
}

/** Chromium without a window. It cannot reach any other machine, whatever a page asks for. */
export async function openBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { executablePath, env } = options.chromium ?? (await findChromium());
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      '--headless',
      // Chromium refuses to start its sandbox as root, and containers often run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      `--use-fake-device-for-media-stream${options.cameraMissing ? '=device-count=0' : ''}`,
      // The small browser in the npm package knows no permissions but these.
      `--use-fake-ui-for-media-stream${options.cameraAllowed === false ? '=deny' : ''}`,
      ...(options.camera === undefined ? [] : [`--use-file-for-fake-video-capture=${options.camera}`]),
    ],
  });
}

/** A page with its own cookies, and everything that it did which it should not have done. */
export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses of every request, WebSockets included, in order. */
  readonly requests: readonly string[];
  /** Throws when a request left the host, a content policy was violated or a script failed. */
  expectClean(): void;
  close(): Promise<void>;
}

export async function openTab(browser: Browser, options: TabOptions): Promise<Tab> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? (options.phone ? 844 : 800) },
    colorScheme: options.dark ? 'dark' : 'light',
    hasTouch: options.phone ?? false,
    isMobile: options.phone ?? false,
    deviceScaleFactor: options.phone ? 2 : 1,
    locale: 'en-GB',
  });
  const requests: string[] = [];
  const faults: string[] = [];
  const { host } = new URL(options.origin);
  const note = (address: string) => {
    const url = new URL(address);
    if (['blob:', 'data:', 'about:'].includes(url.protocol)) return;
    requests.push(address);
    if (url.host !== host) faults.push(`request left the host: ${url.origin}`);
  };
  await context.exposeBinding('veriguideTestViolation', (_source, violation: string) => {
    faults.push(`content policy violated: ${violation}`);
  });
  await context.addInitScript(() => {
    const { veriguideTestViolation: report } = globalThis as unknown as {
      veriguideTestViolation: (text: string) => void;
    };
    document.addEventListener('securitypolicyviolation', (event) => {
      report(`${event.effectiveDirective} by ${event.blockedURI || event.sample} in ${event.documentURI}`);
    });
  });
  context.on('request', (request) => note(request.url()));
  context.on('page', (page) => {
    page.on('websocket', (socket) => note(socket.url()));
    page.on('pageerror', (error) => faults.push(`script failed: ${error.stack ?? error.message}`));
  });
  const page = await context.newPage();
  return {
    page,
    context,
    requests,
    expectClean: () => {
      if (faults.length > 0) throw new Error(`The page misbehaved:\n${faults.join('\n')}`);
    },
    close: () => context.close(),
  };
}

/** Few: Chromium works on each of them as long as the camera is open, and nothing here moves. */
const PICTURES_A_SECOND = 5;

/**
 * Makes a file that openBrowser can play as the camera: a picture, for ever. Its width and height must be even.
 * Not MJPEG, of which Chromium decodes thirty pictures a second.
 */
export async function writeCameraFile(file: string, picture: Uint8Array): Promise<void> {
  if (!file.endsWith('.y4m')) throw new Error('Chromium tells the format by the name: it must end in .y4m');
  const { data, info } = await sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer({
    resolveWithObject: true,
  });
  const { width, height } = info;
  if (width % 2 === 1 || height % 2 === 1)
    throw new Error(`Chromium plays no picture of ${width} by ${height}`);
  const head = `YUV4MPEG2 W${width} H${height} F${PICTURES_A_SECOND}:1 Ip A1:1 C420\nFRAME\n`;
  await writeFile(file, Buffer.concat([Buffer.from(head), ...planesOf(data, width, height)]));
}

/** Brightness of each pixel and colour of every fourth, as ITU-R BT.601 has them for video. */
function planesOf(rgb: Uint8Array, width: number, height: number): Uint8Array[] {
  const bright = new Uint8Array(width * height);
  const [blue, red] = [new Uint8Array(bright.length / 4), new Uint8Array(bright.length / 4)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const [r, g, b] = [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0];
      bright[at] = 16.5 + 0.257 * r + 0.504 * g + 0.098 * b;
      if (x % 2 === 1 || y % 2 === 1) continue;
      const quarter = (y / 2) * (width / 2) + x / 2;
      blue[quarter] = 128.5 - 0.148 * r - 0.291 * g + 0.439 * b;
      red[quarter] = 128.5 + 0.439 * r - 0.368 * g - 0.071 * b;
    }
  }
  return [bright, blue, red];
}
