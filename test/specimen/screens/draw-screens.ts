import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { parse } from 'yaml';

import { createRandom } from '../random.ts';

/** What stands on a screen, and around what. */
export interface ScreenContent {
  /** Id of the problem, or undefined for a screen without one. */
  readonly problem: string | undefined;
  readonly language: string;
  readonly html: string;
}

/** How it looks; everything follows from a number. */
export interface ScreenLook {
  readonly dark: boolean;
  readonly width: number;
  readonly height: number;
  readonly density: number;
  readonly fontPx: number;
  readonly family: string;
  readonly frame: (typeof FRAMES)[number];
  /** Paler words, as small print and hints have them. */
  readonly pale?: boolean;
  /** The message stands in white or in red on a colour instead of on the page's own. */
  readonly banner?: 'red' | 'amber' | 'blue' | 'pink';
  /** JPEG quality, as messengers pack what is sent through them; else PNG. */
  readonly packed?: number;
}

const FRAMES = ['web', 'app', 'dialog', 'toast', 'chat', 'sheet', 'inline', 'alert'] as const;
const SIZES = [
  { width: 1280, height: 800, density: 1, fontPx: 15 },
  { width: 390, height: 844, density: 2, fontPx: 16 },
  { width: 1366, height: 700, density: 1, fontPx: 13 },
  { width: 360, height: 740, density: 3, fontPx: 15 },
  { width: 1600, height: 900, density: 1, fontPx: 14 },
  { width: 820, height: 1100, density: 1.5, fontPx: 17 },
  { width: 640, height: 400, density: 1, fontPx: 14 },
] as const;
/** From packages, so that every machine draws the same letters, Chinese ones among them. */
const FONTS = ['roboto', 'inter', 'lora', 'noto-sans-sc'];
const HAN = 'Noto Sans SC Variable';
const FAMILIES = [
  `Roboto Variable, ${HAN}, sans-serif`,
  `Inter Variable, ${HAN}, sans-serif`,
  `Lora Variable, ${HAN}, serif`,
  `${HAN}, Roboto Variable, sans-serif`,
];
const BANNERS = {
  red: ['#b3261e', '#ffffff'],
  amber: ['#fff4d6', '#7a4b00'],
  blue: ['#1746a2', '#e9f0ff'],
  pink: ['#fde7e9', '#b00020'],
} as const;

const FOLDER = import.meta.dirname;
const read = (name: string): unknown => parse(readFileSync(path.join(FOLDER, name), 'utf8'));

type Errors = Readonly<Record<string, Readonly<Record<string, readonly (readonly [unknown, unknown])[]>>>>;
interface Unrelated {
  readonly messages: readonly (readonly [unknown, unknown])[];
  readonly chats: readonly (readonly string[])[];
  readonly codes: readonly (readonly string[])[];
  readonly tables: readonly (readonly (string | number)[])[];
  readonly articles: readonly (readonly [string, string])[];
}

/** Look number `index`: neighbours differ in everything. */
export function lookOf(index: number): ScreenLook {
  const random = createRandom(index * 7919 + 13);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const size = pick(SIZES);
  const look = {
    ...size,
    fontPx: size.fontPx + Math.floor(random() * 4) - 1,
    dark: random() < 0.4,
    family: pick(FAMILIES),
    frame: FRAMES[index % FRAMES.length] as (typeof FRAMES)[number],
    pale: random() < 0.25,
  };
  const banner = random() < 0.25 ? { banner: pick(Object.keys(BANNERS) as (keyof typeof BANNERS)[]) } : {};
  const packed = random() < 0.3 ? { packed: Math.round(60 + 30 * random()) } : {};
  return { ...look, ...banner, ...packed };
}

/** Every wording of every problem once. */
export function errorScreens(): ScreenContent[] {
  return Object.entries(read('errors.yaml') as Errors).flatMap(([problem, languages]) =>
    Object.entries(languages).flatMap(([language, texts]) =>
      texts.map(([title, body]) => ({ problem, language, html: messageHtml(String(title), String(body)) })),
    ),
  );
}

/** Screens that show no problem of ours. */
export function unrelatedScreens(): ScreenContent[] {
  const { messages, chats, codes, tables, articles } = read('unrelated.yaml') as Unrelated;
  const htmls = [
    ...messages.map(([title, body]) => messageHtml(String(title), String(body))),
    ...chats.map((lines) =>
      lines.map((line, at) => `<p class="bubble b${at % 2}">${text(line)}</p>`).join(''),
    ),
    ...codes.map((lines) => `<pre>${lines.map(text).join('\n')}</pre>`),
    ...tables.map(tableHtml),
    ...articles.map(([title, body]) => messageHtml(title, body)),
  ];
  return htmls.map((html) => ({ problem: undefined, language: 'en', html }));
}

const text = (words: string): string =>
  words.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);

const messageHtml = (title: string, body: string): string =>
  `<h2>${text(title)}</h2><p class="body">${text(body)}</p>`;

