/** What became of a batch once every planned debit was looked at. */
export interface DirectDebitBatchAnswer {
  readonly batchId: string;
  readonly entityId: string;
  readonly collectionDate: string;
  readonly scheme: 'core' | 'b2b';
  readonly currency: string;
  readonly planned: number;
  readonly ordered: number;
  readonly total: string;
  /** Planned and not collected after all, with the reason. */
  readonly dropped: readonly { readonly directDebitId: string; readonly why: string }[];
}

/** One debit as it stands now. */
export interface DirectDebitRow {
  readonly directDebitId: string;
  readonly accountId: string;
  readonly mandateId: string;
  readonly state: 'planned' | 'in-flight' | 'collected' | 'returned' | 'cancelled';
  readonly sequence?: string;
  readonly amount?: string;
  readonly documents?: readonly string[];
  readonly endedOn?: string;
  readonly reasonCode?: string;
  readonly paymentId?: string;
}

export interface DirectDebitListAnswer {
  readonly batchId: string;
  readonly entityId: string;
  readonly plannedOn: string;
  readonly collectionDate: string;
  readonly scheme: 'core' | 'b2b';
  readonly currency: string;
  /** False: the plan was not walked to its end; send it again. */
  readonly closed: boolean;
  readonly debits: readonly DirectDebitRow[];
}

export interface DirectDebitFileAnswer {
  readonly batchId: string;
  readonly fileName: string;
  /** pain.008.001.08 in UTF-8. The same until a debit of it is cancelled. */
  readonly xml: string;
  readonly count: number;
  readonly total: string;
}
