import type { GeneralLedgerBody, OrderSection, OrderToCashBody, TaxBody, TaxSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

/** A section per account: its lines between opening and closing. */
export function generalLedgerView(body: GeneralLedgerBody): ReportView {
  const sections = body.accounts.map((account): ViewSection => ({
    entityId: `${account.entityId} ${account.accountCode} ${account.accountName}`,
    currency: account.currency,
    columns: [text('date'), text('booked'), text('event'), text('account'), text('tax'), amount('amount'), { title: 'sequence' }],
    rows: [
      ['', '', 'opening', '', '', account.opening, ''],
      ...account.lines.map((line) => [line.effectiveDate, line.postingDate, line.eventType, line.accountId, line.taxCode, line.amount, String(line.sequence)]),
    ],
    totals: ['', '', 'closing', '', '', account.closing, ''],
    remarks: [],
  }));
  return { title: `General ledger from ${body.from}`, sections };
}

export function taxView(body: TaxBody): ReportView {
  return { title: `Tax by tax point from ${body.from}`, sections: body.sections.map(taxSection) };
}

function taxSection({ entityId, baseCurrency, rows, totals, taxPayable, ties }: TaxSection): ViewSection {
  return {
    entityId,
    currency: baseCurrency,
    columns: [text('period'), text('tax point'), text('late'), text('from'), text('category'), amount('rate'), amount('net'), amount('tax')],
    rows: rows.map((row) => [row.period, row.taxPoint, row.late ? 'late' : '', row.source, row.category, row.rate, row.net, row.tax]),
    totals: ['total', '', '', '', '', '', totals.net, totals.tax],
    remarks: [`tax payable in the journal ${taxPayable}: ${ties ? 'ties' : 'DOES NOT TIE'}; of the tax ${totals.lateTax} is late`],
  };
}

export function orderToCashView(body: OrderToCashBody): ReportView {
  return { title: 'Order to cash', sections: body.sections.map(orderSection) };
}

function orderSection({ entityId, currency, rows, totals }: OrderSection): ViewSection {
  const figures = (row: OrderSection['totals']): string[] => [row.closed, row.billed, row.unbilled, row.cancelled, row.rejected];
  return {
    entityId,
    currency,
    columns: [
      text('order'), text('customer'), text('state'), text('closed on'), amount('age'), amount('closed'), amount('billed'), amount('unbilled'),
      amount('cancelled'), amount('rejected'),
    ],
    rows: rows.map((row) => [
      row.itemId === '' ? row.sourceId : `${row.sourceId} ${row.itemId}`, row.customerId, row.state, row.closedOn, String(row.age), ...figures(row),
    ]),
    totals: ['total', '', '', '', '', ...figures(totals)],
    remarks: [],
  };
}
