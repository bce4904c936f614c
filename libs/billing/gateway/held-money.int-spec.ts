import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '#event-store/embedded';
import type { EventStore, EventToAppend } from '#event-store';
import {
  CloseSale, ConfigureEntity, openLedger, ReceivePayment, RecordRefundPaid, RegisterCustomer, RequestRefund, ReversePayment, SettleGatewayPayout, type CommandResult, type Ledger,
} from '#billing';
import { brokenReports } from '../laws/report-laws.test-kit';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const accountId = 'UK~C1';
const laterRoles = new Set(['gateway-clearing', 'gateway-fees', 'collection-fees']);

/** The chart as the version before wrote it: without the roles that payments through a gateway brought. */
function asBefore(event: EventToAppend): EventToAppend {
  if (event.type !== 'ChartMapped') {
    return event;
  }
  const data = JSON.parse(event.data) as { accounts: { role: string }[] };
  const metadata = JSON.parse(event.metadata) as object;
  const accounts = data.accounts.filter(({ role }) => !laterRoles.has(role));
  return { ...event, data: JSON.stringify({ ...data, accounts }), metadata: JSON.stringify({ ...metadata, schemaVersion: 2 }) };
}

async function writtenBefore(file: string): Promise<EventStore> {
  const store = await openEmbeddedStore({ file });
  return {
    description: store.description,
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    close: store.close.bind(store),
    append: (stream, expected, events) => store.append(stream, expected, events.map(asBefore)),
  };
}

let folder: string;
let ledger: Ledger;
let requests = 0;
const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
  const result = await pending;
  if (result.kind !== 'accepted') {
    throw new Error(JSON.stringify(result));
  }
  return result.answer;
}

/** Balances by role, once the trial balance is zero and the sub-ledger ties to its control accounts on both bases. */
async function books(): Promise<Record<string, string>> {
  await ledger.readModels.catchUp();
  expect([...(await brokenReports(ledger.reports, '2023-12-31', 'effective')), ...(await brokenReports(ledger.reports, '2023-12-31', 'posting'))]).toEqual([]);
  const { body } = await ledger.reports.trialBalance({ asOf: '2023-12-31', from: '2023-01-01' });
  return Object.fromEntries(body.sections.flatMap(({ rows }) => rows.map(({ role, closing }) => [role, closing])));
}

describe('money that a payment gateway holds', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'held-money-'));
    const settings = { dataFolder: folder, clock: { now: () => Date.parse('2023-12-31T12:00:00Z') }, leaveMilliseconds: 3_600_000 };
    const before = await openLedger({ ...settings, openStore: () => writtenBefore(join(folder, 'events.db')) });
    await accepted(before.execute(new ConfigureEntity(entity, context())));
    await accepted(before.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context())));
    await before.close();
    ledger = await openLedger({ ...settings, openStore: () => openEmbeddedStore({ file: join(folder, 'events.db') }) });
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('is booked from receipt to payout in a ledger whose chart knew no gateway, and every step ties', async () => {
    const lines = [{ description: 'Goods', quantity: '1', unitPrice: '1000.00', taxCategory: 'S' as const, taxRate: '20' }];
    await accepted(ledger.execute(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2023-12-01', currency: 'GBP', lines }, context())));
    const held = { paymentId: 'G1', receivedOn: '2023-12-10', currency: 'GBP', amount: '1300.00', customerId: 'C1', heldBy: 'gateway' as const };
    await accepted(ledger.execute(new ReceivePayment(held, context())));
    expect(await books()).toMatchObject({ 'gateway-clearing': '1300.00', 'unapplied-receipts': '-100.00', receivables: '0.00' });

    const refund = { accountId, refundId: 'R1' };
    const source = { kind: 'receipt' as const, id: 'G1' };
    await accepted(ledger.execute(new RequestRefund({ ...refund, source, requestedOn: '2023-12-11', reason: 'paid too much' }, context())));
    await accepted(ledger.execute(new RecordRefundPaid({ ...refund, paidOn: '2023-12-12', heldBy: 'gateway' }, context())));
    expect(await books()).toMatchObject({ 'gateway-clearing': '1200.00', 'unapplied-receipts': '0.00' });

    const payout = { gateway: 'stripe', currency: 'GBP', transactions: 2 };
    await accepted(ledger.execute(new SettleGatewayPayout({ ...payout, payoutId: 'PO1', settledOn: '2023-12-14', gross: '1200.00', fees: '20.40', net: '1179.60' }, context())));
    expect(await books()).toMatchObject({ bank: '1179.60', 'gateway-clearing': '0.00', 'gateway-fees': '20.40' });

    await accepted(ledger.execute(new ReversePayment({ paymentId: 'G1', reversalId: 'D1', valueDate: '2023-12-20', amount: '1200.00', reason: 'chargeback' }, context())));
    expect(await books()).toMatchObject({ bank: '1179.60', 'gateway-clearing': '-1200.00', receivables: '1200.00' });

    await accepted(ledger.execute(new SettleGatewayPayout({ ...payout, payoutId: 'PO2', settledOn: '2023-12-22', gross: '-1200.00', fees: '15.00', net: '-1215.00' }, context())));
    expect(await books()).toMatchObject({ bank: '-35.40', 'gateway-clearing': '0.00', 'gateway-fees': '35.40', receivables: '1200.00' });
  });
});