function tableHtml([title, one, other, ...cells]: readonly (string | number)[]): string {
  const rows = [];
  for (let at = 0; at < cells.length; at += 2)
    rows.push(`<tr><td>${text(String(cells[at]))}</td><td>${text(String(cells[at + 1] ?? ''))}</td></tr>`);
  return `<h2>${text(String(title))}</h2><table><tr><th>${text(String(one))}</th><th>${text(String(other))}</th></tr>${rows.join('')}</table>`;
}

/** A page of its own: nothing is loaded. `around`: what else the screen shows, such as an address bar. */
function pageOf(content: ScreenContent, look: ScreenLook): string {
  const [paper, ink, panel, accent] = look.dark
    ? ['#0e1116', '#e8e8ea', '#1b1f27', '#23c98f']
    : ['#f3f4f6', '#16181d', '#ffffff', '#0a8f63'];
  const [ground, letters] = look.banner ? BANNERS[look.banner] : [panel, ink];
  const bar = content.problem === undefined ? 'www.example.com' : 'www.kucoin.com';
  const chrome = {
    web: `<div class="bar">‹ › ⟳ <span class="url">${bar}/page</span></div><nav>Markets Trade Earn Learn</nav>`,
    app: `<div class="status">10:42 <span>▮▮▮ 81%</span></div><div class="head">‹</div>`,
    dialog: `<div class="bar">‹ › ⟳ <span class="url">${bar}</span></div>`,
    toast: `<nav>Overview Assets Orders</nav><div class="grey"></div>`,
    chat: `<div class="status">9:05</div><div class="head">Support ●</div><p class="bubble b1">Look at this please</p>`,
    sheet: `<div class="status">18:20 <span>5G</span></div><div class="grey"></div>`,
    inline: `<nav>Step 2 of 4</nav><div class="grey"></div>`,
    alert: '',
  }[look.frame];
  const buttons = {
    dialog: 'OK',
    sheet: '×',
    alert: 'OK',
    toast: '',
    chat: '',
    inline: '',
    web: '',
    app: '',
  }[look.frame];
  return `<!doctype html><meta charset="utf-8"><style>${fontFaces()}
*{box-sizing:border-box} body{margin:0;background:${paper};color:${ink};font:${look.fontPx}px/1.45 ${look.family};min-height:100vh}
.bar{background:${panel};padding:8px 14px;opacity:.9}.url{padding:3px 12px;border-radius:12px;border:1px solid #8885}
nav{padding:12px 24px;opacity:.8;word-spacing:20px}.status{display:flex;justify-content:space-between;padding:6px 18px}
.head{padding:10px 18px;font-weight:600}.grey{height:70px;margin:14px 24px;border-radius:10px;background:#8883}
main{margin:${look.frame === 'dialog' || look.frame === 'alert' ? '12vh auto' : '16px 24px'};max-width:${Math.min(look.width - 40, 460)}px;background:${ground};color:${letters};
 border-radius:${look.frame === 'alert' ? 4 : 14}px;padding:20px;${look.frame === 'toast' ? `border-left:5px solid #d9480f;` : ''}box-shadow:0 4px 24px #0003}
h2{font-size:1.25em;margin:0 0 8px}p{margin:0 0 8px}.body{opacity:${look.pale ? 0.62 : 0.88}}pre{font:${look.fontPx}px/1.5 DejaVu Sans Mono,monospace;white-space:pre-wrap;margin:0}
table{border-collapse:collapse;width:100%}td,th{padding:6px;border-bottom:1px solid #8884;text-align:left}
.bubble{background:#8883;border-radius:14px;padding:8px 12px;width:fit-content;max-width:85%;margin:8px 18px}.b1{margin-left:auto;background:${accent}55}
button{font:inherit;background:${accent};color:#fff;border:0;border-radius:8px;padding:7px 22px;margin-top:8px}
</style>${chrome}<main>${content.html}${buttons ? `<button>${buttons}</button>` : ''}</main>`;
}

const FONT_HOST = 'http://fonts.invalid';
const require = createRequire(import.meta.url);
const fontFolder = (name: string) =>
  path.dirname(require.resolve(`@fontsource-variable/${name}/package.json`));

let faces: string | undefined;
function fontFaces(): string {
  faces ??= FONTS.map((name) =>
    readFileSync(path.join(fontFolder(name), 'index.css'), 'utf8').replaceAll(
      'url(./files/',
      `url(${FONT_HOST}/${name}/`,
    ),
  ).join('\n');
  return faces;
}

/** PNG, as the device itself would make it, or JPEG where the look is packed. */
export async function drawScreen(
  browser: Browser,
  content: ScreenContent,
  look: ScreenLook,
): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.density,
  });
  try {
    await page.route(`${FONT_HOST}/**`, (route) => {
      const [, name = '', file = ''] = new URL(route.request().url()).pathname.split('/');
      return route.fulfill({
        path: path.join(fontFolder(name), 'files', path.basename(file)),
        headers: { 'access-control-allow-origin': '*' },
      });
    });
    await page.setContent(pageOf(content, look));
    // Fonts are asked for once something was laid out in them.
    await page.evaluate('document.body.offsetHeight && document.fonts.ready.then(() => undefined)');
    const png = await page.screenshot({ type: 'png' });
    if (look.packed === undefined) return png;
    return await sharp(png).jpeg({ quality: look.packed }).toBuffer();
  } finally {
    await page.close();
  }
}
