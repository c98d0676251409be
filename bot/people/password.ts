import { hash, verify } from '@node-rs/argon2';

const MIN_CHARACTERS = 12;
/** Longer ones only make the server hash more. */
const MAX_CHARACTERS = 200;
const MIN_DIFFERENT_CHARACTERS = 6;

export type PasswordFault = 'password_too_short' | 'password_too_long' | 'password_too_plain';

/** What is wrong with a new password, if anything. Length counts; no rules about kinds of characters. */
export function judgePassword(password: string, login: string): PasswordFault | undefined {
  if (password.length < MIN_CHARACTERS) return 'password_too_short';
  if (password.length > MAX_CHARACTERS) return 'password_too_long';
  const plain = password.toLowerCase();
  const different = new Set(plain).size;
  const containsLogin = login.length > 2 && plain.includes(login.toLowerCase());
  return different < MIN_DIFFERENT_CHARACTERS || containsLogin ? 'password_too_plain' : undefined;
}

/** Argon2id with a salt of its own, 19 MiB and two passes: OWASP's first choice and the library's default. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'));
}

/** With no hash (an unknown login) it takes as long and is always false. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody signs in with this');
  const right = await verify(
    passwordHash ?? (await nobodysHash),
    password.slice(0, MAX_CHARACTERS).normalize('NFKC'),
  );
  return right && passwordHash !== undefined;
}

let nobodysHash: Promise<string> | undefined;
