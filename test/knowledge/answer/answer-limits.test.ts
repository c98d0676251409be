import { describe, expect, it } from '@jest/globals';

import { answerLimit, type Answer } from '../../../knowledge/answer/answer.ts';
import type { Standing } from '../../../knowledge/answer/standing.ts';
import { answerLimits } from '../../../knowledge/answer/summary.ts';
import { ask, knowledge } from '../asking.ts';

/** The guide's table, as it stands there; a verified cell that it leaves empty is null. */
const TABLE: Readonly<
  Record<string, { ask: string; action: string; unverified: string | string[]; verified: string | null }>
> = {
  L01: {
    ask: 'can i change my security settings',
    action: 'Link/change security settings',
    unverified: 'Yes',
    verified: 'Yes',
  },
  L02: {
    ask: 'is it possible to freeze my account',
    action: 'Freeze account',
    unverified: 'Yes',
    verified: 'Yes',
  },
  L03: { ask: 'may i delete my account', action: 'Delete account', unverified: 'Yes', verified: 'Yes' },
  L04: {
    ask: 'can i create a sub-account',
    action: 'Create sub-account',
    unverified: 'Yes',
    verified: 'Yes',
  },
  L05: {
    ask: 'is sub-account trading possible',
    action: 'Sub-account trading',
    unverified: 'No',
    verified: 'Yes',
  },
  L06: { ask: 'can i create an API', action: 'Create APIs', unverified: 'No', verified: 'Yes' },
  L07: { ask: 'can i delete an API', action: 'Delete/edit APIs', unverified: 'Yes', verified: 'Yes' },
  L08: {
    ask: 'can i refer friends for rewards',
    action: 'Refer friends for rewards',
    unverified: 'Yes',
    verified: 'Yes',
  },
  L09: {
    ask: 'can i join the affiliate program',
    action: 'Join affiliate program',
    unverified: 'Yes',
    verified: 'Yes',
  },
  L10: {
    ask: 'can i export my order history',
    action: 'Export order history',
    unverified: 'Yes',
    verified: 'Yes',
  },
  L11: { ask: 'can i deposit fiat', action: 'Deposit fiat', unverified: 'No', verified: 'Yes' },
  L12: {
    ask: 'can i buy crypto with my visa card',
    action: 'Buy crypto via Visa, Mastercard, fiat balance',
    unverified: 'No',
    verified: 'Yes',
  },
  L13: { ask: 'can i buy crypto via p2p', action: 'Buy crypto via P2P', unverified: 'No', verified: 'Yes' },
  L14: {
    ask: 'can i buy crypto via a third party',
    action: 'Buy crypto via third-party',
    unverified: 'No',
    verified: 'Yes',
  },
  L15: { ask: 'can i deposit crypto', action: 'Deposit crypto', unverified: 'No', verified: 'Yes' },
  L16: { ask: 'can i claim red packets', action: 'Claim Red Packets', unverified: 'Yes', verified: 'Yes' },
  L17: { ask: 'can i withdraw fiat', action: 'Withdraw fiat', unverified: 'No', verified: 'Yes' },
  L18: {
    ask: 'can i sell crypto via mastercard',
    action: 'Sell crypto via Visa, Mastercard, fiat balance',
    unverified: 'No',
    verified: 'Yes',
  },
  L19: { ask: 'can i sell crypto via p2p', action: 'Sell crypto via P2P', unverified: 'No', verified: 'Yes' },
  L20: {
    ask: 'can i withdraw via kucard',
    action: 'Withdraw via KuCard',
    unverified: 'No',
    verified: 'Available to users in the EEA region',
  },
  L21: {
    ask: 'can i withdraw crypto',
    action: 'Withdraw Crypto',
    unverified: ['See 24h withdrawal limits'],
    verified: 'See 24h withdrawal limits',
  },
  L22: {
    ask: 'can i send red packets',
    action: 'Send Red Packets',
    unverified: ['See Red Packet distribution limits'],
    verified: 'See Red Packet distribution limits',
  },
  L23: {
    ask: 'can i do spot trading',
    action: 'Spot trading',
    unverified: ['Can place sell orders, cannot place new buy orders'],
    verified: 'Yes',
  },
  L24: {
    ask: 'can i do margin trading',
    action: 'Margin trading',
    unverified: [
      'Can place sell orders, cannot create new positions with buy orders',
      'orrowed cryptocurrencies may still be purchased',
      'Borrowing disabled; repayments allowed',
    ],
    verified: null,
  },
  L25: {
    ask: 'can i trade leverage tokens',
    action: 'Leverage tokens',
    unverified: [
      'Can place sell orders, cannot place new buy orders',
      'Subscriptions disabled; redemptions allowed',
    ],
    verified: null,
  },
  L26: {
    ask: 'can i use trading bots',
    action: 'Trading bots',
    unverified: ['New bots cannot be created or used', 'Running bots are unaffected'],
    verified: null,
  },
  L27: { ask: 'can i use kucoin convert', action: 'KuCoin Convert', unverified: 'No', verified: 'Yes' },
  L28: {
    ask: 'can i do pre-market trading',
    action: 'Pre-Market Trading',
    unverified: 'No',
    verified: 'Yes',
  },
  L29: {
    ask: 'can i trade futures',
    action: 'Futures trading',
    unverified: ['Cannot open or add to new positions', 'Can reduce or close existing positions'],
    verified: 'Yes, max leverage of 125x',
  },
  L30: {
    ask: 'can i use kucoin earn',
    action: 'KuCoin Earn',
    unverified: [
      'Cannot place subscribe, buy, lend, or auto-invest orders',
      'Can place redemption or sell orders',
    ],
    verified: null,
  },
};
const ROWS = Object.entries(TABLE);
const BEFORE = '2023-08-30T23:59:59Z';
const SINCE = '2023-08-31T00:00:00Z';

