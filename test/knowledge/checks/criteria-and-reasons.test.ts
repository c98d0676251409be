import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { REASON_CODES } from '../../../knowledge/reasons/reason-code.ts';
import { ReasonEntry } from '../../../knowledge/reasons/reason-entry.ts';
import { reasonText } from '../../../knowledge/reasons/reason-text.ts';
import { criteria } from './measurements.ts';

const folder = new URL('../../../knowledge/reasons/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const entries = files.map((name) => ReasonEntry.parse(parse(readFileSync(new URL(name, folder), 'utf8'))));
const reasons = new Map(entries.map((entry) => [entry.code, entry]));

describe('the words of the reasons', () => {
  it('exist for every code, in a file of its name', () => {
    expect(files.map((name) => name.replace('.yaml', '')).sort()).toEqual([...REASON_CODES].sort());
    expect([...reasons.keys()].sort()).toEqual([...REASON_CODES].sort());
  });

  it('say the figures of the check when there are any', () => {
    const details = { megabytes: 5.2, limitMegabytes: 4 };
    expect(reasonText({ reasons }, { code: 'photo_too_large', details }).advice).toMatch(
      /^It has 5.2 MB; a photo must be smaller than 4 MB\. Lower/,
    );
    expect(reasonText({ reasons }, { code: 'photo_too_large' }).advice).toMatch(/^Lower/);
  });

  it('tell a customer no score, threshold or check digit', () => {
    for (const { title, advice, detail = '' } of entries) {
      expect(`${title} ${advice} ${detail}`).not.toMatch(
        /score|threshold|distance|descriptor|similarity|check digit/i,
      );
    }
  });

  it('tell a customer of no other account, also where there is one', () => {
    for (const code of ['document_already_used', 'photo_already_used', 'face_already_enrolled'] as const) {
      const { title, advice } = reasonText({ reasons }, { code });
      // That one person can verify one account is the rule for everybody.
      expect(`${title} ${advice}`).not.toMatch(
        /already|used|enrolled|known|somebody|another (customer|person)/i,
      );
      expect(title).not.toMatch(/another account|match|same/i);
    }
  });
});

describe('the criteria', () => {
  it('are numbers, in bands that make sense', () => {
    expect(criteria.match.maxDistance).toBeLessThan(criteria.match.minDifferentDistance);
    expect(criteria.selfie.minFaceSharpness).toBeLessThan(criteria.selfie.minFaceSharpnessSure);
    expect(criteria.document.maxGlareShare).toBeLessThan(criteria.document.maxGlareShareReadable);
  });
});
