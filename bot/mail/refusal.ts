/**
 * Tells whether a failed sending may succeed later. Final is only what the server says about this mail or its
 * recipient; a refused password, sender or connection is ours to mend, and the mail waits for that.
 * `code` is safe to log: the server's words are not, they repeat the address.
 */
export function judgeRefusal(error: unknown): { isFinal: boolean; code: string } {
  const { responseCode, command, code } = (error ?? {}) as {
    responseCode?: unknown;
    command?: unknown;
    code?: unknown;
  };
  if (typeof responseCode !== 'number')
    return { isFinal: false, code: typeof code === 'string' ? code : 'unknown' };
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  return { isFinal: responseCode >= 500 && aboutThisMail, code: `smtp_${responseCode}` };
}
