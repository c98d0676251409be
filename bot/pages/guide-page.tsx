import { tableCellOf } from '../../knowledge/answer/cells.ts';
import { anchorOf, SECTIONS, TABLE_SECTION } from '../../knowledge/answer/sections.ts';
import type { Fact } from '../../knowledge/facts/fact.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { ownName } from '../../knowledge/recognise/language-wish.ts';
import type { GuideWords } from './words.ts';

export interface GuidePageProps {
  /** ISO 639-1, as are those that can be chosen. */
  readonly language: string;
  readonly languages: readonly string[];
  readonly words: GuideWords;
  /** In the page's language. */
  readonly knowledge: Pick<Knowledge, 'facts' | 'limits' | 'wording'>;
  readonly nonce: string;
  readonly style: string;
}

/** The facts that answers rest on, under the parts of the guide that they come from. */
export function GuidePage(props: GuidePageProps) {
  const { language, words, knowledge, nonce, style } = props;
  const facts = [...knowledge.facts.values()];
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{words.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={style} nonce={nonce} />
      </head>
      <body class="guide">
        <div class="page">
          <main>
            <p>
              <a href={`/?language=${language}`}>{words.back}</a>
            </p>
            <Languages {...props} />
            <h1>{words.title}</h1>
            <p class="intro">{words.intro}</p>
            {SECTIONS.map((section) => (
              <GuideSection
                section={section}
                facts={facts.filter((fact) => fact.section === section)}
                {...{ words, knowledge }}
              />
            ))}
          </main>
        </div>
      </body>
    </html>
  );
}

/** Links, as the page runs no script; the one in use is named, and is no link. */
function Languages({ language, languages, words }: GuidePageProps) {
  return (
    <nav aria-label={words.languages}>
      <ul class="languages">
        {languages.map((code) => (
          <li lang={code}>
            {code === language ? (
              <span aria-current="true">{ownName(code)}</span>
            ) : (
              <a href={`?language=${code}`} hreflang={code}>
                {ownName(code)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface GuideSectionProps extends Pick<GuidePageProps, 'words' | 'knowledge'> {
  readonly section: string;
  readonly facts: readonly Fact[];
}

function GuideSection({ section, facts, words, knowledge }: GuideSectionProps) {
  const anchor = anchorOf(section);
  return (
    <section id={anchor} aria-labelledby={`${anchor}-title`}>
      <h2 id={`${anchor}-title`}>{titleOf(words, section)}</h2>
      <ul class="facts">
        {facts.map(({ id, text, unclear }) => (
          <li id={id}>
            {text} <span class="fact-id">{id}</span>
            {unclear !== undefined && (
              <p>
                <em>{words.unclear}</em> {unclear}
              </p>
            )}
          </li>
        ))}
      </ul>
      {section === TABLE_SECTION && <Limits {...{ words, knowledge }} anchor={anchor} />}
    </section>
  );
}

function Limits({
  words,
  knowledge,
  anchor,
}: Pick<GuidePageProps, 'words' | 'knowledge'> & { anchor: string }) {
  const { table } = words;
  return (
    <div class="table" tabindex={0} role="region" aria-labelledby={`${anchor}-title`}>
      <table>
        <caption>{table.title}</caption>
        <thead>
          <tr>
            {[table.action, table.unverified, table.verified].map((cell) => (
              <th scope="col">{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...knowledge.limits.values()].map(({ id, action, unverified, verified, notes }) => (
            <tr id={id}>
              <th scope="row">
                {action} <span class="fact-id">{id}</span>
                {notes.map(({ text }) => (
                  <p class="fact-note">
                    <em>{words.note}</em> {text}
                  </p>
                ))}
              </th>
              <td>{tableCellOf(knowledge, unverified)}</td>
              <td>{tableCellOf(knowledge, verified)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function titleOf(words: GuideWords, section: string): string {
  if (/^\d/.test(section)) return words.section.replace('{section}', section);
  const part = /^introduction (\(.+\))$/.exec(section)?.[1];
  if (part !== undefined) return words.introductionPart.replace('{part}', part);
  return section === 'introduction' ? words.introduction : words.closing;
}
