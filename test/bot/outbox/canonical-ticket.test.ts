import { describe, expect, it } from '@jest/globals';

import { buildCanonicalTicket } from '../../../bot/outbox/canonical-ticket.ts';
import { createMask } from '../../../bot/outbox/mask.ts';
import { createTicketTokens, tokenAddress, tokensIn } from '../../../bot/outbox/tokens.ts';

describe('what is covered in a text', () => {
  const mask = createMask(['L898 902-C3', 'X12']);

  it.each([
    ['zone', 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', '[machine-readable zone]'],
    ['second line', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10', '[machine-readable zone]'],
    [
      'second line without fillers',
      'L898902C36UTO7408122F1204159ZE184226B1234510',
      '[machine-readable zone]',
    ],
    ['line of a card', 'I<UTOD231458907<<<<<<<<<<<<<<<', '[machine-readable zone]'],
    ['known number, spaced otherwise', 'it is l898902 c3.', 'it is [document number].'],
    ['number that is named', 'Passport number: AB 123456', 'Passport number: [document number]'],
    ['number in a form', 'document number: 12345678', 'document number: [document number]'],
    ['password', 'my password is hunter22x', '[left out: it looked like a secret]'],
  ])('%s', (_, text, covered) => expect(mask(text)).toBe(covered));

  it.each([
    'Error 9801 at 10:15 on Firefox 128',
    'I live in Passport Street 12',
    'My passport is not accepted, number 2 in the list neither',
    'VG-1042 and X12 stay',
    'THE CAMERA STAYS BLACK AND NOTHING HELPS ME AT ALL',
  ])('leaves alone: %s', (text) => expect(mask(text)).toBe(text));
});

describe('a token', () => {
  const tokens = createTicketTokens(Buffer.alloc(32, 1));

  it('leads back to its ticket, at its own helpdesk only, whole and unchanged', () => {
    const token = tokens.of('mail', 'VG-1042');
    expect(tokens.numberOf('mail', token)).toBe('VG-1042');
    expect(tokens.numberOf('mail', token.toUpperCase())).toBe('VG-1042');
    expect(tokens.numberOf('zendesk', token)).toBeUndefined();
    expect(tokens.numberOf('mail', token.replace('1042', '1043'))).toBeUndefined();
    expect(createTicketTokens(Buffer.alloc(32, 2)).numberOf('mail', token)).toBeUndefined();
    expect(tokens.numberOf('mail', 'vg-1042-')).toBeUndefined();
  });

  it('is found in an address, which stays within what mail allows', () => {
    const address = tokenAddress('answers@exchange.example', tokens.of('mail', 'VG-123456789012'));
    expect(tokensIn(`Veriguide <${address}>`)).toEqual([tokens.of('mail', 'VG-123456789012')]);
    expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  });
});

it('is a pure picture of the records, with nothing in it that must not leave', () => {
  const ticket = buildCanonicalTicket({
    ticket: {
      id: 'an-internal-id',
      number: 'VG-1042',
      customerId: 'customer-7',
      conversationId: 'c_7',
      state: 'new',
      expedited: false,
      priority: 'urgent',
      category: 'document_in_use',
      diagnosis: ['document_in_use'],
      tried: ['Sent L898902C3 again'],
      asked: [{ question: 'Which document?', answer: 'L898902C3' }],
      summary: 'L898902C3 is in use',
      uploadIds: ['upl_1'],
      version: 3,
      openedAt: '2026-03-01T09:00:00.000Z',
      stateSince: '2026-03-01T09:00:00.000Z',
      agentId: 'agent-1',
    },
    customer: { id: 'customer-7', name: 'Anna', verified: false },
    language: 'pt',
    titleOf: (id) => `Title of ${id}`,
    transcript: [
      { seq: 4, author: 'customer', at: '2026-03-01T08:59:00.000Z', text: 'L898902C3!', files: [] },
    ],
    attachments: [
      { uploadId: 'upl_1', copyId: 'upl_2', name: 'L898902C3.jpg', contentType: 'image/jpeg', bytes: 9 },
    ],
    withheld: [],
    mask: createMask(['L898902C3']),
  });
  expect(ticket).toMatchObject({
    version: 1,
    number: 'VG-1042',
    category: { id: 'document_in_use', title: 'Title of document_in_use' },
    priority: 'urgent',
    customer: { reference: 'customer-7', name: 'Anna', verified: false },
    language: 'pt',
    standing: { state: 'new', openedAt: '2026-03-01T09:00:00.000Z' },
  });
  expect(JSON.stringify(ticket)).not.toMatch(/L898902C3|an-internal-id|agent-1/);
});
