/** Web Chat hides the sign after five seconds. */
const AGAIN_MS = 3_000;

/** Tells the customer that somebody is writing, while somebody does. A sign that gets lost is no loss. */
export function showThatAgentTypes(): void {
  let toldAt = 0;
  document.addEventListener('input', ({ target }) => {
    const form = target instanceof HTMLTextAreaElement ? target.closest<HTMLFormElement>('form') : null;
    const address = form?.dataset['typingTo'];
    if (!form || address === undefined || Date.now() - toldAt < AGAIN_MS) return;
    toldAt = Date.now();
    const token = form.querySelector<HTMLInputElement>('input[name="form"]')?.value ?? '';
    fetch(address, { method: 'POST', body: new URLSearchParams({ form: token }) }).catch(() => undefined);
  });
}
