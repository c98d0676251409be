/** The code of a system or database error (ENOENT, 23505), '' when it has none. Never its message, which may hold values. */
export function errorCode(error: unknown): string {
  // No instanceof: an error may come from another realm, as in tests.
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
