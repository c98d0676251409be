/** What is told from lines as readers of print give them. */
import { describe, expect, it } from '@jest/globals';

import { loadScreenKnowledge } from '../../../knowledge/load.ts';
import { findPersonal } from '../../../knowledge/screens/find-personal.ts';
import { createScreenRecogniser } from '../../../knowledge/screens/recognise-screen.ts';
import type { ScreenLine } from '../../../knowledge/screens/screen-reading.ts';

const knowledge = loadScreenKnowledge();
const recogniser = createScreenRecogniser(knowledge);

/** A line of print, 20 px high, each letter 10 px wide; `slope`: how far it sinks per pixel. */
function line(text: string, x: number, y: number, slope = 0): ScreenLine {
  let at = x;
  const words = text.split(' ').map((word) => {
    const box = { x: at, y: Math.round(y + slope * at), width: 10 * word.length, height: 20 };
    at += 10 * (word.length + 1);
    return { text: word, box };
  });
  const [first, last] = [words[0]?.box, words.at(-1)?.box];
  const ys = [first?.y ?? y, last?.y ?? y];
  const top = Math.min(...ys);
  const box = { x, y: top, width: at - 10 - x, height: Math.max(...ys) + 20 - top };
  return { text, confidence: 90, box, words };
}

const below = (...texts: string[]) => texts.map((text, row) => line(text, 40, 40 + 30 * row));
const told = (...passes: ScreenLine[][]) => {
  const verdict = recogniser.recognise({ passes, flatness: 1 });
  return verdict.kind === 'known' ? verdict.problemId : verdict.kind;
};

describe('a screen is told', () => {
  it.each([
    ['face_not_seen', ['Yüz taraması', 'Yüzünüzü net goéremiyoruz'], 'with a letter too many'],
    ['file_too_big', ['Tải lên hộ chiếu', 'Ảnh vượt quá4MB'], 'where a space was swallowed before a number'],
    ['other_error', ['Проверка личности', 'Что-то пошло нетак'], 'where a space was swallowed between words'],
    ['verification_failed', ["La vérification d'identité a échoué", 'Recommencer'], 'with an elision'],
    ['error_9801', ['Scanning ID', 'Something stopped the scan. Code 9801'], 'that calls the document ID'],
    [
      'photo_blurred',
      ['Front of ID', 'Your photo is blurry. Make sure that it is sharp.'],
      'with advice after it',
    ],
    ['cookies_blocked', ['KuCoin', 'Your browser is blocking cookies'], 'that names the exchange'],
  ])('%s: %j, %s', (problemId, texts) => {
    expect(told(below(...texts))).toBe(problemId);
  });

  it('from what two passes read apart: what it is about, and the message', () => {
    const [title, message] = [below('Passport photo'), below('This file is too large')];
    expect(told(message)).not.toBe('file_too_big');
    expect(told(title, message)).toBe('file_too_big');
  });

  it('from parts of a line that rises to the right, as on a photo', () => {
    const lines = [
      line('Upload your ID', 40, 40, -0.1),
      line('arge. The limit is 4 MB.', 240, 80, -0.1),
      line('This file is too', 40, 80, -0.1),
    ];
    expect(told(lines)).toBe('file_too_big');
  });
});

describe('a screen is not told', () => {
  it.each([
    ['of another company', ['Revolut', 'The photo of your passport is blurry. Take it again.']],
    ['of an airline', ['Online check-in', 'The passport number does not match your booking. Flight LH 9810']],
    ['of another program with the same number', ['Outlook', 'Error 9810. The mailbox could not be opened.']],
    ['of the lock of a phone', ['Face ID', 'Face not recognised. Enter your passcode.']],
    ['of advice', ['Passport photo', 'Make sure that the photo is not blurry and avoid glare.']],
    ['of a permission that was refused, for a rejection', ['身份认证', '限被拒绝']],
  ])('%s: %j', (_what, texts) => {
    expect(['likely', 'unknown_screen', 'no_screen']).toContain(told(below(...texts)));
  });
});

it('a long number that was read as single letters is covered', () => {
  const crumbs = line('ZI I I BB A I I', 40, 100);
  const places = findPersonal([...below('Error 9801'), crumbs], knowledge.personal);
  expect(places).toEqual([{ kind: 'number', box: crumbs.box }]);
});
