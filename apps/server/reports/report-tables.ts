import type {
  AgingBody,
  ContractBalancesBody,
  ExpectedCashBody,
  FiguresSection,
  GeneralLedgerBody,
  InvoiceAccuracyBody,
  MeasuresBody,
  OrderToCashBody,
  PricesBody,
  ReceivablesBody,
  RecurringRevenueBody,
  RevenueBody,
  SalesForecastBody,
  SalesTargetsBody,
  StatementBody,
  ReconciliationBody,
  TaxBody,
  TieOutBody,
  TrialBalanceBody,
} from '#read-models';
import type { Cell } from './csv';

export type TableRow = Readonly<Record<string, Cell>>;

/** One row per open item; money whose payer is unknown has no customer. */
export function receivablesTable({ sections }: ReceivablesBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, accounts, unidentified }) => [
    ...accounts.flatMap(({ customerId, accountId, items }) => items.map((item) => ({ entityId, currency, customerId, accountId, ...item }))),
    ...unidentified.map((item) => ({ entityId, currency, customerId: '', accountId: '', ...item })),
  ]);
}

/** One row per customer with a column per bucket; money whose payer is unknown is a row of its own. */
export function agingTable({ sections }: AgingBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, buckets, rows, unidentifiedReceipts }) => [
    ...rows.map(({ amounts, items: _counts, ...row }) => ({
      entityId,
      currency,
      customerId: row.customerId,
      accountId: row.accountId,
      ...Object.fromEntries(buckets.map((bucket, index) => [bucket, amounts[index] ?? ''])),
      total: row.total,
      disputed: row.disputed,
      unappliedReceipts: row.unappliedReceipts,
      unappliedCredits: row.unappliedCredits,
      balance: row.balance,
      unidentifiedReceipts: '',
    })),
    { entityId, currency, customerId: '', accountId: '', unidentifiedReceipts },
  ]);
}

export function revenueTable({ sections }: RevenueBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) => rows.map((row) => ({ entityId, currency, ...row })));
}

/** One row per contract, and per invoice without one; the other id is empty. */
export function contractBalancesTable({ sections }: ContractBalancesBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) =>
    rows.map(({ customerId, contractId = '', invoiceId = '', ...figures }) => ({ entityId, currency, customerId, contractId, invoiceId, ...figures })),
  );
}

export function recurringRevenueTable({ sections }: RecurringRevenueBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) => rows.map((row) => ({ entityId, currency, ...row })));
}

export function trialBalanceTable({ sections }: TrialBalanceBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, baseCurrency, rows }) =>
    rows.map(({ base, ...row }) => ({
      entityId,
      currency,
      ...row,
      baseCurrency,
      baseOpening: base.opening,
      baseDebit: base.debit,
      baseCredit: base.credit,
      baseClosing: base.closing,
    })),
  );
}

export function statementTable({ entityId, customerId, accountId, sections }: StatementBody): readonly TableRow[] {
  return sections.flatMap(({ currency, lines }) => lines.map((line) => ({ entityId, customerId, accountId, currency, ...line })));
}

export function generalLedgerTable({ accounts }: GeneralLedgerBody): readonly TableRow[] {
  return accounts.flatMap(({ lines, opening, closing, ...account }) => lines.map((line) => ({ ...account, opening, ...line, closing })));
}

export function reconciliationTable({ sections }: ReconciliationBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, days }) => days.map((day) => ({ entityId, currency, ...day })));
}

export function taxTable({ sections }: TaxBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, baseCurrency, rows }) => rows.map((row) => ({ entityId, baseCurrency, ...row, late: String(row.late) })));
}

export function orderToCashTable({ sections }: OrderToCashBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) => rows.map((row) => ({ entityId, currency, ...row })));
}

/** One row per open item. */
export function expectedCashTable({ sections }: ExpectedCashBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) =>
    rows.map(({ instalment, ownInvoices, disputed, ...row }) => ({ entityId, currency, ...row, instalment, ownInvoices, disputed: String(disputed) })),
  );
}

/** One row per month, or per month and customer. */
export function measuresTable({ sections }: MeasuresBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) =>
    rows.map(({ missing: _missing, customerId, ...row }) => ({ entityId, currency, ...(customerId === undefined ? {} : { customerId }), ...row })),
  );
}

/** One row per sales target; the product and the customer are empty where it names none. */
export function salesTargetsTable({ sections }: SalesTargetsBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) =>
    rows.map(({ productCode = '', customerId = '', whole, ...row }) => ({ entityId, currency, productCode, customerId, ...row, whole: String(whole) })),
  );
}

/** A report of figures whose rows hold nothing but cells. */
export function figuresTable<FigureRow extends object>({ sections }: { readonly sections: readonly FiguresSection<FigureRow>[] }): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) => rows.map((row) => ({ entityId, ...(currency === '' ? {} : { currency }), ...row })));
}

export const pricesTable = (body: PricesBody): readonly TableRow[] => figuresTable(body);

/** One row per month and reason; a month without any has one row all the same. */
export function invoiceAccuracyTable({ sections }: InvoiceAccuracyBody): readonly TableRow[] {
  return sections.flatMap(({ entityId, currency, rows }) =>
    rows.flatMap(({ reasons, ...row }) => {
      const own = reasons.length === 0 ? [{ reason: '', invoices: 0, amount: '' }] : reasons;
      return own.map(({ reason, invoices, amount }) => ({ entityId, currency, ...row, reason, reasonInvoices: invoices, reasonAmount: amount }));
    }),
  );
}

/** One row per month to come, with the method that said it. */
export const salesForecastTable = ({ sections }: SalesForecastBody): readonly TableRow[] =>
  sections.flatMap(({ entityId, currency, method, rows }) => rows.map((row) => ({ entityId, currency, method, ...row })));

/** One row per control account. */
export function tieOutTable({ rows }: TieOutBody): readonly TableRow[] {
  return rows.flatMap(({ entityId, currency, subLedger, control, ties }) =>
    (Object.keys(control) as (keyof typeof control)[]).map((role) => ({ entityId, currency, role, subLedger: subLedger[role], control: control[role], ties: String(ties) })),
  );
}
