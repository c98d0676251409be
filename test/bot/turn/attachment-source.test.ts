import { describe, expect, it } from '@jest/globals';

import { isPublicAddress, openSource } from '../../../bot/turn/attachment-source.ts';
import { isLoopbackUrl } from '../../../bot/turn/loopback.ts';

describe('an address is asked for a file only when it leads into nobody’s own network', () => {
  it.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8'])('%s may be asked', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'localhost',
    '',
  ])('%s may not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  const rules = {
    serviceUrl: 'https://smba.example/emea/',
    onlyLoopback: false,
    signal: AbortSignal.timeout(2_000),
    tokenForChannel: () => Promise.resolve(undefined),
  };

  it.each([
    'http://93.184.216.34/plain.png',
    'https://127.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://2130706433/a.png',
    'https://localhost/a.png',
    'ftp://93.184.216.34/a.png',
  ])('%s is refused before a byte is sent', async (url) => {
    await expect(openSource({ url, name: 'a', contentType: '' }, rules)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

it.each([
  ['http://localhost:3978', true],
  ['http://127.0.0.1', true],
  ['http://127.1.2.3:80/x', true],
  ['http://[::1]:3978', true],
  ['http://localhost.evil.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['http://0.0.0.0', false],
  ['not an address', false],
])('%s is this machine: %s', (url, expected) => {
  expect(isLoopbackUrl(url)).toBe(expected);
});
