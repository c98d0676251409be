/** What the questions of this flow end with. */
export type DiagnosisAnswer =
  | { readonly kind: 'problem'; readonly text: string; readonly uploadIds: readonly string[] }
  | { readonly kind: 'tried'; readonly helped: boolean; readonly uploadIds: readonly string[] }
  | { readonly kind: 'offer_person'; readonly wanted: boolean };
