import type { PasswordFault } from '../../people/password.ts';

export const PASSWORD_FAULTS: Readonly<Record<PasswordFault, string>> = {
  password_too_short: 'Please choose at least 12 characters.',
  password_too_long: 'Please choose at most 200 characters.',
  password_too_plain: 'That is too easy to guess: use more different characters, and not your login.',
};
