import { describe, expect, it } from '@jest/globals';

import { recogniser } from '../asking.ts';

const entities = (text: string) => recogniser.recognise(text).entities;

describe('amounts', () => {
  it.each([
    ['can i withdraw 5,000 USDT', [[5000, 'USDT']]],
    ['is $1.5k ok', [[1500, 'USD']]],
    [
      'move 0.25 btc and 1.000,50 euros',
      [
        [0.25, 'BTC'],
        [1000.5, 'EUR'],
      ],
    ],
    ['10 000 usd a day', [[10_000, 'USD']]],
    ['my photo has 6 mb', [[6, 'MB']]],
    ['100x leverage', [[100, 'x']]],
    ['error 9801', []],
    ['in 2021 i made 3 accounts', []],
    ['max 4mb', [[4, 'MB']]],
    [
      '€200 or 200 €',
      [
        [200, 'EUR'],
        [200, 'EUR'],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(entities(text).amounts.map(({ value, unit }) => [value, unit])).toEqual(expected);
  });
});

describe('dates', () => {
  it.each([
    ['between 3 May 2022 and June 2023', ['2022-05-03', '2023-06-01']],
    ['registered on 2021-02-28', ['2021-02-28']],
    ['in 2020', ['2020-01-01']],
    ['no date at all', []],
  ])('%s', (text, expected) => {
    expect(
      entities(text)
        .dates.map(({ from }) => from.slice(0, 10))
        .sort(),
    ).toEqual(expected);
  });
});

describe('products', () => {
  it.each([
    ['can i trade perps', ['Futures trading']],
    ['futurs and margn', ['Futures trading', 'Margin trading']],
    ['ku card withdrawals', ['KuCard']],
    ['red envelopes', ['Red Packets']],
    ['swap coins', ['KuCoin Convert']],
    ['how long does it take', []],
  ])('%s', (text, expected) => {
    expect(entities(text).products).toEqual(expected);
  });
});

it('gives everything that a message names in one result', () => {
  expect(
    entities(
      'I registered in May 2021 with a German passport, am not verified, got error 9801 and want to withdraw 500 euros by KuCard',
    ),
  ).toMatchObject({
    limitIds: ['L20'],
    products: ['KuCard'],
    errorCode: '9801',
    country: 'DE',
    documentType: 'passport',
    verified: false,
    amounts: [{ value: 500, unit: 'EUR', text: '500 euros' }],
    problemIds: expect.arrayContaining(['error_9801']),
  });
});
