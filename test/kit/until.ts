/** Waits for something to be there; fails with what was awaited and, if given, what was there instead. */
export async function until<T>(
  what: string,
  find: () => T | undefined | Promise<T | undefined>,
  options: { timeoutMs?: number; instead?: () => string } = {},
): Promise<T> {
  const end = Date.now() + (options.timeoutMs ?? 40_000);
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}. ${options.instead?.() ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
