const MINUTE_MS = 60_000;
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Moments in the agent's own time zone; waiting times that go on counting. */
export function keepTimes(): void {
  showTimes();
  setInterval(showTimes, MINUTE_MS / 2);
}

export function showTimes(root: ParentNode = document): void {
  for (const [kind, format] of [
    ['moment', moment],
    ['clock', clock],
    ['day', day],
  ] as const) {
    for (const time of root.querySelectorAll<HTMLTimeElement>(`time[data-${kind}]`)) {
      const at = new Date(time.dateTime);
      time.textContent = format.format(at);
      if (time.title) time.title = moment.format(at);
    }
  }
  for (const time of root.querySelectorAll<HTMLTimeElement>('time[data-since]')) {
    const at = new Date(time.dateTime);
    time.textContent = since(Date.now() - at.getTime());
    time.title = moment.format(at);
  }
  for (const time of root.querySelectorAll<HTMLTimeElement>('time[data-due]')) {
    const at = new Date(time.dateTime);
    const left = at.getTime() - Date.now();
    const what = time.dataset['due'] ?? '';
    time.textContent = left < 0 ? `${what} overdue by ${since(-left)}` : `${what} due in ${since(left)}`;
    time.classList.toggle('bad', left < 0);
    time.classList.toggle('quiet', left >= 0);
    time.title = `${what}: ${moment.format(at)}`;
  }
}

/** In the server's words, so that nothing jumps when a page is refreshed. */
function since(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}
