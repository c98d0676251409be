import { isMessage, type Activity } from './activity.ts';

const SEEN = 'veriguide.seen';

export interface Unread {
  note(activity: Activity): void;
  /** The user looks at the chat now, or no longer. */
  look(isLooking: boolean): void;
}

/** Counts what came while nobody looked, over reloads as well. */
export function createUnread(onCount: (count: number) => void): Unread {
  let isLooking = false;
  let newest = '';
  let seen = read();
  const unread = new Set<string>();

  function look(): void {
    if (!isLooking || newest <= seen) return;
    seen = newest;
    write(seen);
  }

  return {
    note(activity) {
      if (!isMessage(activity) || activity.from?.role === 'user') return;
      const at = activity.timestamp ?? '';
      if (at > newest) newest = at;
      if (isLooking) look();
      else if (at > seen && activity.id !== undefined) {
        unread.add(activity.id);
        onCount(unread.size);
      }
    },
    look(now) {
      isLooking = now;
      if (!now) return;
      unread.clear();
      onCount(0);
      look();
    },
  };
}

// RFC 3339 timestamps of the server, all in UTC with the same precision, sort as texts.
function read(): string {
  try {
    return localStorage.getItem(SEEN) ?? '';
  } catch {
    return '';
  }
}

function write(at: string): void {
  try {
    localStorage.setItem(SEEN, at);
  } catch {
    // A browser that keeps nothing shows the badge once more after a reload.
  }
}
