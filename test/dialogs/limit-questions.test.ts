import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { examplesOf } from '../../knowledge/recognise/examples.ts';
import { Chat, knowledge } from './kit/chat.ts';
import { World } from './kit/world.ts';

type Cell = 'Yes' | 'No' | readonly string[];

/** The guide's table, row by row, as it stands there. `verified` is null where the guide leaves the cell empty. */
const TABLE: Readonly<Record<string, readonly [action: string, unverified: Cell, verified: Cell | null]>> = {
  L01: ['Link/change security settings', 'Yes', 'Yes'],
  L02: ['Freeze account', 'Yes', 'Yes'],
  L03: ['Delete account', 'Yes', 'Yes'],
  L04: ['Create sub-account', 'Yes', 'Yes'],
  L05: ['Sub-account trading', 'No', 'Yes'],
  L06: ['Create APIs', 'No', 'Yes'],
  L07: ['Delete/edit APIs', 'Yes', 'Yes'],
  L08: ['Refer friends for rewards', 'Yes', 'Yes'],
  L09: ['Join affiliate program', 'Yes', 'Yes'],
  L10: ['Export order history', 'Yes', 'Yes'],
  L11: ['Deposit fiat', 'No', 'Yes'],
  L12: ['Buy crypto via Visa, Mastercard, fiat balance', 'No', 'Yes'],
  L13: ['Buy crypto via P2P', 'No', 'Yes'],
  L14: ['Buy crypto via third-party', 'No', 'Yes'],
  L15: ['Deposit crypto', 'No', 'Yes'],
  L16: ['Claim Red Packets', 'Yes', 'Yes'],
  L17: ['Withdraw fiat', 'No', 'Yes'],
  L18: ['Sell crypto via Visa, Mastercard, fiat balance', 'No', 'Yes'],
  L19: ['Sell crypto via P2P', 'No', 'Yes'],
  L20: ['Withdraw via KuCard', 'No', ['as a user in the EEA region (Norway)']],
  L21: ['Withdraw Crypto', ['See 24h withdrawal limits'], ['See 24h withdrawal limits']],
  L22: ['Send Red Packets', ['See Red Packet distribution limits'], ['See Red Packet distribution limits']],
  L23: ['Spot trading', ['Can place sell orders, cannot place new buy orders'], 'Yes'],
  L24: [
    'Margin trading',
    [
      'Can place sell orders, cannot create new positions with buy orders',
      'orrowed cryptocurrencies may still be purchased',
      'Borrowing disabled; repayments allowed',
    ],
    null,
  ],
  L25: [
    'Leverage tokens',
    ['Can place sell orders, cannot place new buy orders', 'Subscriptions disabled; redemptions allowed'],
    null,
  ],
  L26: ['Trading bots', ['New bots cannot be created or used', 'Running bots are unaffected'], null],
  L27: ['KuCoin Convert', 'No', 'Yes'],
  L28: ['Pre-Market Trading', 'No', 'Yes'],
  L29: [
    'Futures trading',
    ['Cannot open or add to new positions', 'Can reduce or close existing positions'],
    ['**Yes.**', '125x'],
  ],
  L30: [
    'KuCoin Earn',
    ['Cannot place subscribe, buy, lend, or auto-invest orders', 'Can place redemption or sell orders'],
    null,
  ],
};

const ACCOUNTS = [
  {
    name: 'unverified, registered before the rule',
    verified: false,
    registeredAt: '2021-06-10T08:00:00Z',
    said: 'I joined in June 2021 and never did the KYC.',
  },
  {
    name: 'unverified, registered since the rule',
    verified: false,
    registeredAt: '2024-02-11T08:00:00Z',
    said: 'I opened my account in February 2024 and am not verified yet.',
  },
  {
    name: 'verified, registered before the rule',
    verified: true,
    registeredAt: '2019-03-02T08:00:00Z',
    said: 'My account is from 2019 and it is verified.',
  },
  {
    name: 'verified, registered since the rule',
    verified: true,
    registeredAt: '2025-01-05T08:00:00Z',
    said: 'I signed up in 2025 and I am verified.',
  },
] as const;
type Account = (typeof ACCOUNTS)[number];

const QUESTIONS = parse(readFileSync(new URL('./limit-questions.yaml', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;
const ASKED_BY_A_KNOWN_ACCOUNT = 3;

const CASES = Object.entries(QUESTIONS).flatMap(([row, questions]) =>
  questions.flatMap((question, number) => ACCOUNTS.map((account) => ({ row, question, number, account }))),
);

/** The account as the exchange vouches for it, or as the customer tells about it in the message. */
async function ask(question: string, number: number, account: Account) {
  const { verified, registeredAt, said } = account;
  const world = new World();
  const isKnown = number < ASKED_BY_A_KNOWN_ACCOUNT;
  world.customer = {
    ...world.customer,
    residence: 'NO',
    ...(isKnown && { verified, registeredAt }),
  };
  const chat = new Chat(world);
  const texts = await chat.says(isKnown ? question : `${said} ${question}`);
  const facts = chat.replies.flatMap(
    ({ channelData }) => (channelData as { facts?: readonly string[] } | undefined)?.facts ?? [],
  );
  return { text: texts.join('\n\n'), facts };
}

function expectCell(said: string, cell: Cell): void {
  expect(said.includes('**Yes.**')).toBe(cell === 'Yes' || cell.includes('**Yes.**'));
  expect(said.includes('**No.**')).toBe(cell === 'No');
  if (typeof cell !== 'string') for (const line of cell) expect(said).toContain(line);
}

describe.each(Object.keys(TABLE))('%s', (row) => {
  const [action, unverified, verified] = TABLE[row] ?? ['', 'No', 'No'];
  it.each(CASES.filter((each) => each.row === row))(
    '$account.name: $question',
    async ({ question, number, account }) => {
      const { text, facts } = await ask(question, number, account);
      expect(text).toContain(action);
      expect(facts.filter((id) => id.startsWith('L'))).toEqual([row]);
      const [now = ''] = text.split('Once you are verified');
      if (account.verified) {
        expect(text).not.toContain('not yet');
        if (verified === null) expect(text).toMatch(/\*\*Yes\.\*\*[\s\S]*leaves this cell empty/);
        else expectCell(text, verified);
      } else if (account.registeredAt > '2023-08-31') {
        expect(now).toContain(`**${action}: not yet.**`);
        expect(now).not.toMatch(/\*\*(Yes|No|In part)/);
        expect(facts).toEqual(expect.arrayContaining(['R04', 'R08']));
      } else {
        expectCell(now, unverified);
        expect(text).not.toContain('not yet');
      }
    },
  );
});

describe('the questions', () => {
  it('are 600, five for each row', () => {
    expect(Object.keys(QUESTIONS)).toEqual(Object.keys(TABLE));
    expect(CASES).toHaveLength(600);
  });

  it('are none that the recogniser was trained on', () => {
    const trained = new Set(examplesOf(knowledge).map(({ text }) => plain(text)));
    expect(
      CASES.filter(({ question }) => trained.has(plain(question))).map(({ question }) => question),
    ).toEqual([]);
  });
});

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
