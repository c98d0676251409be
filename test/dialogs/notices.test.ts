import { describe, expect, it } from '@jest/globals';

import { agentAnsweredMail, decisionNotice, ticketOpenedMail, welcome } from '../../dialogs/notices.ts';
import { knowledge, words } from './kit/chat.ts';

describe('the welcome', () => {
  it('says that it is a bot, what it can do, what happens with photos, and offers five ways', () => {
    const messages = welcome(words);
    const said = messages.map(({ text }) => text).join('\n');
    expect(said).toContain('I am a bot');
    expect(said).toContain('Photos that you send here are encrypted');
    expect(messages.at(-1)?.suggestedActions?.actions.map(({ title }) => title)).toEqual([
      'Verify me',
      'Something went wrong',
      'What can my account do?',
      'Talk to a person',
      'Change the language',
    ]);
  });
});

describe('a decision', () => {
  const at = '2026-11-23T12:00:00Z';

  it('is good news in the chat and by mail', () => {
    const notice = decisionNotice(words, knowledge, {
      reference: 'VG-1',
      decision: { outcome: 'approved', reasons: [], at },
    });
    expect(notice.message.text).toContain('approved');
    expect(notice.mail.subject).toContain('approved');
    expect(notice.mail.text).toContain('VG-1');
    expect(notice.mail.html).toContain('VG-1');
  });

  it('names every reason in public words and offers to re-verify, without the note for the desk', () => {
    const { message, mail } = decisionNotice(words, knowledge, {
      reference: 'VG-2',
      decision: {
        outcome: 'rejected',
        reasons: ['document_glare', 'selfie_dark'],
        note: 'looks suspicious',
        at,
      },
    });
    const [glare, dark] = (['document_glare', 'selfie_dark'] as const).map((code) =>
      knowledge.reasons.get(code),
    );
    for (const text of [message.text, mail.text]) {
      expect(text).toContain(glare?.title);
      expect(text).toContain(dark?.advice);
      expect(text).not.toContain('suspicious');
      expect(text).toContain('expedited');
    }
    expect(mail.html).toContain('<li>');
    expect(message.suggestedActions?.actions[0]?.title).toBe('Re-Verify');
  });

  it('does not exist before there is one', () => {
    expect(() => decisionNotice(words, knowledge, { reference: 'VG-3' })).toThrow();
  });
});

describe('mails about a ticket', () => {
  it('name the number and nothing that was written', () => {
    expect(ticketOpenedMail(words, 'VG-1001').text).toContain('VG-1001');
    const answered = agentAnsweredMail(words, 'VG-1001');
    expect(answered.subject).toContain('VG-1001');
    expect(answered.text).toContain('in the chat');
  });

  it('hold the answer itself for somebody who has left the chat, safe as HTML', () => {
    const { text, html } = agentAnsweredMail(words, 'VG-1001', 'Allow the <camera>.\n\nThen try again.');
    expect(text).toContain('VG-1001');
    expect(text).toContain('Allow the <camera>.\n\nThen try again.');
    expect(html).toContain('<p>Allow the &lt;camera&gt;.</p><p>Then try again.</p>');
    expect(text).not.toContain('not in this e-mail');
  });
});
