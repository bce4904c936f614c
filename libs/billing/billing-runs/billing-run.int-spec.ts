import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AmendContract, CancelSale, EndContract, PlanBillingRun, RecordUsage, ReleaseAccount, SignContract, type Ledger } from '#billing';
import { openEmbeddedStore } from '#event-store/embedded';
import type { EventStore } from '#event-store';
import { sharedStore } from '../testing/shared-store';
import {
  accepted, context, foundCompany, issuedInvoices, laterSale, openCompanyLedger, ownEvents, run, runBilling, subscription, takenUp, today,
} from './billing-company.test-kit';

describe('a billing run', () => {
  let folder: string;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'billing-run-'));
    ledger = await openCompanyLedger(folder);
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('bills each contract and sale, together where the terms say so, and leaves a held account waiting', async () => {
    await foundCompany(ledger);
    const answer = await runBilling(ledger, 'R1');
    expect(answer).toMatchObject({ state: 'completed', planned: 5, issued: 5, empty: 0, sources: 8, dropped: 0, issueDate: today });
    expect(answer.waiting).toMatchObject([{ code: 'ACCOUNT.HELD', count: 2, ids: ['K6', 'S4'] }]);
    // 3 × 10.00 + 20 %; 3 × 4.99 + 20 %, rounded once per rate over all lines of one invoice.
    expect(takenUp(await issuedInvoices(ledger))).toEqual(['A K1 36.00', 'A K2 36.00', 'A S1 17.96', 'B K3 36.00', 'C K4+K5+S2+S3 107.93']);
    const [consolidated] = (await issuedInvoices(ledger)).filter(({ customerId }) => customerId === 'C');
    expect(consolidated).toMatchObject({ terms: { netDays: 14 }, runId: 'R1', supplyPeriod: { from: '2026-01-01', to: '2026-01-31' } });
    expect(consolidated?.lines.map(({ lineId }) => lineId)).toEqual(['K4/seat~2026-01-01', 'K5/seat~2026-01-01', 'S2/1', 'S3/1']);
    expect(consolidated?.lines[0]?.recognition).toMatchObject({ rule: 'daily', schedule: [{ on: '2026-01-31', amount: '30.00' }] });
  });

  it('run twice bills once, whether under the same id or another', async () => {
    await foundCompany(ledger);
    const first = await runBilling(ledger, 'R1');
    const again = await ledger.execute(run('R1'));
    expect(again).toMatchObject({ kind: 'accepted', repeated: true, answer: { ...first, waiting: [] } });
    expect(await ledger.execute(run('R1', { through: '2026-02-28' }))).toMatchObject({ kind: 'refused', refusal: { code: 'RUN.CONFLICT' } });
    expect(await runBilling(ledger, 'R2')).toMatchObject({ planned: 0, issued: 0 });
    expect(await issuedInvoices(ledger)).toHaveLength(5);
    await ledger.readModels.catchUp();
    expect(await ledger.lookups.findBillingRun('R1')).toMatchObject({ state: 'completed', planned: 5, issued: 5, assigned: 8, dropped: 0, sources: 8 });
    expect(await ledger.lookups.findContract('K1')).toMatchObject({ nextDueOn: '2026-02-01', state: 'in-force', revision: 1 });
    expect(await ledger.readModels.verify('contracts')).toMatchObject([{ projection: 'contracts', same: true }]);
  });

  it('looks ten years ahead at most, in a run as in a preview', async () => {
    await foundCompany(ledger);
    const refused = { kind: 'refused', refusal: { code: 'RUN.THROUGH', data: { field: 'through', value: '9999-12-31' } } };
    expect(await ledger.execute(run('R1', { through: '9999-12-31' }))).toMatchObject(refused);
    expect(await ledger.execute(new PlanBillingRun({ entityId: 'UK', through: '9999-12-31' }, context()))).toMatchObject(refused);
    expect(await issuedInvoices(ledger)).toEqual([]);
  });

  it('takes up what waited once the account is released, and the next period when it comes', async () => {
    await foundCompany(ledger);
    await runBilling(ledger, 'R1');
    await accepted(ledger, new ReleaseAccount({ accountId: 'UK~H', requestId: 'release', releasedOn: today, reason: 'paid' }, context()));
    expect(await runBilling(ledger, 'R2')).toMatchObject({ planned: 2, issued: 2, waiting: [] });
    expect(await runBilling(ledger, 'R3', { through: today })).toMatchObject({ planned: 5, issued: 5, sources: 6 });
  });

  it('previews the very figures it then bills, and writes nothing', async () => {
    await foundCompany(ledger);
    const before = (await ownEvents(ledger)).length;
    const preview = await accepted(ledger, new PlanBillingRun({ entityId: 'UK', through: '2026-01-31' }, context()));
    expect(await ownEvents(ledger)).toHaveLength(before);
    expect(preview).toMatchObject({ more: false, credits: [], waiting: [{ code: 'ACCOUNT.HELD', count: 2 }] });
    expect(preview.invoices.map(({ customerId, sources, gross }) => `${customerId} ${sources.map(({ id }) => id).join('+')} ${gross}`)).toEqual([
      'A K1 36.00', 'A K2 36.00', 'A S1 17.96', 'B K3 36.00', 'C K4+K5+S2+S3 107.93',
    ]);
    expect(preview.totals).toEqual([{ currency: 'GBP', invoices: 5, net: '194.91', tax: '38.98', gross: '233.89' }]);
  });

  it('is held to the customers it names: split by customer it bills the same', async () => {
    await foundCompany(ledger, { held: false });
    for (const customerId of ['C', 'A', 'H', 'B']) {
      await runBilling(ledger, `R-${customerId}`, { customerIds: [customerId] });
    }
    const split = takenUp(await issuedInvoices(ledger));
    const other = mkdtempSync(join(tmpdir(), 'billing-run-'));
    const whole = await openCompanyLedger(other);
    await foundCompany(whole, { held: false });
    await runBilling(whole, 'R');
    expect(split).toEqual(takenUp(await issuedInvoices(whole)));
    await whole.close();
    rmSync(other, { recursive: true });
  });

  it('bills usage the same, however it came in batches; what comes late goes on the next invoice with its true date', async () => {
    const records = Array.from({ length: 6 }, (_, index) => ({ usageId: `u${index}`, itemId: 'seat', meter: 'calls', quantity: String(index + 1), on: `2026-01-0${index + 1}` }));
    const bill = async (batches: readonly (typeof records)[]): Promise<string[]> => {
      const other = mkdtempSync(join(tmpdir(), 'billing-run-'));
      const metered = await openCompanyLedger(other);
      await foundCompany(metered);
      const [item] = subscription('U1', 'B').items;
      const meters = [{ meter: 'calls', unit: 'call', scheme: 'per-unit' as const, tiers: [{ unitPrice: '0.10' }] }];
      const items = [{ ...item!, recognition: 'as-used' as const, subscription: { ...item!.subscription!, meters } }];
      await accepted(metered, new SignContract({ ...subscription('U1', 'B'), items }, context()));
      for (const [index, batch] of batches.entries()) {
        await accepted(metered, new RecordUsage({ contractId: 'U1', batchId: `batch-${index}`, records: batch }, context()));
      }
      await runBilling(metered, 'R1', { through: today });
      await accepted(metered, new RecordUsage({ contractId: 'U1', batchId: 'late', records: [{ ...records[0]!, usageId: 'late', quantity: '7' }] }, context()));
      await runBilling(metered, 'R2', { through: today });
      const lines = (await issuedInvoices(metered)).flatMap((invoice) => invoice.lines.filter(({ contractId }) => contractId === 'U1'));
      await metered.close();
      rmSync(other, { recursive: true });
      return lines.map(({ net, quantity, servicePeriod }) => `${net} ${quantity} ${servicePeriod?.from ?? ''} ${servicePeriod?.to ?? ''}`).sort();
    };
    const together = await bill([records]);
    expect(together.filter((line) => line.startsWith('2.10 21 2026-01-01') || line.startsWith('0.70 7 2026-01-01'))).toHaveLength(2);
    expect(await bill([records.slice(4), records.slice(0, 1), records.slice(1, 4)])).toEqual(together);
  }, 60_000);

  it('credits what an early end leaves over, once, by a credit note on the invoice line', async () => {
    await foundCompany(ledger);
    await runBilling(ledger, 'R1', { through: today });
    await accepted(ledger, new EndContract({ contractId: 'K3', requestId: 'end', endsOn: '2026-02-14', reason: 'leaves' }, context()));
    const answer = await runBilling(ledger, 'R2', { through: '2026-02-28' });
    expect(answer).toMatchObject({ planned: 0, credits: 1, credited: 1 });
    expect(await runBilling(ledger, 'R3', { through: '2026-02-28' })).toMatchObject({ credits: 0 });
    const notes = (await ownEvents(ledger)).filter(({ type }) => type === 'CreditNoteIssued');
    // 14 of 28 days of February at 30.00.
    expect(notes.map(({ data }) => (data as { totals: unknown }).totals)).toEqual([{ net: '15.00', tax: '3.00', gross: '18.00' }]);
  });
});

