import { request } from 'node:http';
import { Script } from 'node:vm';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { loadAllWords } from '../../../dialogs/replies/load.ts';
import { sourceLine } from '../../../dialogs/replies/sourced.ts';
import { anchorOf, SECTIONS } from '../../../knowledge/answer/sections.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { LIMITS, startSite, type Site } from './site.ts';

let fresh: FreshDatabase;
let site: Site;

beforeAll(async () => {
  fresh = await freshDatabase();
  site = await startSite(fresh, { widgetOrigins: ['https://exchange.example'] });
});
afterAll(async () => {
  await site.stop();
  await fresh.drop();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Without the unpacking and the caching that fetch does by itself. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${site.origin}${path}`, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject).end();
  });
}

const langOf = ({ body }: { body: Buffer }) => /<html lang="([^"]+)"/.exec(body.toString())?.[1];

const policyOf = ({ headers }: Answer): Record<string, string[]> =>
  Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => directive.split(' '))
      .map(([name = '', ...sources]) => [name, sources]),
  );

async function assetOf(page: string, pattern: RegExp): Promise<string> {
  const { body } = await get(page);
  const found = pattern.exec(body.toString());
  if (!found?.[1]) throw new Error(`${page} names no ${String(pattern)}`);
  return found[1];
}

describe('the page of the guide', () => {
  it('has every fact and every row, under an anchor for each part that answers name', async () => {
    const { status, body } = await get('/guide');
    expect(status).toBe(200);
    const html = body.toString();
    const knowledge = loadKnowledge();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...knowledge.facts.keys(), ...knowledge.limits.keys()]));
    const sections = new Set([...knowledge.facts.values()].map(({ section }) => anchorOf(section)));
    expect(ids).toEqual(expect.arrayContaining([...sections]));
    expect(html).toContain('What the guide leaves open:');
  });

  it.each(['de', 'vi', 'zh'])('says everything in %s, with the table', async (language) => {
    const html = (await get(`/guide?language=${language}`)).body.toString().replaceAll('&quot;', '"');
    const knowledge = loadLanguages(loadKnowledge(), [language]).get(language)?.knowledge;
    const facts = [...(knowledge?.facts.values() ?? [])];
    const actions = [...(knowledge?.limits.values() ?? [])].map(({ action }) => action);
    const texts = [...facts.flatMap(({ text, unclear }) => [text, unclear ?? text]), ...actions];
    expect(texts.filter((text) => !html.includes(text))).toEqual([]);
    expect(html).toContain(knowledge?.wording.table.allowed.eea);
    // as English as its anchors, and the links to the other languages
    expect(html).not.toMatch(/What the guide|Section \d|Introduction|Closing words|Not verified/);
    expect(html).toContain(`<a href="/?language=${language}">`);
  });

  it('can be read in another language, and says in which it is', async () => {
    const html = (await get('/guide?language=es')).body.toString();
    const choice = /<nav aria-label="Idiomas">.*<\/nav>/.exec(html)?.[0] ?? '';
    expect(choice).toContain('<span aria-current="true">Español</span>');
    const others = [...choice.matchAll(/<li lang="(..)"><a href="\?language=(..)" hreflang="(..)">/g)];
    const codes = [...loadAllWords().keys()].filter((code) => code !== 'es');
    expect(others.map(([, ...said]) => said)).toEqual(codes.map((code) => [code, code, code]));
  });

  it.each([...loadAllWords()])(
    'opens where an answer in %s points to, in that language',
    async (code, { words }) => {
      const line = sourceLine(words, SECTIONS, '/guide') ?? '';
      const links = [...line.matchAll(/\]\(([^)#]+)#([^)]+)\)/g)].map(([, page = '', anchor = '']) => ({
        page,
        anchor,
      }));
      expect(links).toHaveLength(SECTIONS.length);
      expect(new Set(links.map(({ page }) => page))).toEqual(new Set([`/guide?language=${code}`]));
      const answer = await get(links[0]?.page ?? '', { 'accept-language': code === 'en' ? 'de' : 'en' });
      expect(langOf(answer)).toBe(code);
      const html = answer.body.toString();
      expect(links.filter(({ anchor }) => !html.includes(`<section id="${anchor}"`))).toEqual([]);
    },
  );

  it('runs no script and may not be framed', async () => {
    const answer = await get('/guide');
    expect(answer.body.toString()).not.toContain('<script');
    expect(policyOf(answer)['frame-ancestors']).toEqual(["'none'"]);
  });
});

describe('the demo page', () => {
  it('is an article with the account panel and the widget', async () => {
    const { status, headers, body } = await get('/');
    const html = body.toString();
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html).toContain('<h1>Identity verification help</h1>');
    expect(html).toContain('id="account"');
    expect(html).toContain('<option value="KE">Kenya</option>');
    expect(html).toContain('src="/widget/veriguide.js"');
  });

  it('allows nothing but what carries the nonce of this one answer', async () => {
    const [one, two] = [await get('/'), await get('/')];
    const policy = policyOf(one);
    expect(policy['default-src']).toEqual(["'none'"]);
    expect(policy['script-src']).toEqual([expect.stringMatching(/^'nonce-.{24}'$/)]);
    expect(policy['frame-ancestors']).toEqual(["'none'"]);
    expect(policyOf(two)['script-src']).not.toEqual(policy['script-src']);
    const nonce = /nonce-(.{24})/.exec(policy['script-src']?.[0] ?? '')?.[1] ?? '';
    const tags = one.body.toString().match(/<(script|link rel="stylesheet")[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(2);
    for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`);
  });

  it('explains the signed token where customers must be vouched for, and has no account panel', async () => {
    const strict = await startSite(fresh, {
      customers: { mode: 'jwt', secret: 'x'.repeat(32), issuer: undefined },
    });
    const html = await (await fetch(strict.origin)).text();
    expect(html).toContain('data-token-url');
    expect(html).toContain('Veriguide.identify');
    expect(html).not.toContain('id="account"');
    await strict.stop();
  });
});

