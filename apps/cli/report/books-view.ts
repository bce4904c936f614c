import type { RevenueBody, RevenueSection, TrialBalanceBody, TrialBalanceSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function revenueView(body: RevenueBody): ReportView {
  return { title: `Revenue by ${body.groupBy.join(', ')}`, sections: body.sections.map((section) => revenueSection(section, body.groupBy)) };
}

function revenueSection({ entityId, currency, rows, totals }: RevenueSection, groupBy: RevenueBody['groupBy']): ViewSection {
  const fieldOf = { month: 'month', customer: 'customerId', product: 'productCode', contract: 'contractId' } as const;
  return {
    entityId,
    currency,
    columns: [...groupBy.map((name) => text(name)), amount('recognised'), amount('deferred')],
    rows: rows.map((row) => [...groupBy.map((name) => row[fieldOf[name]] ?? ''), row.recognised, row.deferred]),
    totals: [...groupBy.map((_name, index) => (index === 0 ? 'total' : '')), totals.recognised, totals.deferred],
    remarks: [],
  };
}

export function trialBalanceView(body: TrialBalanceBody): ReportView {
  return { title: `Trial balance, movement from ${body.from}`, sections: body.sections.map(trialBalanceSection) };
}

/** Debit positive, credit negative, in the transaction currency; in base currency beside it where that is another. */
function trialBalanceSection({ entityId, currency, baseCurrency, rows, totals }: TrialBalanceSection): ViewSection {
  const withBase = currency !== baseCurrency;
  const base = (figure: string): readonly string[] => (withBase ? [figure] : []);
  return {
    entityId,
    currency,
    columns: [
      text('account'), text('name'), amount('opening'), amount('debit'), amount('credit'), amount('closing'),
      ...(withBase ? [amount(`closing ${baseCurrency}`)] : []),
    ],
    rows: rows.map((row) => [row.accountCode, row.accountName, row.opening, row.debit, row.credit, row.closing, ...base(row.base.closing)]),
    totals: ['total', '', totals.opening, totals.debit, totals.credit, totals.closing, ...base(totals.base.closing)],
    remarks: [],
  };
}
