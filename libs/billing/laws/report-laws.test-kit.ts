import type { Basis, Question, Reports, TrialBalanceBody } from '#read-models';
import { dataOf, type Fact } from './log.test-kit';
import { entityOf, digitsOf } from './movements.test-kit';
import type { Model } from './independent-model.test-kit';

/** After every schedule and every reversal that a test can make. */
export const endOfTime = '2040-12-31';

async function trialBalanceLaw(reports: Reports, question: Question): Promise<string[]> {
  const { body } = await reports.trialBalance({ ...question, from: '2020-01-01' });
  return body.sections.flatMap(({ entityId, currency, totals }) =>
    [totals, totals.base].flatMap(({ opening, debit, credit, closing }, index) =>
      digitsOf(opening) === 0n && digitsOf(closing) === 0n && debit === credit
        ? [] : [`trial balance ${entityId} ${currency}${index === 0 ? '' : ' in base'}: ${opening} + ${debit} - ${credit} = ${closing}`]));
}

async function rollForwardLaw(reports: Reports, question: Question): Promise<string[]> {
  const [{ body: balances }, { body: trial }] = await Promise.all([reports.contractBalances({ ...question, from: '2020-01-01' }), reports.trialBalance({ ...question, from: '2020-01-01' })]);
  const booked = new Map<string, bigint>();
  for (const { entityId, currency, rows } of trial.sections) {
    const sum = rows.filter(({ role }) => role === 'deferred-revenue' || role === 'contract-asset').reduce((total, row) => total - digitsOf(row.closing), 0n);
    booked.set(`${entityId} ${currency}`, (booked.get(`${entityId} ${currency}`) ?? 0n) + sum);
  }
  const broken: string[] = [];
  for (const { entityId, currency, totals } of balances.sections) {
    const { opening, billed, credited, recognised, closing } = totals;
    if (digitsOf(opening) + digitsOf(billed) - digitsOf(credited) - digitsOf(recognised) !== digitsOf(closing)) broken.push(`roll-forward ${entityId} ${currency} does not add up`);
    booked.set(`${entityId} ${currency}`, (booked.get(`${entityId} ${currency}`) ?? 0n) - digitsOf(closing));
  }
  return [...broken, ...[...booked].filter(([, off]) => off !== 0n).map(([key, off]) => `deferred revenue and contract asset ${key} differ from the roll-forward by ${off}`)];
}

async function orderLaw(reports: Reports, question: Question): Promise<string[]> {
  const { body } = await reports.orderToCash(question);
  return body.sections.flatMap(({ rows, totals }) =>
    [...rows, { ...totals, source: 'totals', sourceId: '', itemId: '' }]
      .filter((row) => digitsOf(row.closed) !== digitsOf(row.billed) + digitsOf(row.unbilled) + digitsOf(row.cancelled) + digitsOf(row.rejected))
      .map((row) => `order to cash, ${row.source} ${row.sourceId} ${row.itemId}: ${row.closed} is not ${row.billed} + ${row.unbilled} + ${row.cancelled} + ${row.rejected}`));
}

/** A sale is unbilled as a whole until an invoice takes it up or it is cancelled; then it is billed for what the invoice says. */
export async function brokenOrders(reports: Reports, facts: readonly Fact[]): Promise<string[]> {
  const billed = new Map<string, bigint>();
  for (const { lines } of dataOf(facts, 'InvoiceIssued')) {
    for (const { saleId = '', net } of lines) billed.set(saleId, (billed.get(saleId) ?? 0n) + digitsOf(net));
  }
  const over = new Set([...dataOf(facts, 'SaleCancelled'), ...dataOf(facts, 'NothingToBill')].map(({ saleId }) => saleId));
  const { body } = await reports.orderToCash({ asOf: endOfTime });
  const rows = body.sections.flatMap((section) => section.rows).filter(({ source }) => source === 'sale');
  const sales = dataOf(facts, 'SaleClosed').filter(({ purpose = 'sale' }) => purpose === 'sale');
  const missing = rows.length === sales.length ? [] : [`${rows.length} sales are told of`];
  return [...missing, ...rows.flatMap((row) => {
    const expected = billed.get(row.sourceId) ?? 0n;
    const waits = !billed.has(row.sourceId) && !over.has(row.sourceId);
    const holds = digitsOf(row.billed) === expected && digitsOf(row.unbilled) === (waits ? digitsOf(row.closed) : 0n);
    return holds ? [] : [`sale ${row.sourceId}: billed ${row.billed}, unbilled ${row.unbilled} of ${row.closed}, not ${expected}`];
  })];
}

