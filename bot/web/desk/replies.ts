/** A canned reply comes where the cursor is, into what is written already; without script the page comes anew. */
export function putRepliesIntoAnswers(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['replyPicker'] === undefined) return;
    const field = document.querySelector<HTMLTextAreaElement>('#answer');
    const reply = new FormData(form).get('reply');
    if (!field || typeof reply !== 'string') return;
    event.preventDefault();
    void fetchReply(`${form.action}/replies/${encodeURIComponent(reply)}`).then((text) => {
      // Somebody signed out, or the reply is gone: the page says what it is.
      if (text === undefined) form.submit();
      else insert(field, text);
    });
  });
}

async function fetchReply(address: string): Promise<string | undefined> {
  const answer = await fetch(address).catch(() => undefined);
  return answer?.ok ? answer.text() : undefined;
}

function insert(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