describe('two processes on one log', () => {
  let scratch: string;
  let store: EventStore;
  let opened: Ledger[];
  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'billing-runs-'));
    store = await openEmbeddedStore({ file: join(scratch, 'events.db') });
    opened = [];
  });
  afterEach(async () => {
    for (const ledger of opened) await ledger.close();
    await store.close();
    rmSync(scratch, { recursive: true });
  });

  async function open(name: string): Promise<Ledger> {
    const ledger = await openCompanyLedger(join(scratch, name), async () => sharedStore(store));
    opened.push(ledger);
    return ledger;
  }

  async function manyContracts(ledger: Ledger): Promise<void> {
    await foundCompany(ledger);
    for (let index = 0; index < 30; index += 1) {
      await accepted(ledger, new SignContract(subscription(`M${index}`, index % 2 === 0 ? 'A' : 'C'), context()));
      await accepted(ledger, laterSale(`N${index}`, index % 3 === 0 ? 'B' : 'C'));
    }
  }

  it('two runs over the same contracts bill each thing once; the loser drops it', async () => {
    const [one, other] = [await open('one'), await open('other')];
    await manyContracts(one);
    const [left, right] = await Promise.all([runBilling(one, 'R1'), runBilling(other, 'R2')]);
    const invoices = await issuedInvoices(one);
    const sources = invoices.flatMap(({ saleIds, contractIds = [] }) => [...contractIds, ...saleIds]);
    expect([...sources].sort()).toEqual([...new Set(sources)].sort());
    expect(sources).toHaveLength(8 + 60);
    expect(left.sources + right.sources - left.dropped - right.dropped).toBe(68);
    expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_invoice, index) => 100 + index));
  });

  it('one run carried out by both is one run', async () => {
    const [one, other] = [await open('one'), await open('other')];
    await manyContracts(one);
    const [left, right] = await Promise.all([runBilling(one, 'R'), runBilling(other, 'R')]);
    expect({ ...left, waiting: [] }).toEqual({ ...right, waiting: [] });
    expect(left).toMatchObject({ sources: 68, dropped: 0 });
    const events = await ownEvents(one);
    const invoices = await issuedInvoices(one);
    expect(invoices).toHaveLength(left.issued);
    expect(events.filter(({ type }) => type === 'InvoiceEntered')).toHaveLength(left.issued);
    expect(new Set(invoices.map(({ invoiceId }) => invoiceId)).size).toBe(left.issued);
  });

  it('a contract changed and a sale called off since the plan are dropped, with the reason', async () => {
    const [one, other] = [await open('one'), await open('other')];
    await manyContracts(one);
    // The other still believes what its read models say.
    await other.readModels.catchUp();
    const changes = one.execute(new CancelSale({ saleId: 'N0', requestId: 'x', reason: 'ordered twice' }, context()));
    const amended = one.execute(
      new AmendContract({ contractId: 'M0', amendmentId: 'x', effectiveFrom: '2026-01-01', items: subscription('M0', 'A', '12.00').items, reason: 'price' }, context()),
    );
    const [answer] = await Promise.all([runBilling(other, 'R'), changes, amended]);
    const [events, invoices] = [await ownEvents(one), await issuedInvoices(one)];
    const dropped = events.filter(({ type }) => type === 'ItemDropped').map(({ data }) => (data as { id: string }).id);
    expect(answer.dropped).toBe(dropped.length);
    const billed = invoices.flatMap(({ saleIds, contractIds = [] }) => [...contractIds, ...saleIds]);
    expect(billed.filter((id) => dropped.includes(id))).toEqual([]);
    expect(billed).not.toContain('N0');
    expect(billed.length + dropped.length).toBe(answer.sources);
  });
});
