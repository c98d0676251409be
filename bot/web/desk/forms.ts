/** A form is sent once, also when it is clicked twice; and Ctrl+Enter sends where the page says so, with Shift its other way. */
export function sendFormsOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    // A button that sends nothing, against Enter in the wrong place.
    if (event.submitter?.getAttribute('formmethod') === 'dialog') return;
    if (form.dataset['sent'] !== undefined) event.preventDefault();
    form.dataset['sent'] = '';
  });
  // A page from the back button may be used again.
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset['sent'];
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form =
      event.target instanceof Element ? event.target.closest<HTMLFormElement>('form[data-send-with]') : null;
    const other = form?.querySelector<HTMLElement>('[data-send-with-shift]');
    form?.requestSubmit(event.shiftKey ? other : undefined);
  });
  for (const field of document.querySelectorAll<HTMLInputElement>('input[data-select]')) {
    field.addEventListener('focus', () => field.select());
  }
  void goOnWhenSignedIn();
}

/** A link in a mail comes from another site and so without the cookie; asked from here, it is sent. */
async function goOnWhenSignedIn(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>('form[data-signed-in-goes-to]');
  if (!form || document.referrer.startsWith(location.origin)) return;
  const answer = await fetch('/desk/session').catch(() => undefined);
  if (answer?.status === 204) location.replace(form.dataset['signedInGoesTo'] ?? '/desk');
}
