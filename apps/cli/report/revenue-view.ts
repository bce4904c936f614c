import type { ContractBalancesBody, ContractBalanceSection, RecurringRevenueBody, RecurringSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function contractBalancesView(body: ContractBalancesBody): ReportView {
  return { title: `Contract balances, movement from ${body.from}`, sections: body.sections.map(contractBalanceSection) };
}

function contractBalanceSection({ entityId, currency, rows, totals }: ContractBalanceSection): ViewSection {
  return {
    entityId,
    currency,
    columns: [
      text('customer'), text('contract or\ninvoice'), amount('opening'), amount('billed'), amount('credited'), amount('recognised'), amount('closing'),
    ],
    rows: rows.map((row) => [
      row.customerId, row.contractId ?? row.invoiceId ?? '', row.opening, row.billed, row.credited, row.recognised, row.closing,
    ]),
    totals: ['total', '', totals.opening, totals.billed, totals.credited, totals.recognised, totals.closing],
    remarks: ['Opening + billed − credited − recognised = closing. Positive is billed and not yet earned, negative earned and not yet billed.'],
  };
}

export function recurringRevenueView(body: RecurringRevenueBody): ReportView {
  return { title: `Recurring revenue from ${body.from}`, sections: body.sections.map((section) => recurringSection(section, body)) };
}

function recurringSection({ entityId, currency, rows }: RecurringSection, { groupBy, formula }: RecurringRevenueBody): ViewSection {
  const fieldOf = { customer: 'customerId', plan: 'plan' } as const;
  return {
    entityId,
    currency,
    columns: [
      text('month'), ...groupBy.map((name) => text(name)), amount('opening'), amount('new'), amount('expansion'), amount('contraction'), amount('churn'),
      amount('monthly'), amount('annual'),
    ],
    rows: rows.map((row) => [
      row.month, ...groupBy.map((name) => row[fieldOf[name]] ?? ''), row.opening, row.new, row.expansion, row.contraction, row.churn, row.monthly, row.annual,
    ]),
    remarks: formula.split(/(?<=[;.]) /),
  };
}
