/** What broke on our side. What a user did wrong is a verdict, not a failure. */
export type FailureCode =
  | 'bad_config'
  | 'database_unavailable'
  | 'not_found'
  | 'forbidden'
  /** The role of somebody who is signed in lacks the right. */
  | 'role_lacking'
  | 'unauthorized'
  | 'expired'
  | 'bad_request'
  | 'too_large'
  | 'conflict'
  | 'too_many_requests'
  | 'worker_failed'
  | 'worker_busy'
  | 'file_damaged'
  | 'mail_failed'
  | 'helpdesk_unreachable'
  | 'provider_unavailable';

/** An error with a stable code. The message is for operators and carries no personal data. */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
  }
}
