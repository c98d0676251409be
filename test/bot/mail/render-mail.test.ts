import { describe, expect, it } from '@jest/globals';
import { convert } from 'html-to-text';

import { senderName } from '../../../bot/mail/mail.ts';
import { renderMail } from '../../../bot/mail/render-mail.tsx';
import { ANSWER, CODE, contentsIn, FRAME, languages, mailsIn, NOTE, NUMBER, REFERENCE } from './samples.ts';

const english = mailsIn('en');
const named = (name: string) => english[name] ?? { subject: '', text: '', html: '' };

/** What a reader of the HTML sees, without what only mailboxes show beside the subject. */
const seen = (html: string): string =>
  convert(html, {
    wordwrap: false,
    selectors: [
      { selector: '[aria-hidden]', format: 'skip' },
      { selector: 'head', format: 'skip' },
      ...['h1', 'h2'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'ul', options: { itemPrefix: '- ' } },
      { selector: 'a', options: { linkBrackets: false as const, hideLinkHrefIfSameAsText: true } },
      { selector: 'blockquote', options: { trimEmptyLines: true } },
    ],
  });

/** Words alone: marks of lists, quotes and rules are the formats' own. */
const wordsOf = (text: string): string =>
  text
    .replaceAll(/^[>\s]+|^- |^\* \* \*$|: (?=https:\/\/www)/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe.each(languages)('mails in %s', (language) => {
  const mails = Object.entries(mailsIn(language));
  const contents = contentsIn(language);

  it.each(mails)('%s says the same as text and as HTML', (_, { text, html }) => {
    expect(wordsOf(`${FRAME.sender}\n${text}`)).toBe(wordsOf(seen(html)));
  });

  it.each(mails)(
    '%s names its language and direction, and holds its code',
    (name, { subject, text, html }) => {
      expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}" dir="ltr">`));
      expect(html).toContain(contents[name]?.preheader);
      expect(text).toContain(`\n    ${CODE}\n`);
      expect(subject).not.toContain(CODE);
      // No placeholder was left, and nothing was forgotten in ICU's or the code's own notation.
      expect(`${subject}${text}`.replace(ANSWER, '')).not.toMatch(/[{}]|undefined|\[object/);
    },
  );

  it.each(mails)('%s leads to the chat and nowhere else, and loads nothing', (_, { html }) => {
    const links = [...html.matchAll(/(?:(?:href|src|srcset|background|action)\s*=\s*|url\()"?([^"\s)>]*)/g)];
    expect(links.map(([, address]) => address).filter((address) => address !== FRAME.chatUrl)).toEqual([]);
    expect(html).not.toMatch(/<(?:img|script|link|iframe|form|input|svg|video|object)\b/i);
  });
});

describe('a mail', () => {
  it('about a decision names the reference and public reasons, and no note', () => {
    for (const name of ['approved', 'rejected']) expect(named(name).text).toContain(REFERENCE);
    expect(named('rejected').text).toContain('- Light is reflected on your document');
    expect(named('rejected').text).toContain('expedited');
    for (const { subject, text, html } of Object.values(english))
      expect(`${subject}${text}${html}`).not.toContain(NOTE);
  });

  it('has a button where something is to be done, and none without an address', () => {
    expect(named('rejected').html).toContain('href="https://www.example.com/help"');
    expect(named('approved').html).not.toContain('href');
    for (const { text, html } of Object.values(mailsIn('en', { ...FRAME, chatUrl: undefined }))) {
      expect(html).not.toContain('href');
      expect(text).not.toContain('Open the chat:');
    }
  });

  it('about a request tells when the team is back, only when nobody is there', () => {
    expect(named('openedAway').text).toMatch(/Nobody from our team.*back from Monday, November 23.*1:00 PM/);
    expect(named('opened').text).not.toContain('Nobody from our team');
    for (const name of ['opened', 'openedAway', 'answered', 'answeredInChat'])
      expect(named(name).subject).toContain(NUMBER);
  });

  it('holds an answer as it was written, safe as HTML, with its line breaks', () => {
    const { text, html } = named('answered');
    expect(text).toContain(ANSWER);
    expect(html).toContain(
      'Allow the &lt;camera> &amp; &quot;microphone&quot;.<br/>Then &lt;b>reload&lt;/b>.',
    );
    expect(html).not.toContain('<b>reload');
    expect(text).toContain('2 files came with the answer');
    expect(text).toContain('is covered in this e-mail');
    expect(named('answeredInChat').text).toContain('not in this e-mail');
  });

  it('escapes whatever stands in any of its places', () => {
    const evil = `"><script>alert(1)</script>&'`;
    const { html } = renderMail(
      {
        ...{ locale: 'en', subject: evil, preheader: evil, button: evil, footer: [evil] },
        check: { title: evil, text: evil, code: evil },
        parts: [
          { kind: 'text', text: evil },
          { kind: 'points', points: [{ title: evil, text: evil }] },
          { kind: 'quote', paragraphs: [evil] },
        ],
      },
      { sender: evil, chatUrl: `https://www.example.com/${evil}` },
    );
    const before = html.split('script>alert(1)').slice(0, -1);
    expect(before).toHaveLength(14);
    for (const text of before) expect(text).toMatch(/&quot;>&lt;$/);
  });

  it('is read from the right in a language that is', () => {
    const content = contentsIn('en')['answered'];
    if (!content) throw new Error('no such mail');
    const { html } = renderMail({ ...content, locale: 'ar' }, FRAME);
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain('border-right:4px');
  });
});

it.each([
  ['Support <support@example.com>', 'Support'],
  ['"Exchange, Support" <support@example.com>', 'Exchange, Support'],
  ['<support@example.com>', 'example.com'],
  ['support@example.com', 'example.com'],
])('the sender %s calls itself %s', (from, name) => {
  expect(senderName(from)).toBe(name);
});
