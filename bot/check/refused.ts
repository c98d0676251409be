/** What was asked for cannot be done; the message is for who typed it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** Whether the fault is in how the command was called, so that showing its options helps. */
  readonly isCall: boolean;

  constructor(message: string, isCall = false) {
    super(message);
    this.isCall = isCall;
  }
}