function answerTo(id: string, standing: Standing): Answer {
  const answer = answerLimit(knowledge, id, standing);
  if (answer.kind === 'ask') throw new Error(`asks for ${answer.missing}`);
  return answer.answer;
}

/** What is said before "Once you are verified". */
function now(text: string): string {
  return text.split('Once you are verified')[0] ?? '';
}

describe.each(ROWS)('%s', (id, { action, unverified, verified, ask: question }) => {
  it('for an older account without verification: by the row', () => {
    const { text, facts, sections, known } = answerTo(id, { verified: false, registeredAt: BEFORE });
    const said = now(text);
    expect(said).toContain(action);
    if (typeof unverified === 'string') expect(said).toContain(`**${unverified}.**`);
    else for (const line of unverified) expect(said).toContain(line);
    expect(said.includes('**Yes.**')).toBe(unverified === 'Yes');
    expect(said.includes('**No.**')).toBe(unverified === 'No');
    expect(facts[0]).toBe(id);
    expect(sections).toContain('3');
    expect(known).toBe(true);
  });

  it('for an account registered since the rule without verification: not yet, whatever the row says', () => {
    const { text, facts, sections } = answerTo(id, { verified: false, registeredAt: SINCE });
    expect(text).toContain(`**${action}: not yet.**`);
    expect(now(text)).not.toMatch(/\*\*(Yes|No|In part)/);
    expect(facts).toEqual(expect.arrayContaining([id, 'R04', 'R08']));
    expect(sections).toEqual(expect.arrayContaining(['introduction (i)', '3', '3.1']));
  });

  it.each([BEFORE, SINCE])('for a verified account registered at %s: by the row', (registeredAt) => {
    const { text, facts } = answerTo(id, { verified: true, registeredAt, residence: 'FR' });
    expect(text).not.toContain('not yet');
    if (verified === null) {
      expect(text).toContain('**Yes.**');
      expect(text).toMatch(/table leaves this cell empty.*infer.*section 3\.2/);
      expect(facts).toEqual([id, 'B03']);
    } else if (verified.startsWith('Yes')) {
      expect(text).toContain('**Yes.**');
      expect(text.includes('125x')).toBe(verified.includes('125x'));
      expect(text).not.toContain('infer');
    } else if (verified.startsWith('See')) {
      expect(text).toContain(verified);
      expect(text).not.toContain('**Yes');
    } else {
      expect(text).toContain('**Yes**, as a user in the EEA region (France)');
    }
  });

  it.each([
    ['2020', 'am not verified', { verified: false, registeredAt: BEFORE }],
    ['2025', 'am not verified', { verified: false, registeredAt: SINCE }],
    ['2020', 'am verified', { verified: true, registeredAt: BEFORE, residence: 'FR' }],
    ['2025', 'am verified', { verified: true, registeredAt: SINCE, residence: 'FR' }],
  ] as const)(`asked in one message: ${question}, registered in %s, %s`, (year, state, standing) => {
    const reply = ask(`${question}? I registered in ${year} and I ${state}.`, { residence: 'FR' });
    expect(reply).toMatchObject({
      intent: 'limits',
      text: answerTo(id, { ...standing, residence: 'FR' }).text,
    });
  });
});

