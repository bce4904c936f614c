import {
  CloseSale, ConfigureEntity, HoldAccount, openLedger, RegisterCustomer, RunBilling, SetCreditTerms, SignContract, type BillingRunAnswer, type CommandResult,
  type Ledger, type RunBillingBody, type SignContractBody,
} from '#billing';
import type { EventStore, StoredEvent } from '#event-store';
import type { InvoiceIssued } from '#ledger';
import type { Command } from '@nestjs/cqrs';

/** 1 February 2026, noon: the day of every test. */
export const today = '2026-02-01';
const clock = { now: () => Date.UTC(2026, 1, 1, 12) };

export const openCompanyLedger = (dataFolder: string, openStore?: () => Promise<EventStore>): Promise<Ledger> =>
  openLedger({ dataFolder, clock, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, ...(openStore === undefined ? {} : { openStore }) });

let commands = 0;
export const context = () => {
  commands += 1;
  return { actor: 'test', commandId: `c-${commands}`, correlationId: `c-${commands}` };
};

export async function accepted<Answer>(ledger: Ledger, command: Command<CommandResult<Answer>>): Promise<Answer> {
  const result = await ledger.execute(command);
  if (result.kind !== 'accepted') {
    throw new Error(`${command.constructor.name}: ${result.kind === 'refused' ? `${result.refusal.code} ${result.refusal.message}` : result.message}`);
  }
  return result.answer;
}

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 100, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 7, digits: 6 },
  ],
};

export const subscription = (contractId: string, customerId: string, unitPrice = '10.00', startsOn = '2026-01-01'): SignContractBody => ({
  contractId, customerId, signedOn: startsOn, startsOn, currency: 'GBP',
  items: [
    {
      itemId: 'seat', description: 'Seats', taxRate: '20', recognition: 'daily', model: 'subscription',
      subscription: { plan: 'team', quantity: '3', unitPrice, interval: { unit: 'month', count: 1 }, timing: 'in-advance' },
    },
  ],
});

export const laterSale = (saleId: string, customerId: string, unitPrice = '4.99') =>
  new CloseSale(
    { saleId, customerId, closedOn: '2026-01-15', currency: 'GBP', billing: 'later', lines: [{ description: 'Hours', quantity: '3', unitPrice, taxRate: '20' }] },
    context(),
  );

/** Two plain buyers, one whose terms say `consolidate`, and one whose account is held; contracts and sales of each. */
export async function foundCompany(ledger: Ledger, { held = true } = {}): Promise<void> {
  await accepted(ledger, new ConfigureEntity(entity, context()));
  for (const customerId of ['A', 'B', 'C', 'H']) {
    await accepted(ledger, new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context()));
  }
  await accepted(
    ledger,
    new SetCreditTerms(
      { customerId: 'C', requestId: 'terms', entityId: 'UK', terms: { netDays: 14 }, effectiveFrom: '2026-01-01', remind: true, consolidate: true },
      context(),
    ),
  );
  for (const [contractId, customerId] of [['K1', 'A'], ['K2', 'A'], ['K3', 'B'], ['K4', 'C'], ['K5', 'C'], ['K6', 'H']] as const) {
    await accepted(ledger, new SignContract(subscription(contractId, customerId), context()));
  }
  for (const [saleId, customerId] of [['S1', 'A'], ['S2', 'C'], ['S3', 'C'], ['S4', 'H']] as const) {
    await accepted(ledger, laterSale(saleId, customerId));
  }
  if (held) {
    await accepted(ledger, new HoldAccount({ accountId: 'UK~H', requestId: 'hold', heldOn: '2026-01-20', reason: 'asked' }, context()));
  }
}

export const run = (runId: string, more: Partial<RunBillingBody> = {}): RunBilling => new RunBilling({ runId, entityId: 'UK', through: '2026-01-31', ...more }, context());

export const runBilling = (ledger: Ledger, runId: string, more: Partial<RunBillingBody> = {}): Promise<BillingRunAnswer> => accepted(ledger, run(runId, more));

export async function ownEvents(ledger: Ledger): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of ledger.store.readAll(null)) {
    events.push(...page.flatMap((recorded) => ledger.codec.decode(recorded) ?? []));
  }
  return events;
}

export async function issuedInvoices(ledger: Ledger): Promise<InvoiceIssued['data'][]> {
  const events = await ownEvents(ledger);
  return events.flatMap(({ type, data }) => (type === 'InvoiceIssued' ? [data as InvoiceIssued['data']] : []));
}

/** What invoices take up, in words that do not depend on who was numbered first. */
export const takenUp = (invoices: readonly InvoiceIssued['data'][]): string[] =>
  invoices.map(({ customerId, saleIds, contractIds = [], totals }) => `${customerId} ${[...contractIds, ...saleIds].join('+')} ${totals.gross}`).sort();
