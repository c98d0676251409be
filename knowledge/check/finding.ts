/** Something about the knowledge that its editor should know. A fault must be mended, a hint may be looked at. */
export interface Finding {
  readonly level: 'fault' | 'hint';
  /** The file or the entry. */
  readonly where: string;
  readonly what: string;
}
