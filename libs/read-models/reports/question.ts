import { isRealDay } from '#ledger';

/** Which dates decide: when a fact counts, or the period it was booked in. */
export type Basis = 'effective' | 'posting';

/** A ledger sequence, or a moment in milliseconds since the Unix epoch: the last fact recorded at or before it. */
export type KnownAt = { readonly sequence: number } | { readonly time: number };

/** What every report is asked with. */
export interface Question {
  /** Default: every legal entity. */
  readonly entityId?: string;
  readonly customerId?: string;
  /** Includes the whole of that day, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Default: everything the read model holds by now. */
  readonly knownAt?: KnownAt;
  /** Default `effective`. */
  readonly basis?: Basis;
}

export interface AgingQuestion extends Question {
  /** What an item's age is counted from. Default `due-date`. */
  readonly by?: 'due-date' | 'invoice-date';
  /** True: one row for each customer without a parent, with everything below it. */
  readonly rollUp?: boolean;
}

export interface RevenueQuestion extends Question {
  /** First day counted, `YYYY-MM-DD`; default: the beginning. */
  readonly from?: string;
  /** What a row stands for, beside the entity and the currency. Default `month`. */
  readonly groupBy?: readonly RevenueGroup[];
  /** Fees and interest are no sales. Default `sales`. */
  readonly income?: RevenueIncome;
}

export type RevenueGroup = 'month' | 'customer' | 'product' | 'contract';
export type RevenueIncome = 'sales' | 'fees' | 'all';

export interface RecurringRevenueQuestion extends PeriodQuestion {
  /** What a row stands for, beside the month, the entity and the currency. Default: nothing else. */
  readonly groupBy?: readonly ('customer' | 'plan')[];
}

export interface PeriodQuestion extends Question {
  /** First day of the movement columns, `YYYY-MM-DD`; default: the first day of the year of `asOf`. */
  readonly from?: string;
}

export interface MeasuresQuestion extends PeriodQuestion {
  /** What a row stands for, beside the month, the entity and the currency. Default: nothing else. */
  readonly groupBy?: readonly 'customer'[];
}

export interface ForecastQuestion extends Question {
  /** How many months ahead, 1 to 12; default 3. */
  readonly months?: number;
}

export interface PricesQuestion extends PeriodQuestion {
  /** What a row stands for, beside the entity and the currency. Default `product`. */
  readonly groupBy?: readonly ('month' | 'customer' | 'product')[];
}

export interface StatementQuestion extends PeriodQuestion {
  readonly entityId: string;
  readonly customerId: string;
}

export interface GeneralLedgerQuestion extends PeriodQuestion {
  /** Default: every account of the chart. */
  readonly accountCode?: string;
}

/** What the figures rest on. Kept apart from the body, which says figures only. */
export interface Grounds {
  readonly entityId: string | null;
  readonly asOf: string;
  /** The ledger sequence the figures were known at. */
  readonly knownAt: number;
  /** False: facts recorded within the same moment may still follow; asking again by `knownAt` gives these figures for ever. */
  readonly settled: boolean;
  readonly basis: Basis;
  readonly rowCount: number;
  /** Sums to check against other reports: fixed-scale amounts by "name entity currency". */
  readonly controlTotals: Readonly<Record<string, string>>;
  /**
   * Root of the tree over the facts up to `knownAt`, as a seal over just them would sign it: 64 hex digits. Null while
   * the read model of the chain is still being built.
   */
  readonly chainHead: string | null;
}

/** Everything needed to ask again and get the same body, and to prove what it was made of. */
export interface Provenance extends Grounds {
  /** The question in full, with what was left to its default for entity, day, basis and knowledge. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Version of the program that answered. */
  readonly codeVersion: string;
}

/** A report as its query makes it: which program was asked, and how, is added where it is asked. */
export interface ReportFigures<Body> {
  readonly report: string;
  /** Byte-identical, as JSON, for the same question and the same `knownAt`. */
  readonly body: Body;
  readonly provenance: Grounds;
}

export interface ReportAnswer<Body> extends ReportFigures<Body> {
  readonly provenance: Provenance;
}

/** The question cannot be answered as asked; the message says why and what to ask instead. */
export class ReportRefused extends Error {
  constructor(
    readonly code: 'REPORT.NOT_YET_KNOWN' | 'REPORT.INVALID_DATE' | 'REPORT.INVALID_KNOWN_AT' | 'REPORT.NOT_READY' | 'REPORT.TOO_LARGE',
    message: string,
  ) {
    super(message);
  }
}

/** What reports that go month by month take: no sale stands outside, and beyond it counting months would take for ever. */
const [earliest, latest] = ['1900-01-01', '2999-12-31'];

/** @throws ReportRefused for what is no calendar day between 1900 and 2999. */
export function checkReportDay(name: 'asOf' | 'from', day: string): void {
  if (!isRealDay(day) || day < earliest || day > latest) {
    throw new ReportRefused('REPORT.INVALID_DATE', `${name} is ${JSON.stringify(day.slice(0, 20))}: give a calendar day as YYYY-MM-DD, from ${earliest} to ${latest}.`);
  }
}
