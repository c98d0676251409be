/** What the questions of this flow end with. */
export type DiagnosisAnswer =
  | {
      readonly kind: 'problem';
      readonly text: string;
      readonly uploadIds: readonly string[];
      /** Read on a screenshot: surely, or as what it may be. */
      readonly symptoms?: readonly string[];
      readonly likely?: readonly string[];
    }
  /** What a screenshot shows, of what it may be; null: none of these. */
  | { readonly kind: 'seen'; readonly problemId: string | null }
  /** A question of a tree of knowledge/diagnosis. */
  | { readonly kind: 'symptom'; readonly tree: string; readonly node: string; readonly option: string }
  | {
      readonly kind: 'tried';
      readonly cause: string;
      readonly helped: boolean;
      readonly uploadIds: readonly string[];
    }
  | { readonly kind: 'offer_person'; readonly wanted: boolean };
