export interface CustomerAnswer {
  readonly customerId: string;
  /** Revision of the customer's stream: its ETag. */
  readonly revision: number;
}
