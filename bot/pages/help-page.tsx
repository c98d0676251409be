import type { Section, HelpWords } from './words.ts';

export interface HelpPageProps {
  /** ISO 639-1. */
  readonly language: string;
  readonly words: HelpWords;
  readonly nonce: string;
  readonly mode: 'demo' | 'jwt';
  /** Where other sites reach us, for the code that they copy. */
  readonly origin: string;
  readonly countries: readonly { readonly code: string; readonly name: string }[];
  readonly urls: { readonly style: string; readonly script: string; readonly loader: string };
}

/** The demonstration: a help article as an exchange has it, with the widget. */
export function HelpPage(props: HelpPageProps) {
  const { language, words, nonce, mode, urls } = props;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${words.title} · ${words.site}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={urls.style} nonce={nonce} />
        <script type="module" src={urls.script} nonce={nonce} />
        <script src={urls.loader} nonce={nonce} defer />
      </head>
      <body>
        <div class="bar">
          <span class="brand">
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.8-7-5.4-7-10V6l7-3Z" />
            </svg>
            {words.site}
          </span>
          <span class="pill">{words.demo}</span>
        </div>
        <div class="page">
          <main>
            <nav aria-label="Breadcrumb">
              <ol class="path">
                {[words.site, ...words.path].map((place) => (
                  <li>{place}</li>
                ))}
              </ol>
            </nav>
            <h1>{words.title}</h1>
            <p class="intro">{words.intro}</p>
            {words.sections.map((section) => (
              <ArticleSection section={section} ask={words.ask} />
            ))}
          </main>
          <aside>{mode === 'demo' ? <Account {...props} /> : <Embedding {...props} />}</aside>
        </div>
        <footer>{words.footer}</footer>
      </body>
    </html>
  );
}

function ArticleSection({ section, ask }: { readonly section: Section; readonly ask: string }) {
  const { id, title, lead, text, list, steps, table, after, question } = section;
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {lead && <p>{lead}</p>}
      {text && <p>{text}</p>}
      {list && (
        <ul>
          {list.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      )}
      {steps && (
        <ol class="steps">
          {steps.map((step) => (
            <li>
              <h3>{step.title}</h3>
              <p>{step.text}</p>
            </li>
          ))}
        </ol>
      )}
      {table && (
        <div class="table" tabindex={0} role="region" aria-labelledby={`${id}-title`}>
          <table>
            <thead>
              <tr>
                {table.head.map((cell) => (
                  <th scope="col">{cell}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map(([first, ...others]) => (
                <tr>
                  <th scope="row">{first}</th>
                  {others.map((cell) => (
                    <td>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {after && <p>{after}</p>}
      <button type="button" class="ask" data-ask={question} aria-label={`${ask}: ${title}`}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3C6.9 3 3 6.5 3 11c0 2.4 1.2 4.6 3.1 6L5.5 21l4-2.2c.8.2 1.6.3 2.5.3 5.1 0 9-3.6 9-8.1S17.1 3 12 3Z" />
        </svg>
        {ask}
      </button>
    </section>
  );
}

/** Either side of the moment from which new accounts had to verify. */
const EXAMPLE_DATES = { older: '2021-05-14', newer: '2024-02-20' };

function Account({ words, countries }: HelpPageProps) {
  const { account } = words;
  return (
    <form id="account" class="card" data-saved={account.saved} data-failed={account.failed}>
      <h2>{account.title}</h2>
      <p>{account.about}</p>
      <label>
        {account.email}
        <input name="email" type="email" autocomplete="off" placeholder="you@example.org" />
      </label>
      <label>
        {account.registered}
        <input name="registeredAt" type="date" min="2017-01-01" max="2035-12-31" />
      </label>
      <div class="examples">
        <button type="button" data-date={EXAMPLE_DATES.older}>
          {account.older}
        </button>
        <button type="button" data-date={EXAMPLE_DATES.newer}>
          {account.newer}
        </button>
      </div>
      <label>
        {account.residence}
        <select name="residence">
          <option value="">{account.residenceHint}</option>
          {countries.map(({ code, name }) => (
            <option value={code}>{name}</option>
          ))}
        </select>
      </label>
      <button class="save">{account.save}</button>
      <output role="status" />
    </form>
  );
}

function Embedding({ words, origin }: HelpPageProps) {
  const { embedding } = words;
  const script = `<script src="${origin}/widget/veriguide.js"`;
  return (
    <div class="card">
      <h2>{embedding.title}</h2>
      <p>{embedding.about}</p>
      <p>{embedding.byUrl}</p>
      <pre tabindex={0}>{`${script}\n  data-token-url="/api/veriguide-token"></script>`}</pre>
      <p>{embedding.byFunction}</p>
      <pre
        tabindex={0}
      >{`${script}></script>\n<script>\n  Veriguide.identify(async () => fetchMyToken());\n</script>`}</pre>
      <p>{embedding.claims}</p>
      <p>{embedding.policy.replace('{origin}', origin)}</p>
    </div>
  );
}
