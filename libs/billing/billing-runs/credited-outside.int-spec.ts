import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelInvoice, CreditInvoice, EndContract, RecordUsage, SignContract, type Ledger } from '#billing';
import { accepted, context, foundCompany, issuedInvoices, openCompanyLedger, ownEvents, runBilling } from './billing-company.test-kit';

/** A clerk credits what a contract billed, without the contract having asked for it. */
describe('a credit note over what a contract billed', () => {
  let folder: string;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'credited-outside-'));
    ledger = await openCompanyLedger(folder);
    await foundCompany(ledger);
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const invoiceOf = async (contractId: string) => (await issuedInvoices(ledger)).find(({ lines }) => lines.some((line) => line.contractId === contractId))!;
  const balance = async (contractId: string) => {
    await ledger.readModels.catchUp();
    const { body } = await ledger.reports.contractBalances({ asOf: '2030-12-31', from: '2020-01-01' });
    return body.sections.flatMap(({ rows }) => rows).find((row) => row.contractId === contractId);
  };

  it('leaves so much less to recognise, and the contract knows it', async () => {
    const prepaid = {
      itemId: 'pack', description: 'Prepaid units', taxCategory: 'S' as const, taxRate: '20', recognition: 'draw-down' as const, model: 'fixed-fee' as const,
      fixedFee: { amount: '1000.00', billing: 'at-once' as const, prepaid: { units: '100', unit: 'unit' } },
    };
    await accepted(ledger, new SignContract({ contractId: 'PACK', customerId: 'A', signedOn: '2026-01-01', startsOn: '2026-01-01', currency: 'GBP', items: [prepaid] }, context()));
    await runBilling(ledger, 'R1');
    const use = (usageId: string, quantity: string) =>
      accepted(ledger, new RecordUsage({ contractId: 'PACK', batchId: usageId, records: [{ usageId, itemId: 'pack', quantity, on: '2026-01-10' }] }, context()));
    await use('u1', '30');
    const { invoiceId, lines } = await invoiceOf('PACK');
    const line = { invoiceLineId: lines[0]!.lineId, net: '800.00', delivery: 'undelivered' as const };
    const credit = { invoiceId, requestId: 'credit', reason: 'fewer units', reasonCode: 'goodwill' as const, lines: [line] };
    await accepted(ledger, new CreditInvoice(credit, context()));
    // 700.00 were deferred: all of it is taken, and 100.00 of what had counted.
    expect(await balance('PACK')).toMatchObject({ billed: '1000.00', credited: '800.00', recognised: '200.00', closing: '0.00' });
    const told = (await ownEvents(ledger)).filter(({ type }) => type === 'ContractCredited');
    expect(told).toMatchObject([{ data: { contractId: 'PACK', lines: [{ itemId: 'pack', net: '800.00', fromDeferred: '700.00' }] } }]);
    expect(await ledger.execute(new CreditInvoice(credit, context()))).toMatchObject({ kind: 'accepted', repeated: true });
    expect((await ownEvents(ledger)).filter(({ type }) => type === 'ContractCredited')).toHaveLength(1);
  });

  it('is not given again when the contract ends early, nor billed again', async () => {
    await runBilling(ledger, 'R1');
    const { invoiceId } = await invoiceOf('K3');
    await accepted(ledger, new CancelInvoice({ invoiceId, requestId: 'cancel', reason: 'not wanted' }, context()));
    await accepted(ledger, new EndContract({ contractId: 'K3', requestId: 'end', endsOn: '2026-01-14', reason: 'leaves' }, context()));
    expect(await runBilling(ledger, 'R2')).toMatchObject({ planned: 0, credits: 0, issued: 0 });
    expect(await balance('K3')).toMatchObject({ closing: '0.00' });
  });
});
