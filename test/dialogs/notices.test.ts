import { describe, expect, it } from '@jest/globals';

import { decisionNotice, welcome } from '../../dialogs/notices.ts';
import { loadWords } from '../../dialogs/replies/load.ts';
import { loadKnowledge } from '../../knowledge/load.ts';

const words = loadWords();
const knowledge = loadKnowledge();

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

  it('is good news in the chat', () => {
    const decision = { outcome: 'approved', reasons: [], at } as const;
    expect(decisionNotice(words, knowledge, { reference: 'VG-1', decision }).text).toMatch(/VG-1.*approved/);
  });

  it('names every reason in public words and offers to re-verify, without the note for the desk', () => {
    const { text, suggestedActions } = decisionNotice(words, knowledge, {
      reference: 'VG-2',
      decision: {
        ...{ outcome: 'rejected', reasons: ['document_glare', 'selfie_dark'] },
        ...{ note: 'looks suspicious', at },
      },
    });
    expect(text).toContain(knowledge.reasons.get('document_glare')?.title);
    expect(text).toContain(knowledge.reasons.get('selfie_dark')?.advice);
    expect(text).not.toContain('suspicious');
    expect(text).toContain('expedited');
    expect(suggestedActions?.actions[0]?.title).toBe('Re-Verify');
  });

  it('does not exist before there is one', () => {
    expect(() => decisionNotice(words, knowledge, { reference: 'VG-3' })).toThrow();
  });
});
