import { discrepancies } from '#ledger';
import { AccountIdField, ChoiceField, CodeField, DayField, IdField } from '#billing';
import { riskKinds, type RiskKind } from '#read-models';
import { FreshQuery, ListQuery, PageQuery } from './page.query';
import { QueryNumber, QueryText } from './query-fields';

class EntityListQuery extends ListQuery {
  @CodeField({ description: 'Legal entity.', example: 'UK', optional: true })
  readonly entityId?: string;
}

export class DocumentListQuery extends EntityListQuery {
  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @AccountIdField({ optional: true })
  readonly accountId?: string;

  @CodeField({ description: 'Series.', example: 'UK-INV', optional: true })
  readonly seriesId?: string;
}

export class InvoiceListQuery extends DocumentListQuery {
  @ChoiceField(['register', 'external'], { description: 'Ours, or issued elsewhere.', example: 'register', optional: true })
  readonly origin?: 'register' | 'external';

  @ChoiceField(['true', 'false'], { description: 'Only what has something left to settle.', example: 'true', optional: true })
  readonly openOnly?: 'true' | 'false';
}

export class PaymentListQuery extends EntityListQuery {
  @ChoiceField(['true', 'false'], { description: 'Only what has no owner yet.', example: 'true', optional: true })
  readonly unidentifiedOnly?: 'true' | 'false';
}

export class SaleListQuery extends EntityListQuery {
  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @ChoiceField(['waiting', 'billed', 'nothing-to-bill', 'cancelled'], { description: 'How far it has come.', example: 'waiting', optional: true })
  readonly state?: 'waiting' | 'billed' | 'nothing-to-bill' | 'cancelled';
}

export class DraftListQuery extends EntityListQuery {
  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @ChoiceField(['draft', 'approved', 'issued', 'discarded'], { description: 'How far it has come.', example: 'draft', optional: true })
  readonly state?: 'draft' | 'approved' | 'issued' | 'discarded';
}

export class ContractListQuery extends EntityListQuery {
  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @ChoiceField(['in-force', 'ended'], { description: 'ended: an end is on record, which may lie in the future.', example: 'in-force', optional: true })
  readonly state?: 'in-force' | 'ended';

  @DayField({ description: 'Only contracts on which something falls due by this day, usage apart.', example: '2011-01-31', optional: true })
  readonly dueBy?: string;
}

export class ApprovalListQuery extends EntityListQuery {
  @ChoiceField(['requested', 'granted', 'denied', 'done', 'refused'], {
    description: 'requested: waits; done: granted and carried out; refused: granted, and could not be.',
    example: 'requested',
    optional: true,
  })
  readonly state?: 'requested' | 'granted' | 'denied' | 'done' | 'refused';

  @ChoiceField(['credit-note', 'refund', 'write-off', 'back-dating', 'bank-details', 'reopen-period', 'draft'], { description: 'What was limited.', example: 'refund', optional: true })
  readonly act?: string;
}

export class SatisfactionListQuery extends EntityListQuery {
  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @AccountIdField({ optional: true })
  readonly accountId?: string;
}

/** Each invoice is read from the log: a page of them is short. */
export class PurchaseListQuery extends FreshQuery {
  @QueryNumber(1, 50, { description: 'Most invoices of a page; default 20.', example: 20 })
  readonly limit?: number;

  @QueryNumber(0, Number.MAX_SAFE_INTEGER, { description: 'The `next` of the page before.', example: 4711 })
  readonly after?: number;
}

export class InquiryListQuery extends SatisfactionListQuery {
  @ChoiceField(['open', 'answered', 'closed'], { description: 'How far it has come.', example: 'open', optional: true })
  readonly state?: 'open' | 'answered' | 'closed';
}

export class RiskFlagsQuery extends PageQuery {
  @DayField({ description: 'First day of the later act.', example: '2010-12-01' })
  readonly from!: string;

  @DayField({ description: 'Last day of the later act.', example: '2010-12-31' })
  readonly to!: string;

  @CodeField({ description: 'Legal entity.', example: 'UK', optional: true })
  readonly entityId?: string;

  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @ChoiceField([...riskKinds], { description: 'One rule alone.', example: 'duplicate-sale', optional: true })
  readonly kind?: RiskKind;
}

export class CustomerListQuery extends ListQuery {
  @QueryText({ description: 'Part of the name.', example: 'sample' })
  readonly name?: string;

  @ChoiceField(['business', 'person', 'walk-in'], { description: 'Kind.', example: 'business', optional: true })
  readonly kind?: 'business' | 'person' | 'walk-in';
}

export class SkippedListQuery extends ListQuery {
  @AccountIdField({ optional: true })
  readonly accountId?: string;
}

export class ReminderListQuery extends SkippedListQuery {
  @ChoiceField(['due', 'sent', 'failed', 'withdrawn', 'bounced'], { description: 'due: claimed, outcome not known; bounced: came back.', example: 'sent', optional: true })
  readonly state?: 'due' | 'sent' | 'failed' | 'withdrawn' | 'bounced';
}

export class BankLineListQuery extends ListQuery {
  @CodeField({ description: 'Legal entity.', example: 'UK', optional: true })
  readonly entityId?: string;

  @QueryText({ description: 'Our bank account.', example: 'GB29NWBK60161331926819' })
  readonly bankAccount?: string;

  @IdField({ description: 'Statement.', example: 'BS-0c9d2f8a41b7e6d35c1f0a9b8e7d6c5b', optional: true })
  readonly statementId?: string;

  @ChoiceField(['open', 'parked', 'matched'], { description: 'parked: waits for a person.', example: 'parked', optional: true })
  readonly state?: 'open' | 'parked' | 'matched';

  @ChoiceField([...discrepancies], { description: 'What it differs by.', example: 'unknown-payer', optional: true })
  readonly discrepancy?: (typeof discrepancies)[number];
}

export class ItemListQuery extends FreshQuery {
  @ChoiceField(['true', 'false'], { description: 'Only what is open; default all.', example: 'true', optional: true })
  readonly openOnly?: 'true' | 'false';
}

/** Splits a list query into its page and what it filters by. */
export function split<Query extends ListQuery>({ limit, after, min: _waited, wait: _bound, ...filter }: Query) {
  return {
    page: { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) },
    filter,
  };
}
