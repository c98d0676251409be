import { describe, expect, it } from '@jest/globals';

import { readClaims } from '../../../bot/desk/sign-on/read-claims.ts';

const roles = {
  claim: 'realm_access.roles',
  mapping: { lead: 'supervisor', team: 'agent', __proto__: 'admin' },
} as const;

describe('the claims of an identity provider', () => {
  it.each([
    [{ realm_access: { roles: ['team', 'lead'] } }, 'supervisor'],
    [{ realm_access: { roles: 'team' } }, 'agent'],
    [{ 'realm_access.roles': ['team'], realm_access: { roles: ['lead'] } }, 'agent'],
    [{ realm_access: { roles: ['Lead', 7, null, 'toString', '__proto__'] } }, undefined],
    [{ realm_access: 'roles' }, undefined],
    [{}, undefined],
  ])('%j give the role %s', (claims, role) => {
    expect(readClaims(claims, { roles })).toMatchObject({ kind: 'fits', role });
  });

  it('give no role where roles are given at the desk', () => {
    expect(readClaims({ groups: ['lead'] }, {})).toMatchObject({ role: undefined });
  });

  it.each([
    ['a@exchange.example', true, 'fits'],
    ['A@EXCHANGE.EXAMPLE', true, 'fits'],
    ['a@exchange.example', 'true', 'other_domain'],
    ['a@exchange.example', undefined, 'other_domain'],
    ['a@evil.example@exchange.example.evil', true, 'other_domain'],
    ['exchange.example', true, 'other_domain'],
    ['', true, 'other_domain'],
  ])('with the address %j, verified %j: %s', (email, verified, kind) => {
    const claims = { email, email_verified: verified };
    expect(readClaims(claims, { allowedDomain: 'exchange.example' }).kind).toBe(kind);
  });

  it('name people as well as they can', () => {
    expect(readClaims({ name: ' Kim ', email: 'k@example.org' }, {})).toMatchObject({
      ...{ name: 'Kim', login: 'k@example.org' },
    });
    expect(readClaims({ preferred_username: 'kim' }, {})).toMatchObject({ name: 'kim', login: 'kim' });
    expect(readClaims({}, {})).toMatchObject({ name: 'Agent', login: '' });
  });
});
