export interface UsageAnswer {
  readonly contractId: string;
  readonly batchId: string;
  /** Records that were new. */
  readonly recorded: number;
  /** Records left out, because their id was on record with the same content. */
  readonly duplicates: number;
}

/** What one batch of several came to; `refused` says why nothing of it was recorded. */
export type UsageBatchResult =
  | ({ readonly state: 'recorded' } & UsageAnswer)
  | {
      readonly state: 'refused';
      readonly contractId: string;
      readonly code: string;
      readonly message: string;
      readonly data: Readonly<Record<string, string | number | boolean | readonly string[]>>;
    };

export interface UsageBatchesAnswer {
  readonly recorded: number;
  readonly duplicates: number;
  /** Batches of which nothing was recorded. */
  readonly refused: number;
  /** In the order of the batches. */
  readonly results: readonly UsageBatchResult[];
}
