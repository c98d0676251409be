/** What a mail to a customer says. How it looks, who sends it and to whom is not decided here. */
export interface MailContent {
  /** ISO 639-1. */
  readonly locale: string;
  readonly subject: string;
  /** What mailboxes show beside the subject. */
  readonly preheader: string;
  readonly parts: readonly MailPart[];
  /** What stands on the button that leads to the chat; absent where nothing is to be done there. */
  readonly button?: string;
  readonly check: { readonly title: string; readonly text: string; readonly code: string };
  readonly footer: readonly string[];
}

export type MailPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'points'; readonly points: readonly MailPoint[] }
  /** Somebody's words. A line break stays one. */
  | { readonly kind: 'quote'; readonly paragraphs: readonly string[] };

export interface MailPoint {
  readonly title: string;
  readonly text: string;
}
