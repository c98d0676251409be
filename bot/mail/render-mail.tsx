import type { JSX } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';

import type { MailContent, MailPart } from '../../dialogs/mails/mail-content.ts';
import { ACCENT, DARK_STYLES, STYLES } from './mail-styles.ts';

/** What surrounds every mail: settings of the operator's, the same for every customer. */
export interface MailFrame {
  /** Who writes, as in the sender's name. */
  readonly sender: string;
  /** Where customers have the chat; absent: mails have no link at all. */
  readonly chatUrl: string | undefined;
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The same content as plain text and as HTML that mail programs show: tables, inline styles, no pictures. */
export function renderMail(content: MailContent, frame: MailFrame): RenderedMail {
  const page = <MailPage content={content} frame={frame} />;
  return {
    subject: content.subject,
    text: textOf(content, frame),
    html: `<!doctype html>\n${renderToStaticMarkup(page)}\n`,
  };
}

function textOf({ subject, parts, button, check, footer }: MailContent, { chatUrl }: MailFrame): string {
  const blocks = [
    subject,
    ...parts.map(textOfPart),
    ...(button !== undefined && chatUrl !== undefined ? [`${button}: ${chatUrl}`] : []),
    RULE,
    [check.title, check.text].join('\n'),
    `    ${check.code}`,
    RULE,
    ...footer,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Not "-- ": what follows that is a signature, which programs hide. */
const RULE = '* * *';

function textOfPart(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'points':
      return part.points.map(({ title, text }) => `- ${title} ${text}`).join('\n');
    case 'quote':
      return part.paragraphs.join('\n\n');
  }
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm']);

/** By the script that the language is written in. */
function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr';
}

/** Keeps mailboxes from filling what the preheader leaves free with the mail's own beginning. */
const FILLER = '\u034f\u200c\u00a0'.repeat(60);

function MailPage({ content, frame }: { content: MailContent; frame: MailFrame }): JSX.Element {
  const { locale, subject, preheader, parts, button, check, footer } = content;
  const direction = directionOf(locale);
  const side = direction === 'rtl' ? 'right' : 'left';
  return (
    <html lang={locale} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <meta name="x-apple-disable-message-reformatting" />
        <title>{subject}</title>
        {DARK_STYLES.map((style) => (
          <style dangerouslySetInnerHTML={{ __html: style }} />
        ))}
      </head>
      <body class="back" style={STYLES.body}>
        <div aria-hidden="true" style={STYLES.preheader}>
          {preheader}
          {FILLER}
        </div>
        <Table class="back" style={STYLES.back}>
          <td align="center" style={STYLES.around}>
            <Table class="card" width="600" style={STYLES.card}>
              <td class="ink" align={side} lang={locale} dir={direction} style={STYLES.inside}>
                <main>
                  <p class="quiet" style={STYLES.sender}>
                    {frame.sender}
                  </p>
                  <h1 class="ink" style={STYLES.heading}>
                    {keepingIds(subject)}
                  </h1>
                  {parts.map((part) => (
                    <Part part={part} side={side} />
                  ))}
                  {button !== undefined && frame.chatUrl !== undefined && (
                    <Button title={button} url={frame.chatUrl} />
                  )}
                  <Table class="panel" style={STYLES.panel}>
                    <td class="ink" align={side} style={STYLES.inPanel}>
                      <h2 class="ink" style={STYLES.panelHeading}>
                        {check.title}
                      </h2>
                      <p class="ink" style={STYLES.panelText}>
                        {check.text}
                      </p>
                      <p class="ink" dir="ltr" style={`${STYLES.code}text-align:${side};`}>
                        {check.code}
                      </p>
                    </td>
                  </Table>
                  {footer.map((text) => (
                    <p class="quiet" style={STYLES.footer}>
                      {text}
                    </p>
                  ))}
                </main>
              </td>
            </Table>
          </td>
        </Table>
      </body>
    </html>
  );
}

/** Outlook lays out tables and hardly anything else. */
function Table(about: { class?: string; width?: string; style: string; children: JSX.Element }): JSX.Element {
  return (
    <table
      role="presentation"
      class={about.class}
      width={about.width ?? '100%'}
      cellPadding="0"
      cellSpacing="0"
      style={about.style}
    >
      <tbody>
        <tr>{about.children}</tr>
      </tbody>
    </table>
  );
}

function Part({ part, side }: { part: MailPart; side: string }): JSX.Element {
  switch (part.kind) {
    case 'text':
      return (
        <p class="ink" style={STYLES.paragraph}>
          {keepingIds(part.text)}
        </p>
      );
    case 'points':
      return (
        <ul style={`${STYLES.list}padding-${side}:22px;`}>
          {part.points.map(({ title, text }) => (
            <li class="ink" style={STYLES.point}>
              <strong>{title}</strong> {text}
            </li>
          ))}
        </ul>
      );
    case 'quote':
      return (
        <blockquote
          class="quote"
          style={`${STYLES.quote}border-${side}:4px solid ${ACCENT};padding-${side}:16px;`}
        >
          {part.paragraphs.map((paragraph) => (
            <p class="ink" style={STYLES.quoted}>
              {paragraph.split('\n').flatMap((line, index) => (index === 0 ? [line] : [<br />, line]))}
            </p>
          ))}
        </blockquote>
      );
  }
}

/** References and numbers of requests are not broken at their hyphens. */
function keepingIds(text: string): (string | JSX.Element)[] {
  return text
    .split(/(VG-[0-9A-Z-]+)/)
    .map((piece, index) => (index % 2 === 0 ? piece : <span style="white-space:nowrap;">{piece}</span>));
}

function Button({ title, url }: { title: string; url: string }): JSX.Element {
  return (
    <table role="presentation" cellPadding="0" cellSpacing="0" style={STYLES.buttonTable}>
      <tbody>
        <tr>
          <td class="button" align="center" style={STYLES.buttonCell}>
            <a class="button" href={url} style={STYLES.button}>
              {title}
            </a>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
