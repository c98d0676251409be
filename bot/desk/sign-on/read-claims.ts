import { ROLES, type Role } from '../../people/roles.ts';

/** What an identity provider says about somebody, as it came. */
export type Claims = Readonly<Record<string, unknown>>;

export interface ClaimRules {
  /** Which claim holds groups or roles, and the role here of each value. Undefined: roles are given at the desk. */
  readonly roles?: { readonly claim: string; readonly mapping: Readonly<Record<string, Role>> } | undefined;
  /** Only mail addresses of this domain, and only such as the provider has verified. */
  readonly allowedDomain?: string | undefined;
}

export type ClaimsVerdict =
  | {
      readonly kind: 'fits';
      readonly name: string;
      readonly login: string;
      readonly role: Role | undefined;
    }
  | { readonly kind: 'other_domain' };

/** Judges what the provider said. Pure; who it is (issuer and subject) is not decided here. */
export function readClaims(claims: Claims, { roles, allowedDomain }: ClaimRules): ClaimsVerdict {
  const email = textOf(claims['email']);
  if (allowedDomain !== undefined) {
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
    const fits = email.includes('@') && domain === allowedDomain.toLowerCase();
    if (!fits || claims['email_verified'] !== true) return { kind: 'other_domain' };
  }
  const login = email || textOf(claims['preferred_username']);
  const name = textOf(claims['name']) || textOf(claims['preferred_username']) || email;
  return { kind: 'fits', name: name || 'Agent', login, role: roles && highestRole(claims, roles) };
}

/** Of all values that the mapping knows, the one with the most rights. */
function highestRole(claims: Claims, { claim, mapping }: NonNullable<ClaimRules['roles']>): Role | undefined {
  const given = valuesOf(claimOf(claims, claim)).flatMap((value) =>
    Object.hasOwn(mapping, value) ? [mapping[value]] : [],
  );
  return ROLES.findLast((role) => given.includes(role));
}

/** Some providers nest them: `realm_access.roles`. A claim that is named with dots comes first. */
function claimOf(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, name) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isThere ? (value as Claims)[name] : undefined;
  }, claims);
}

const valuesOf = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

const textOf = (value: unknown): string => (typeof value === 'string' ? value.normalize('NFC').trim() : '');
