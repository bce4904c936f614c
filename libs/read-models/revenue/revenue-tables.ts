import { calendarTable } from '../store/calendar-table';
import type { TableSpec } from '../store/table';

/**
 * What facts did to revenue and to the contract balance, net minor units per line of documents brought together by what
 * they have in common. Contract balance = billed − credited − recognised. `income` is the account role it is income of;
 * `at_issue` is 1 where it never stood in a contract balance; `invoice_id` is the invoice it is about.
 */
export const revenueTable: TableSpec = {
  name: 'revenue_line',
  columns: {
    sequence: 'integer', line: 'integer', entity_id: 'text', customer_id: 'text', product_code: 'text', contract_id: 'text', invoice_id: 'text',
    income: 'text', at_issue: 'integer', currency: 'text', billed: 'integer', credited: 'integer', recognised: 'integer', effective_day: 'integer',
    posting_day: 'integer', effective_month: 'integer', posting_month: 'integer',
  },
  key: ['sequence', 'line'],
};

/** Who bought on a contract: what its work recognises names the payer alone. */
export const revenueContractTable: TableSpec = {
  name: 'revenue_contract',
  columns: { contract_id: 'text', customer_id: 'text' },
  key: ['contract_id'],
};

export const revenueCalendarTable = calendarTable('revenue');

/** Months since year 0, so that a month is one integer. */
export const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** The inverse: `YYYY-MM`. */
export const monthOfNumber = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