/** What each fact moved at the bank by its own date, in order of nothing in particular. */
function atBank({ type, data }: Fact['event']): readonly [entityId: string, day: string, amount: bigint] | null {
  if ('heldBy' in data && data.heldBy !== undefined) return null;
  switch (type) {
    case 'PaymentReceived': return [data.entityId, data.receivedOn, digitsOf(data.amount)];
    case 'PaymentReversed': return [data.entityId, data.valueDate, -digitsOf(data.amount)];
    case 'RefundPaid': return [entityOf(data.accountId), data.paidOn, -digitsOf(data.amount)];
    case 'RefundReturned': return [entityOf(data.accountId), data.returnedOn, digitsOf(data.amount)];
    case 'GatewayPayoutSettled': return [data.entityId, data.settledOn, digitsOf(data.net)];
    case 'BankFeeCharged': return [data.entityId, data.chargedOn, -digitsOf(data.amount)];
    default: return null;
  }
}

/** On any day the bank account of the books holds what the facts say that the bank gained and lost by then. */
export async function brokenBank(reports: Reports, facts: readonly Fact[], asOf: string): Promise<string[]> {
  const off = new Map<string, bigint>();
  const add = (key: string, amount: bigint): void => void off.set(key, (off.get(key) ?? 0n) + amount);
  for (const { event } of facts) {
    const [entityId, day, amount] = atBank(event) ?? ['', '', 0n];
    if (entityId !== '' && day <= asOf) add(`${entityId} ${(event.data as { readonly currency: string }).currency}`, amount);
  }
  const { body } = await reports.trialBalance({ asOf, basis: 'effective', from: '2020-01-01' });
  for (const { entityId, currency, rows } of body.sections) {
    for (const { closing } of rows.filter(({ role }) => role === 'bank')) add(`${entityId} ${currency}`, -digitsOf(closing));
  }
  return [...off].filter(([, amount]) => amount !== 0n).map(([key, amount]) => `${asOf}: the bank of ${key} differs from its facts by ${amount}`);
}

/** What does not hold between the reports, on one day and one basis. */
export async function brokenReports(reports: Reports, asOf: string, basis: Basis): Promise<string[]> {
  const question = { asOf, basis };
  const [ties, tax] = await Promise.all([reports.tieOut(question), reports.tax({ ...question, from: '2020-01-01' })]);
  const broken = [
    ...(await trialBalanceLaw(reports, question)),
    ...ties.body.rows.filter((row) => !row.ties).map((row) => `sub-ledger and control differ: ${JSON.stringify(row)}`),
    ...(await rollForwardLaw(reports, question)),
    ...tax.body.sections.filter((section) => !section.ties).map(({ entityId, totals, taxPayable }) => `tax ${entityId}: ${totals.tax} is not ${taxPayable}`),
    ...(await orderLaw(reports, question)),
  ];
  return broken.map((text) => `${asOf} ${basis}: ${text}`);
}

type Section = TrialBalanceBody['sections'][number];
const ofRole: Readonly<Record<string, readonly [string, bigint]>> = {
  bank: ['bank', 1n], 'bank-charges': ['bank-charges', 1n], 'gateway-clearing': ['gateway', 1n], 'gateway-fees': ['gateway-fees', 1n],
  'tax-payable': ['tax', -1n], revenue: ['revenue', -1n], 'late-fee-income': ['late-fee', -1n], 'interest-income': ['interest', -1n],
};

function fromTrialBalance({ entityId, currency, baseCurrency, rows }: Section, add: (key: string, amount: bigint) => void): void {
  for (const { role, closing, base } of rows) {
    const [what, sign] = ofRole[role] ?? ['', 0n];
    if (what !== '') add(`${what} ${entityId} ${currency}`, sign * digitsOf(closing));
    if (what === 'bank' || what === 'gateway' || what === 'tax') add(`base-${what} ${entityId} ${baseCurrency}`, sign * digitsOf(base.closing));
    if (['revenue', 'late-fee-income', 'interest-income', 'deferred-revenue', 'contract-asset'].includes(role)) add(`billed ${entityId} ${currency}`, -digitsOf(closing));
  }
}

/** The figures of the independent model as the reports tell them, at the end of time. */
export async function modelOfReports(reports: Reports): Promise<Model> {
  const sums = new Map<string, bigint>();
  const add = (key: string, amount: bigint): void => void sums.set(key, (sums.get(key) ?? 0n) + amount);
  const [trial, receivables] = await Promise.all([reports.trialBalance({ asOf: endOfTime, from: '2020-01-01' }), reports.receivables({ asOf: endOfTime })]);
  for (const section of trial.body.sections) fromTrialBalance(section, add);
  for (const { entityId, currency, accounts, totals } of receivables.body.sections) {
    for (const { accountId, receivables: owed, unappliedReceipts, unappliedCredits } of accounts) {
      if (entityOf(accountId) !== entityId) throw new Error(`account ${accountId} under ${entityId}`);
      add(`receivable ${accountId} ${currency}`, digitsOf(owed));
      add(`unapplied ${accountId} ${currency}`, digitsOf(unappliedReceipts));
      add(`credit ${accountId} ${currency}`, digitsOf(unappliedCredits));
    }
    add(`unidentified ${entityId} ${currency}`, digitsOf(totals.unidentifiedReceipts));
  }
  return new Map([...sums].filter(([, amount]) => amount !== 0n).sort(([left], [right]) => (left < right ? -1 : 1)));
}
