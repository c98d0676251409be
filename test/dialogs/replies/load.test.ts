import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';

import { loadAllWords, loadWords } from '../../../dialogs/replies/load.ts';

const ENGLISH = readFileSync(new URL('../../../dialogs/replies/en.yaml', import.meta.url), 'utf8');

/** The English words with one change. */
function changed(from: string | RegExp, to: string): () => unknown {
  const text = ENGLISH.replace(from, to);
  if (text === ENGLISH) throw new Error('nothing was changed');
  const folder = mkdtempSync(path.join(tmpdir(), 'words-'));
  writeFileSync(path.join(folder, 'en.yaml'), text);
  return () => loadWords(pathToFileURL(`${folder}/`));
}

describe('the words', () => {
  const words = loadWords();

  it('fill their placeholders and count', () => {
    expect(words.say('verification.progress', { step: 3, of: 6 })).toBe('**Step 3 of 6**');
    expect(words.say('escalation.files_kept', { count: 1 })).toContain('the file');
    expect(words.say('escalation.files_kept', { count: 3 })).toContain('3 files');
  });

  it('leave markup in what people typed alone', () => {
    expect(words.say('escalation.file_kind', { name: '<b>x</b>.gif' })).toContain('<b>x</b>.gif');
  });

  it.each([
    ['a missing message', /^ {2}thanks: You are welcome\.\n/m, '', 'small_talk.thanks: missing'],
    ['an unknown message', 'small_talk:\n', 'small_talk:\n  hum: Hm.\n', 'small_talk.hum: unknown'],
    [
      'a missing placeholder',
      '**Step {step} of {of}**',
      '**Step {step}**',
      'the placeholder {of} is missing',
    ],
    [
      'an unknown placeholder',
      '**Step {step} of {of}**',
      '**Step {step} of {of} {x}**',
      'unknown placeholder {x}',
    ],
    ['broken syntax', '**Step {step} of {of}**', '**Step {step of {of}**', 'verification.progress'],
    ['a missing choice', /^ {2}agree:\n( {4}.*\n)+/m, '', 'agree'],
  ])('stop the start for %s', (_what, from, to, fault) => {
    expect(changed(from, to)).toThrow(fault);
  });

  it('fall back to English where another language lacks them, and say what is missing', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'words-'));
    writeFileSync(path.join(folder, 'en.yaml'), ENGLISH);
    writeFileSync(
      path.join(folder, 'xx.yaml'),
      "small_talk: { thanks: Xx. }\nverification: { progress: '{step}' }\nhum: Hm.\n",
    );
    const loaded = loadAllWords(pathToFileURL(`${folder}/`)).get('xx');
    expect(loaded?.words.say('small_talk.thanks')).toBe('Xx.');
    expect(loaded?.words.say('verification.progress', { step: 3, of: 6 })).toBe('**Step 3 of 6**');
    expect(loaded?.words.choice('yes').title).toBe('Yes');
    expect(loaded?.faults).toEqual(
      expect.arrayContaining([
        'xx.yaml: hum: unknown',
        'xx.yaml: welcome.hello: missing',
        'xx.yaml: verification.progress: the placeholder {of} is missing',
        'xx.yaml: choices.yes: missing',
      ]),
    );
  });
});
