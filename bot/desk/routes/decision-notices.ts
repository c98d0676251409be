import type { Notice } from '../views/layout.tsx';
import { OPENING_NOTICES } from './personal-data.ts';

/** What a reviewer is told after a decision, whatever it was about. */
export const DECISION_NOTICES: Readonly<Record<string, Notice>> = {
  ...OPENING_NOTICES,
  approved: { kind: 'done', text: 'Approved. The customer is told in the chat and by e-mail.' },
  rejected: { kind: 'done', text: 'Rejected. The customer is told what to mend, in the chat and by e-mail.' },
  proposed: {
    kind: 'done',
    text: 'Noted. It takes effect when a colleague says the same; the customer is told nothing yet.',
  },
  disagreed: {
    kind: 'warning',
    text: 'Noted. It differs from what a colleague said: it takes effect when another one says the same as you.',
  },
};
