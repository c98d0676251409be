import { describe, expect, it } from '@jest/globals';

import { readConfig } from '../../bot/config.ts';

describe('the configuration of tickets', () => {
  it('gives seven days to reopen, unless something else is said', () => {
    expect(readConfig({ OPENING_HOURS: '' }).tickets.reopenDays).toBe(7);
    expect(readConfig({ TICKET_REOPEN_DAYS: '14' }).tickets.reopenDays).toBe(14);
  });

  it.each([
    [{ OPENING_HOURS: 'Mo-Fr 09:00-18:00' }, /OPENING_HOURS: is not read any more: .*SERVICE_LEVELS/],
    [{ OPENING_HOURS_TIME_ZONE: 'Europe/Berlin' }, /`timeZone` in the file that SERVICE_LEVELS names/],
    [{ TICKET_REOPEN_DAYS: '0' }, /TICKET_REOPEN_DAYS/],
  ])('says how it should look when it is not usable: %j', (given, remedy) => {
    expect(() => readConfig(given)).toThrow(remedy);
  });
});

const provider = {
  PUBLIC_URL: 'https://help.example.com',
  OIDC_ISSUER: 'https://login.example.com/realm',
  OIDC_CLIENT_ID: 'desk',
  OIDC_CLIENT_SECRET: 'a secret',
};

describe('the settings of single sign-on', () => {
  it('are off unless they are given', () => {
    expect(readConfig({}).agents).toEqual({ requireSecondFactor: false, singleSignOn: undefined });
  });

  it('need no more than the client of the provider', () => {
    expect(readConfig({ ...provider, REQUIRE_SECOND_FACTOR: 'true' }).agents).toEqual({
      requireSecondFactor: true,
      singleSignOn: {
        issuer: 'https://login.example.com/realm',
        ...{ clientId: 'desk', clientAuth: { method: 'client_secret_post', secret: 'a secret' } },
        ...{ name: 'single sign-on', scope: 'openid profile email' },
        ...{ roles: undefined, allowedDomain: undefined },
      },
    });
  });

  it('may name a client that proves itself otherwise, or a public one', () => {
    const authOf = (change: Record<string, string | undefined>) =>
      readConfig({ ...provider, ...change }).agents.singleSignOn?.clientAuth;
    expect(authOf({ OIDC_CLIENT_AUTH: 'client_secret_basic' })).toEqual({
      method: 'client_secret_basic',
      secret: 'a secret',
    });
    expect(authOf({ OIDC_CLIENT_AUTH: 'none', OIDC_CLIENT_SECRET: undefined })).toEqual({ method: 'none' });
  });

  it('map values of a claim, which may hold an equals sign, to roles', () => {
    const roles = 'cn=KYC leads=supervisor, kyc-team = reviewer';
    const { agents } = readConfig({ ...provider, OIDC_ROLES_CLAIM: 'groups', OIDC_ROLES: roles });
    expect(agents.singleSignOn?.roles).toEqual({
      claim: 'groups',
      mapping: { 'cn=KYC leads': 'supervisor', 'kyc-team': 'reviewer' },
    });
  });

  it.each([
    [{ OIDC_CLIENT_SECRET: undefined }, /OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together/],
    [{ OIDC_CLIENT_AUTH: 'none' }, /leave OIDC_CLIENT_SECRET empty/],
    [{ OIDC_CLIENT_AUTH: 'private_key_jwt' }, /OIDC_CLIENT_AUTH/],
    [{ PUBLIC_URL: undefined }, /PUBLIC_URL must be set/],
    [{ OIDC_ISSUER: 'http://login.example.com' }, /must be an https address/],
    [{ OIDC_ISSUER: 'login.example.com' }, /OIDC_ISSUER/],
    [{ OIDC_ROLES_CLAIM: 'groups' }, /OIDC_ROLES_CLAIM and OIDC_ROLES go together/],
    [{ OIDC_ROLES_CLAIM: 'groups', OIDC_ROLES: 'team=owner' }, /OIDC_ROLES: must be pairs like/],
    [{ OIDC_ROLES_CLAIM: 'groups', OIDC_ROLES: 'reviewer' }, /OIDC_ROLES: must be pairs like/],
    [{ REQUIRE_SECOND_FACTOR: 'yes' }, /REQUIRE_SECOND_FACTOR/],
  ])('that contradict each other stop the start: %j', (change, words) => {
    expect(() => readConfig({ ...provider, ...change })).toThrow(words);
  });

  it('may name a provider on this very machine without https', () => {
    const { agents } = readConfig({ ...provider, OIDC_ISSUER: 'http://localhost:8080/realms/test' });
    expect(agents.singleSignOn?.issuer).toBe('http://localhost:8080/realms/test');
  });
});
