import { creditorReference } from '#ledger';

/** As the legal entity's configuration has it. */
const account = 'GB33BUKB20201555555555';

/** How the lines below are read. */
export const statementMapping = {
  dateFormat: 'YYYY-MM-DD',
  columns: { bookedOn: 'date', amount: 'amount', name: 'name', text: 'text', reference: 'reference' },
  constants: { account, currency: 'GBP' },
};

const rows = [
  ['2011-02-14', '128.50', 'ORCHARD HOTEL', 'Invoice SVC-0003', ''],
  ['2011-02-15', '158.50', 'ORCHARD HOTEL', '', creditorReference('SVC-0004') ?? ''],
  ['2011-02-16', '12.34', 'SOMEBODY', 'thanks', ''],
  ['2011-02-17', '-4.50', '', 'ACCOUNT FEE', ''],
];

/** One month of a bank account, made up: two invoices paid, a payer nobody knows, and a fee. */
export const madeUpStatement = [['date', 'amount', 'name', 'text', 'reference'], ...rows].map((row) => row.join(';')).join('\n');
