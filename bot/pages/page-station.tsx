import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Request, Response, Server } from 'restify';

import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { WidgetConfig } from '../web/wire.ts';
import { scriptAsset, type Assets } from './assets.ts';
import { ChatPage } from './chat-page.tsx';
import { GuidePage } from './guide-page.tsx';
import { HelpPage } from './help-page.tsx';
import { createPolicy, ownSockets } from './policy.ts';
import { negotiateLanguage } from './negotiate-language.ts';
import { loadPageWords } from './words.ts';

/** The guide's facts, each part with an anchor: where answers point to. */
export const GUIDE = '/guide';
const CHAT = '/widget/chat';
const LOADER = '/widget/veriguide.js';
/** Its name carries the hash of its content: it never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Sites embed it by a name that stays: a new release reaches them within minutes. */
const FOR_MINUTES = 'public, max-age=300';
/** Of no bytes at all: Web Chat adds one empty style without a nonce to find out what the browser understands. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
const ACCEPTED = [...['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'video/webm'], 'application/pdf'];

export interface PageDeps {
  /** Built by scripts/build/web.mjs, read by loadAssets. */
  readonly assets: Assets;
  /** ISO 3166-1 alpha-2 with names in a language, for the demo account. */
  readonly countriesIn: (language: string) => readonly { readonly code: string; readonly name: string }[];
  readonly knowledgeIn: (language: string) => Pick<Knowledge, 'facts' | 'limits' | 'wording'>;
  readonly config: Pick<Config, 'http' | 'customers' | 'uploads'>;
}

/** The demo help page, and everything that the chat widget consists of. */
export function createPageStation({ assets, countriesIn, knowledgeIn, config }: PageDeps): {
  routes(server: Server): void;
} {
  const { names } = assets;
  const wordsByLanguage = loadPageWords();
  const languages = [...wordsByLanguage.keys()];
  const english = wordsByLanguage.get('en');
  if (!english) throw new Error('the pages have no English words');
  const wordsIn = (language: string) => wordsByLanguage.get(language) ?? english;
  const widgetIn = (language: string): WidgetConfig => ({
    chat: `${CHAT}?language=${language}`,
    identity: config.customers.mode,
    limits: config.uploads,
    accept: ACCEPTED,
    languages,
    words: wordsIn(language).widget,
  });
  const languageOf = (req: Request): string =>
    negotiateLanguage(
      languages,
      new URLSearchParams(req.getQuery()).get('language'),
      req.headers['accept-language'],
    );
  const url = (file: string): string => `/widget/${file}`;
  const loaders = new Map(
    languages.map((language) => {
      const script = assets.find(names.loader)?.text ?? '';
      return [
        language,
        scriptAsset(`(()=>{const config=${JSON.stringify(widgetIn(language))};\n${script}})();\n`),
      ];
    }),
  );

  function sendHelp(req: Request, res: Response): void {
    const policy = createPolicy({ frame: ["'self'"] });
    policy.apply(res);
    const urls = { style: url(names.helpStyle), script: url(names.help), loader: LOADER };
    const origin = config.http.publicUrl ?? `http://${req.headers.host ?? 'localhost'}`;
    const { mode } = config.customers;
    const language = languageOf(req);
    const words = wordsIn(language).help;
    const countries = countriesIn(language);
    res.setHeader('vary', 'accept-language');
    sendPage(res, <HelpPage {...{ language, words, mode, origin, countries, urls }} nonce={policy.nonce} />);
  }

  function sendGuide(req: Request, res: Response): void {
    const policy = createPolicy({});
    policy.apply(res);
    const style = url(names.helpStyle);
    const language = languageOf(req);
    const [words, knowledge] = [wordsIn(language).guide, knowledgeIn(language)];
    res.setHeader('vary', 'accept-language');
    sendPage(res, <GuidePage {...{ language, languages, words, knowledge, style }} nonce={policy.nonce} />);
  }

  function sendChat(req: Request, res: Response): void {
    const { widgetOrigins, publicUrl } = config.http;
    const policy = createPolicy({
      style: [EMPTY_STYLE],
      connect: ownSockets(req),
      image: ['blob:', ...(publicUrl === undefined ? [] : [publicUrl])],
      media: ['blob:', ...(publicUrl === undefined ? [] : [publicUrl])],
      ancestors: ["'self'", ...widgetOrigins],
    });
    policy.apply(res);
    const wanted = new URLSearchParams(req.getQuery()).get('theme');
    const theme = wanted === 'light' || wanted === 'dark' ? wanted : undefined;
    const urls = {
      style: url(names.chatStyle),
      script: url(names.chat),
      modules: assets.beside(names.chat).map(url),
      webChat: url(names.webChat),
    };
    const language = languageOf(req);
    res.setHeader('vary', 'accept-language');
    sendPage(
      res,
      <ChatPage {...{ theme, urls, language }} config={widgetIn(language)} nonce={policy.nonce} />,
    );
  }

  function sendAsset(req: Request, res: Response): void {
    const { '*': file } = req.params as { '*': string };
    const asset = assets.find(file);
    if (!asset) throw new Failure('not_found', 'No such asset');
    asset.send(req, res, FOR_EVER);
  }

  return {
    routes(server) {
      server.get('/', route(sendHelp));
      server.get(GUIDE, route(sendGuide));
      server.get(CHAT, route(sendChat));
      server.get(
        '/widget/config.json',
        route((req, res) => {
          res.setHeader('cache-control', FOR_MINUTES);
          res.setHeader('vary', 'accept-language');
          res.setHeader('access-control-allow-origin', '*');
          res.setHeader('cross-origin-resource-policy', 'cross-origin');
          res.send(200, widgetIn(languageOf(req)));
        }),
      );
      server.get(
        LOADER,
        route((req, res) =>
          loaders.get(languageOf(req))?.send(req, res, FOR_MINUTES, 'accept-encoding, accept-language'),
        ),
      );
      server.get('/widget/*', route(sendAsset));
    },
  };
}

/** restify takes a handler without `next` only when it is asynchronous. */
function route(handle: (req: Request, res: Response) => void) {
  return async (req: Request, res: Response): Promise<void> => {
    // What it throws becomes a rejection, which the server answers; restify would let a throw end the process.
    await Promise.resolve();
    handle(req, res);
  };
}

function sendPage(res: Response, page: JSX.Element): void {
  res.sendRaw(200, `<!doctype html>${renderToString(page)}`, { 'content-type': 'text/html; charset=utf-8' });
}