describe('an answer about a row', () => {
  it('asks first whether the account is verified, then when it was registered', () => {
    expect(answerLimit(knowledge, 'L15', {})).toEqual({ kind: 'ask', missing: 'verified' });
    expect(answerLimit(knowledge, 'L15', { verified: false })).toEqual({
      kind: 'ask',
      missing: 'registeredAt',
    });
    expect(answerLimit(knowledge, 'L15', { verified: true })).toMatchObject({ kind: 'answer' });
  });

  it('asks where a verified user lives for the KuCard, and for nothing else', () => {
    expect(answerLimit(knowledge, 'L20', { verified: true })).toEqual({ kind: 'ask', missing: 'residence' });
    expect(answerLimit(knowledge, 'L20', { verified: false, registeredAt: BEFORE })).toMatchObject({
      kind: 'answer',
    });
    expect(answerTo('L20', { verified: true, residence: 'NO' }).text).toContain('**Yes**');
    const abroad = answerTo('L20', { verified: true, residence: 'BR' }).text;
    expect(abroad).toContain('**No:**');
    expect(abroad).toContain('Brazil');
    expect(abroad).toContain('does not say what makes somebody a user "in the EEA region"');
  });

  it('reads the registration date as a moment, whatever its time zone', () => {
    const isSince = (registeredAt: string) =>
      answerTo('L02', { verified: false, registeredAt }).text.includes('not yet');
    expect(isSince('2023-08-30T23:59:59.999Z')).toBe(false);
    expect(isSince('2023-08-31T00:00:00Z')).toBe(true);
    expect(isSince('2023-08-31T07:59:59+08:00')).toBe(false);
    expect(isSince('2023-08-31T08:00:00+08:00')).toBe(true);
    expect(() => isSince('some time ago')).toThrow(RangeError);
  });

  it.each([
    ['L17', 'withdrawal services are unaffected', 'R07'],
    ['L18', 'selling cryptocurrency', 'R05'],
    ['L19', 'selling cryptocurrency', 'R05'],
    ['L20', 'withdrawal services are unaffected', 'R07'],
    ['L16', 'no further deposits', 'R06'],
    ['L25', 'ETFs', 'R05'],
    ['L02', '"only"', 'R05'],
  ])('%s mentions where the guide says it differently: %s', (id, words, fact) => {
    const { text, facts } = answerTo(id, { verified: false, registeredAt: BEFORE });
    expect(text).toContain(words);
    expect(facts).toContain(fact);
    expect(answerTo(id, { verified: true, residence: 'FR' }).text).not.toContain(words);
  });

  it.each(['L21', 'L22'])('%s says that the guide gives no figures', (id) => {
    for (const standing of [{ verified: true }, { verified: false, registeredAt: BEFORE }]) {
      expect(answerTo(id, standing).text).toContain('gives no figures');
    }
  });

  it('contains no figure that the guide does not have', () => {
    const standings = [
      { verified: true, residence: 'FR' },
      { verified: false, registeredAt: BEFORE },
      { verified: false, registeredAt: SINCE },
    ];
    for (const [id] of ROWS) {
      for (const standing of standings) {
        const figures = answerTo(id, standing).text.match(/\d(?:[\d.,:x]*[\dx])?/g) ?? [];
        const known = ['31', '2023', '00:00', '24', '125x', '3.2', '2'];
        expect(figures.filter((figure) => !known.includes(figure))).toEqual([]);
      }
    }
  });

  it('refuses a row that does not exist', () => {
    expect(() => answerLimit(knowledge, 'L31', { verified: true })).toThrow(RangeError);
  });
});

