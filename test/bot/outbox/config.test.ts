import { describe, expect, it } from '@jest/globals';

import { readConfig } from '../../../bot/config.ts';

const KEY = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const PUBLIC_URL = 'https://help.example.com';

describe('the settings of helpdesks', () => {
  it('need none', () => {
    expect(readConfig({}).helpdesks).toEqual({ masked: true });
  });

  it('may name several at once, and two keys while one is being changed', () => {
    const { helpdesks } = readConfig({
      PUBLIC_URL,
      ...{ HELPDESK_WEBHOOK_URL: 'https://hook.example/x', HELPDESK_WEBHOOK_SECRET: `${KEY} ${OTHER}` },
      ...{ ZAMMAD_URL: 'https://zammad.example/', ZAMMAD_TOKEN: 't', ZAMMAD_GROUP: 'Users' },
      ZAMMAD_CUSTOMER: 'chat@exchange.example',
    });
    expect(helpdesks.webhook?.secrets).toEqual([Buffer.alloc(32, 1), Buffer.alloc(24, 2)]);
    expect(helpdesks.zammad).toMatchObject({ url: 'https://zammad.example', webhookSecret: undefined });
    expect(helpdesks.zendesk).toBeUndefined();
  });

  it.each([
    [{ ZENDESK_URL: 'https://a.zendesk.com' }, /ZENDESK_URL needs ZENDESK_USER as well/],
    [{ HELPDESK_MAIL_TO: 'a@b.example' }, /HELPDESK_MAIL_TO needs SMTP_URL/],
    [{ HELPDESK_IMAP_URL: 'imaps://a:b@c' }, /HELPDESK_IMAP_URL needs HELPDESK_MAIL_ANSWERS_TO/],
    [
      { HELPDESK_WEBHOOK_URL: 'https://a.example', HELPDESK_WEBHOOK_SECRET: 'short' },
      /HELPDESK_WEBHOOK_SECRET/,
    ],
    [
      { HELPDESK_WEBHOOK_URL: 'https://a.example', HELPDESK_WEBHOOK_SECRET: KEY, PUBLIC_URL: '' },
      /needs PUBLIC_URL/,
    ],
    [{ CHATWOOT_ACCOUNT_ID: 'seven' }, /CHATWOOT_ACCOUNT_ID: must be a whole number/],
  ])('say what is missing: %p', (env, words) => {
    expect(() => readConfig({ PUBLIC_URL, ...env })).toThrow(words);
  });
});