describe('the language of the pages', () => {
  it.each([
    ['es-MX,es;q=0.9,en;q=0.5', 'es'],
    ['xx,fr;q=0.3,de;q=0.8', 'de'],
    ['zh-TW', 'zh'],
    ['pt-BR;q=0.2, en;q=0', 'pt'],
    ['xx-YY', 'en'],
    ['', 'en'],
  ])('is, for a browser that accepts "%s", %s', async (accepted, language) => {
    for (const page of ['/', '/guide', '/widget/chat']) {
      const answer = await get(page, { 'accept-language': accepted });
      expect(langOf(answer)).toBe(language);
      expect(answer.headers['vary']).toContain('accept-language');
    }
  });

  it('is the one that a site asks for, in the frame and in the script', async () => {
    const accepted = { 'accept-language': 'de' };
    expect(langOf(await get('/widget/chat?language=tr', accepted))).toBe('tr');
    expect(langOf(await get('/widget/chat?language=%22%3E', accepted))).toBe('de');
    const script = (await get('/widget/veriguide.js?language=tr', accepted)).body.toString();
    expect(script).toContain('/widget/chat?language=tr');
    expect(script).not.toBe((await get('/widget/veriguide.js', accepted)).body.toString());
  });
});

describe('the page in the frame', () => {
  it('may be framed by us and by the sites that the operator named, and by nobody else', async () => {
    const answer = await get('/widget/chat');
    expect(policyOf(answer)['frame-ancestors']).toEqual(["'self'", 'https://exchange.example']);
    expect(answer.headers['x-frame-options']).toBeUndefined();
    expect((await get('/')).headers['x-frame-options']).toBe('SAMEORIGIN');
  });

  it('may use the camera and reach this host alone', async () => {
    const answer = await get('/widget/chat');
    expect(answer.headers['permissions-policy']).toBe('camera=(self), microphone=(), geolocation=()');
    const host = new URL(site.origin).host;
    expect(policyOf(answer)['connect-src']).toEqual(["'self'", `ws://${host}`, `wss://${host}`]);
  });

  it('takes over the theme that a site asks for, and no other text', async () => {
    expect((await get('/widget/chat?theme=dark')).body.toString()).toContain('data-theme="dark"');
    expect((await get('/widget/chat?theme=%22%3E%3Cscript%3E')).body.toString()).not.toContain('data-theme');
  });
});

describe('what the widget consists of', () => {
  it('comes compressed, each way being the same file', async () => {
    const script = await assetOf('/widget/chat', /data-web-chat="([^"]+)"/);
    const [plain, br, gzip] = [
      await get(script),
      await get(script, { 'accept-encoding': 'gzip, deflate, br' }),
      await get(script, { 'accept-encoding': 'br;q=0, gzip' }),
    ];
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'br',
      'gzip',
    ]);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(br.body.length).toBeLessThan(700_000);
    expect(br.headers['vary']).toBe('accept-encoding');
  });

  it('is kept for ever under a name that tells the content, and is not sent twice', async () => {
    const script = await assetOf('/widget/chat', /<script type="module" src="([^"]+)"/);
    expect(script).toMatch(/\/chat-[0-9a-f]{12}\/chat\.js$/);
    const first = await get(script, { 'accept-encoding': 'br' });
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const again = await get(script, {
      'accept-encoding': 'br',
      'if-none-match': String(first.headers['etag']),
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('is embedded by one short script under a name that stays, usable from other sites', async () => {
    const { status, headers, body } = await get('/widget/veriguide.js');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=300']);
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(body.length).toBeLessThan(20_000);
    expect(() => new Script(body.toString())).not.toThrow();
  });

  it('says which files are accepted, and how large they may be', async () => {
    const { body } = await get('/widget/config.json');
    expect(JSON.parse(body.toString())).toMatchObject({
      limits: LIMITS,
      accept: ['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'video/webm', 'application/pdf'],
      identity: 'demo',
    });
  });

  it.each([
    '/widget/nothing.js',
    '/widget/../package.json',
    '/widget/%2e%2e/manifest.json',
    '/widget/manifest.json',
  ])('does not serve %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
