import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LEDGER, type LedgerAccess } from '../ledger-access';

type Lookups = LedgerAccess['lookups'];

/** The lists that are read in pages. */
export type ListName =
  | 'listInvoices'
  | 'listCreditNotes'
  | 'listPayments'
  | 'listSales'
  | 'listCustomers'
  | 'listApprovals'
  | 'listDrafts'
  | 'listContracts'
  | 'listDeliveries'
  | 'listInquiries'
  | 'listSatisfaction'
  | 'listBankLines'
  | 'reminders'
  | 'reminderSkips';
type Filter<Name extends ListName> = NonNullable<Parameters<Lookups[Name]>[0]>;
type Page = NonNullable<Parameters<Lookups['listInvoices']>[1]>;

/** One page of a list, newest first. */
export interface ListPage {
  readonly items: readonly object[];
  /** Give it as `after` for the next page; null on the last one. */
  readonly next: number | null;
}

export class ListThings<Name extends ListName = ListName> extends Query<ListPage> {
  constructor(
    readonly list: Name,
    readonly filter: Filter<Name>,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListThings)
export class ListThingsHandler implements IQueryHandler<ListThings> {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  execute({ list, filter, page }: ListThings): Promise<ListPage> {
    const { lookups } = this.ledger;
    // The constructor ties each list to its own filter; in here that is no longer visible.
    const read = lookups[list].bind(lookups) as (filter: object, page: Page) => Promise<ListPage>;
    return read(filter, page);
  }
}
