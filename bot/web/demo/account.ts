interface DemoAccount {
  readonly email?: string;
  /** RFC 3339. */
  readonly registeredAt?: string;
  readonly residence?: string;
}

/** Plays the account page of an exchange: what is put here is what it would say about its user. */
export async function playAccount(panel: HTMLFormElement): Promise<void> {
  const output = panel.querySelector('output');
  const field = (name: string): HTMLInputElement | HTMLSelectElement =>
    panel.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;

  for (const example of panel.querySelectorAll<HTMLElement>('[data-date]')) {
    example.addEventListener('click', () => {
      field('registeredAt').value = example.dataset['date'] ?? '';
    });
  }
  panel.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  panel.addEventListener('input', () => say('', ''));

  async function save(): Promise<void> {
    const date = field('registeredAt').value;
    const account: DemoAccount = {
      email: field('email').value.trim(),
      registeredAt: date === '' ? '' : `${date}T00:00:00.000Z`,
      residence: field('residence').value,
    };
    const answer = await fetch('/demo/account', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    }).catch(() => undefined);
    if (answer?.ok) say(panel.dataset['saved'] ?? '', 'good');
    else say(panel.dataset['failed'] ?? '', 'bad');
  }

  function say(text: string, kind: string): void {
    if (!output) return;
    output.textContent = text;
    output.className = kind;
  }

  const known = await fetch('/demo/account').catch(() => undefined);
  if (!known?.ok) return;
  const account = (await known.json()) as DemoAccount;
  // On a slow line somebody may have begun to type: what is there stays.
  const show = (name: string, value = '') => {
    if (field(name).value === '') field(name).value = value;
  };
  show('email', account.email);
  show('registeredAt', account.registeredAt?.slice(0, 10));
  show('residence', account.residence);
}