describe('the summary of what an account can do', () => {
  const summary = (standing: Standing): Answer => {
    const answer = answerLimits(knowledge, standing);
    if (answer.kind === 'ask') throw new Error(`asks for ${answer.missing}`);
    return answer.answer;
  };

  /** The actions that stand behind one of its headings. */
  const listed = (text: string, heading: string): string[] =>
    (new RegExp(String.raw`\*\*${heading}:\*\* (.*)`).exec(text)?.[1] ?? '')
      .split(' · ')
      .map((name) => name.replace(/ \((?:inferred|in the EEA region only)\)$/, ''));
  const actions = (
    which: (row: { unverified: string | string[]; verified: string | null }) => boolean,
  ): string[] => ROWS.filter(([, row]) => which(row)).map(([, { action }]) => action);
  const refers = ({ unverified }: { unverified: string | string[] }) => String(unverified).startsWith('See');

  it.each([
    ['verified', { verified: true }],
    ['an older one without verification', { verified: false, registeredAt: BEFORE }],
    ['a newer one without verification', { verified: false, registeredAt: SINCE }],
  ])('rests on all 30 rows: %s', (_, standing) => {
    const { facts } = summary(standing);
    expect(facts).toEqual(expect.arrayContaining(ROWS.map(([id]) => id)));
  });

  it('says what an older account can and cannot do, and what verifying unlocks', () => {
    const { text, facts } = summary({ verified: false, registeredAt: BEFORE });
    expect(listed(text, 'You can')).toEqual(actions(({ unverified }) => unverified === 'Yes'));
    expect(listed(text, 'You cannot')).toEqual(actions(({ unverified }) => unverified === 'No'));
    for (const [, row] of ROWS) {
      const { action, unverified } = row;
      if (typeof unverified === 'string' || refers(row)) continue;
      const line = text.split('\n').find((each) => each.startsWith(`- ${action}: `)) ?? '';
      for (const part of unverified) expect(line).toContain(part);
    }
    expect(listed(text, 'Verifying unlocks')).toEqual(
      actions((row) => row.unverified !== 'Yes' && !refers(row)),
    );
    expect(facts).toEqual(expect.arrayContaining(['R05', 'R06', 'R07', 'R09']));
  });

  it('lets an account registered since the rule do nothing yet, and says what verifying unlocks', () => {
    const { text, facts } = summary({ verified: false, registeredAt: SINCE });
    expect(text.split('\n')[0]).toContain('before it can use any product or service');
    expect(text).toContain('**You can:** nothing');
    expect(text).not.toContain('**You cannot:**');
    expect(listed(text, 'Verifying unlocks')).toEqual(actions((row) => !refers(row)));
    expect(facts).toEqual(expect.arrayContaining(['R04', 'R08']));
  });

  it('lets a verified account do everything, with KuCard by where it is', () => {
    const inEea = summary({ verified: true, residence: 'FR' }).text;
    expect(listed(inEea, 'You can')).toEqual(actions((row) => !refers(row)));
    expect(inEea).not.toContain('**You cannot:**');
    const outside = summary({ verified: true, residence: 'BR' }).text;
    expect(listed(outside, 'You cannot')).toEqual(['Withdraw via KuCard']);
    expect(summary({ verified: true }).text).toContain('Withdraw via KuCard (in the EEA region only)');
  });

  it('marks what is inferred', () => {
    const { text } = summary({ verified: true });
    expect(text.match(/ \(inferred\)/g)).toHaveLength(4);
    expect(text).toMatch(/Inferred: .*section 3\.2/);
  });

  it('asks for what it depends on', () => {
    expect(answerLimits(knowledge, {})).toEqual({ kind: 'ask', missing: 'verified' });
    expect(answerLimits(knowledge, { verified: false })).toEqual({ kind: 'ask', missing: 'registeredAt' });
  });
});
