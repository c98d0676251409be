import { describe, expect, it } from '@jest/globals';

import { createVeil, LIFTED, maskName, MASK } from '../../../../bot/desk/reading/veil.ts';

const veil = createVeil({
  names: ['Anna Maria Eriksson', undefined, 'Łukasz'],
  values: ['anna@example.org', 'L898902C3', '1974-08-12', '12 August 1974'],
});

describe('the veil', () => {
  it.each([
    ['Anna Maria Eriksson', `A${MASK} M${MASK} E${MASK}`],
    ['  Li ', `L${MASK}`],
    ['Élodie', `É${MASK}`],
    ['', ''],
  ])('leaves of the name %j its first letters, and not its length', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each([
    ['I am ANNA and my sister is Hannah', `I am ${MASK} and my sister is Hannah`],
    ['Eriksson, Anna Maria', `${MASK}, ${MASK} ${MASK}`],
    ['łukasz schrieb', `${MASK} schrieb`],
    ['write to anna@example.org.', `write to ${MASK}.`],
    ['or to somebody.else+kyc@mail.example.co.uk, please', `or to ${MASK}, please`],
    ['my passport is l898902c3', `my passport is ${MASK}`],
    ['born on 12 August 1974, 12.08.1974 or 1974-08-12', `born on ${MASK}, ${MASK} or ${MASK}`],
    ['call +49 170 1234567', `call +${MASK}`],
    ['it was AB1234567 before', `it was ${MASK} before`],
    ['card 4111 1111 1111 1111 failed', `card ${MASK} failed`],
  ])('covers what is personal in %j', (text, masked) => {
    expect(veil.text(text)).toBe(masked);
  });

  it.each([
    'The camera stays black since 14:30',
    'I get error 9810 in Chrome 131, three times',
    'See VG-1042 and VG-7K3M-Q2XW',
    'error_document_blurred',
  ])('leaves %j as it is', (text) => {
    expect(veil.text(text)).toBe(text);
  });

  it('covers a number whole', () => {
    expect(veil.value('L898902C3')).toBe(MASK);
  });

  it('covers what looks personal even of somebody of whom nothing is known', () => {
    expect(createVeil({ names: [], values: [] }).text('I am bo@example.org')).toBe(`I am ${MASK}`);
  });

  it('hides nothing once it is lifted', () => {
    const text = 'Anna Eriksson, 1974-08-12';
    expect([LIFTED.name(text), LIFTED.value(text), LIFTED.text(text)]).toEqual([text, text, text]);
  });
});
