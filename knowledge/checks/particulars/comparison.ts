/** `unsure`: neither confirmed nor contradicted, as when the document shows only a part or was read badly. */
export type Comparison = 'agrees' | 'unsure' | 'differs';
