/** A request that is not answered, with the status that says why. */

const reasons = {
  400: 'That is not a request that Sabut understands.',
  401: 'This page has no session. Open the address that Sabut shows in its terminal.',
  403: 'That is not allowed.',
  404: 'There is nothing at this address.',
  405: 'That method is not allowed here.',
  413: 'That is too large.',
  415: 'Only JSON is taken here.',
  421: 'This host answers only under the address that it printed.',
  500: 'Sabut failed to answer.',
} as const;

export type RefusalStatus = keyof typeof reasons;

export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly headers: Record<string, string>;

  constructor(status: RefusalStatus, headers: Record<string, string> = {}) {
    super(reasons[status]);
    this.name = 'Refusal';
    this.status = status;
    this.headers = headers;
  }
}
