/** What the questions of this flow end with. */
export type EscalationAnswer =
  | { readonly kind: 'open_ticket'; readonly addTo: string | null }
  | { readonly kind: 'summary'; readonly summary: string; readonly uploadIds: readonly string[] }
  | { readonly kind: 'files'; readonly uploadIds: readonly string[] }
  | { readonly kind: 'contact'; readonly email: string | null }
  | { readonly kind: 'send'; readonly agreed: boolean };
