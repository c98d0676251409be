import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { loadKnowledge } from '../../knowledge/load.ts';

const OURS = path.resolve(import.meta.dirname, '../../knowledge');

describe('knowledge with a mistake in it is refused, and the mistake named', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'knowledge-'));
    cpSync(OURS, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const change = (file: string, from: string | RegExp, to: string) => {
    const place = path.join(folder, file);
    const before = readFileSync(place, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(place, after);
  };

  it('loads as it is', () => {
    expect(() => loadKnowledge(folder)).not.toThrow();
  });

  it.each([
    [
      'an id that is not the name of the file',
      'facts/R01.yaml',
      'id: R01',
      'id: R02',
      /facts\/R01\.yaml: its id is R02/,
    ],
    [
      'a fact that does not exist',
      'articles/what_is_kyc.yaml',
      '[R01, R02]',
      '[R01, R99]',
      /no fact or limit R99/,
    ],
    ['a fact of a note that does not exist', 'limits/L16.yaml', '[R06]', '[R88]', /limits\/L16\.yaml.*R88/],
    [
      'a concept that does not exist',
      'limits/L28.yaml',
      '[premarket]',
      '[postmarket]',
      /no concept postmarket/,
    ],
    [
      'steps that do not exist',
      'problems/error_9810.yaml',
      'use: update_browser',
      'use: buy_phone',
      /no steps buy_phone/,
    ],
    [
      'a cause that does not exist',
      'diagnosis/heic.yaml',
      'try: file_format',
      'try: file_shape',
      /diagnosis\/heic\.yaml: format: there is no cause file_shape/,
    ],
    [
      'a tree with a circle',
      'diagnosis/heic.yaml',
      'try: file_format, next: ticket',
      'try: file_format, next: heic',
      /heic → format → heic is a circle/,
    ],
    [
      'an article that does not exist',
      'intents/benefits.yaml',
      'article: benefits',
      'article: gains',
      /no article gains/,
    ],
    ['a field that nobody knows', 'facts/R01.yaml', 'text:', 'txt:', /facts\/R01\.yaml/],
    ['a review without a date', 'facts/R01.yaml', /reviewed: .*/, 'reviewed: lately', /R01\.yaml: reviewed/],
    [
      'too few examples',
      'articles/spotlight.yaml',
      /examples:\n(?: {2}- .*\n)+/,
      'examples:\n  - spotlight\n',
      /spotlight\.yaml: examples/,
    ],
    [
      'an address without its twin',
      'articles/institution.yaml',
      'textWithoutEmail',
      'title',
      /institution\.yaml/,
    ],
    ['broken YAML', 'criteria.yaml', 'photo:', 'photo: [', /criteria\.yaml/],
    [
      'a reason without words',
      'reasons/document_blurred.yaml',
      'code: document_blurred',
      'code: document_dark',
      /document_blurred/,
    ],
  ])('%s', (_, file, from, to, fault) => {
    change(file, from, to);
    expect(() => loadKnowledge(folder)).toThrow(fault);
  });

  it('lists all mistakes at once', () => {
    change('facts/R01.yaml', 'id: R01', 'id: R02');
    change('limits/L28.yaml', '[premarket]', '[postmarket]');
    expect(() => loadKnowledge(folder)).toThrow(/R01\.yaml[\s\S]*postmarket/);
  });
});
