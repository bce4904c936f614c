/** A contract after it was signed, amended or ended. */
export interface ContractAnswer {
  readonly contractId: string;
  readonly accountId: string;
  /** Last day, included; absent: until it is ended. */
  readonly endsOn?: string;
}

/** A milestone or outcome that was accepted, and falls due. */
export interface AcceptedAnswer {
  readonly contractId: string;
  readonly itemId: string;
  readonly acceptedOn: string;
  /** What it costs, net, in the contract's currency. */
  readonly amount: string;
  readonly milestoneId?: string;
  readonly acceptanceId?: string;
  readonly measuredValue?: string;
}

export interface RecognisedAnswer {
  readonly contractId: string;
  readonly itemId: string;
  readonly cause: 'accrual' | 'breakage';
  readonly recognitionId: string;
  /** Net, in the contract's currency; never zero. */
  readonly amount: string;
}

export interface RevenueAnswer {
  readonly through: string;
  /** Contracts looked at. */
  readonly contracts: number;
  /** How often revenue was recognised. */
  readonly recognised: number;
  /** The first 100 of them. */
  readonly items: readonly RecognisedAnswer[];
  /** Contracts that could not be recognised, with the reason; the first 100. */
  readonly refused: readonly { readonly contractId: string; readonly code: string; readonly message: string }[];
}
