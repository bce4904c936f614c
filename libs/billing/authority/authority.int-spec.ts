import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelInvoice,
  CloseSale,
  ConfigureEntity,
  DenyApproval,
  DraftInvoice,
  GrantApproval,
  HandOver,
  IssueDraft,
  openLedger,
  RecordAgencyReceipt,
  ReceivePayment,
  ReceiveReturn,
  RegisterCustomer,
  ReopenPeriod,
  RequestRefund,
  SetBankDetails,
  WriteOff,
  type CommandResult,
  type Ledger,
} from '#billing';

const limits = [
  { role: 'clerk' as const, act: 'credit-note' as const, maximumAmount: '50.00' },
  { role: 'clerk' as const, act: 'back-dating' as const, maximumDays: 30 },
  { role: 'clerk' as const, act: 'bank-details' as const },
  { role: 'clerk' as const, act: 'reopen-period' as const },
  { role: 'clerk' as const, act: 'draft' as const, maximumAmount: '20.00' },
  { role: 'clerk' as const, act: 'write-off' as const, maximumAmount: '20.00' },
  { role: 'clerk' as const, act: 'refund' as const, maximumAmount: '5.00' },
  { role: 'controller' as const, act: 'credit-note' as const, maximumAmount: '1000.00' },
];
const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
  authority: { version: 1, limits },
};
const line = (quantity: string, unitPrice: string) => ({ lineId: '1', description: 'thing', productCode: 'P1', quantity, unitPrice, taxCategory: 'S' as const, taxRate: '20' });

describe('authority', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const as = (actor: string, role?: string) => ({
    actor, commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}`, ...(role === undefined ? {} : { role }),
  });

  const open = () => openLedger({ dataFolder: folder, clock: { now: () => Date.UTC(2011, 0, 15) } });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'));
    ledger = await open();
    await accepted(ledger.execute(new ConfigureEntity(entity, as('config'))));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada' } }, as('config'))));
    await accepted(ledger.execute(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2011-01-10', currency: 'GBP', lines: [line('10', '10.00')] }, as('shop', 'integrator'))));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  async function refused(pending: Promise<CommandResult<unknown>>): Promise<{ readonly code: string; readonly approvalId: string }> {
    const result = await pending;
    if (result.kind !== 'refused') {
      throw new Error(JSON.stringify(result));
    }
    return { code: result.refusal.code, approvalId: String(result.refusal.data['approvalId'] ?? '') };
  }

  const giveBack = (returnId: string, quantity: string, context = as('carla', 'clerk')) =>
    ledger.execute(new ReceiveReturn({ returnId, customerId: 'C1', currency: 'GBP', reason: 'damaged', lines: [line(quantity, '10.00')] }, context));
  const grant = (approvalId: string, context: ReturnType<typeof as>) => ledger.execute(new GrantApproval({ approvalId }, context));
  const creditNotes = async (): Promise<number> => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.listCreditNotes()).items.length;
  };

  it('lets a role do alone what its limit covers, with the tax in it', async () => {
    expect(await accepted(giveBack('R1', '4'))).toMatchObject({ totals: { gross: '48.00' } });
    expect((await refused(giveBack('R2', '5'))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    expect(await creditNotes()).toBe(1);
  });

  it('puts what goes beyond on record, and carries it out once when another person grants it', async () => {
    const { approvalId } = await refused(giveBack('R1', '6'));
    expect(await refused(giveBack('R1', '6'))).toEqual({ code: 'AUTHORITY.APPROVAL_NEEDED', approvalId });
    expect((await refused(grant(approvalId, as('carla', 'controller')))).code).toBe('APPROVAL.OWN');
    expect((await refused(grant(approvalId, as('emil', 'clerk')))).code).toBe('APPROVAL.ABOVE_LIMIT');
    expect(await creditNotes()).toBe(0);
    expect(await accepted(grant(approvalId, as('dora', 'controller')))).toMatchObject({ approvalId, progress: 'done' });
    expect(await accepted(grant(approvalId, as('dora', 'controller')))).toMatchObject({ progress: 'done' });
    expect(await accepted(giveBack('R1', '6'))).toMatchObject({ totals: { gross: '72.00' } });
    expect(await creditNotes()).toBe(1);
    expect((await ledger.lookups.listApprovals({ act: 'credit-note' })).items).toMatchObject([
      { approvalId, amount: '72.00', currency: 'GBP', allowed: '50.00 GBP', requestedBy: 'carla', decidedBy: 'dora', state: 'done', subject: 'R1' },
    ]);
  });

  it('does nothing that was denied, for ever', async () => {
    const { approvalId } = await refused(ledger.execute(new ReopenPeriod({ entityId: 'UK', requestId: 'open', period: '2010-12', reason: 'late' }, as('carla', 'clerk'))));
    await accepted(ledger.execute(new DenyApproval({ approvalId, reason: 'no' }, as('dora', 'controller'))));
    expect((await refused(grant(approvalId, as('emil', 'controller')))).code).toBe('APPROVAL.DECIDED');
  });

  it('limits bank details, back-dating and a cancellation as a whole, and nobody without a role', async () => {
    const bank = { customerId: 'C1', requestId: 'bank', personal: { accountHolder: 'Ada', iban: 'GB33BUKB20201555555555' } };
    expect((await refused(ledger.execute(new SetBankDetails(bank, as('carla', 'clerk'))))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    const old = { saleId: 'S2', customerId: 'C1', closedOn: '2010-12-15', currency: 'GBP', lines: [line('1', '1.00')] };
    expect((await refused(ledger.execute(new CloseSale(old, as('carla', 'clerk'))))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    await accepted(ledger.execute(new CloseSale({ ...old, saleId: 'S3', closedOn: '2010-12-16' }, as('carla', 'clerk'))));
    const cancel = { invoiceId: 'INV-000001', requestId: 'cancel', reason: 'wrong' };
    expect((await refused(ledger.execute(new CancelInvoice(cancel, as('carla', 'clerk'))))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    await accepted(ledger.execute(new CancelInvoice(cancel, as('import'))));
  });

  it('measures write-offs and refunds by what they take in base currency', async () => {
    const off = (writeOffId: string, amount?: string) =>
      ledger.execute(
        new WriteOff(
          { accountId: 'UK~C1', writeOffId, reasonCode: 'uncollectible', reason: 'gone', ...(amount === undefined ? {} : { items: [{ invoiceId: 'INV-000001', amount }] }) },
          as('carla', 'clerk'),
        ),
      );
    await accepted(off('small', '20.00'));
    expect((await refused(off('rest'))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    await accepted(ledger.execute(new ReceivePayment({ paymentId: 'P1', receivedOn: '2011-01-12', currency: 'GBP', amount: '30.00', customerId: 'C1', allocate: 'none' }, as('import'))));
    const refund = (refundId: string, amount: string) =>
      ledger.execute(new RequestRefund({ accountId: 'UK~C1', refundId, source: { kind: 'receipt', id: 'P1' }, amount, reason: 'paid twice' }, as('carla', 'clerk')));
    await accepted(refund('little', '5.00'));
    expect((await refused(refund('much', '5.01'))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    await accepted(refund('little', '5.00'));
  });

  it('measures what an agency kept as a write-off: nothing shows how much it was but the clerk’s word', async () => {
    await accepted(
      ledger.execute(
        new HandOver(
          { accountId: 'UK~C1', handoverId: 'H1', agency: 'Agency', currency: 'GBP', invoices: [{ documentNumber: 'INV-000001' }], reason: 'no answer', override: true },
          as('carla', 'clerk'),
        ),
      ),
    );
    const receipt = (paymentId: string, commission: string) =>
      ledger.execute(new RecordAgencyReceipt({ accountId: 'UK~C1', handoverId: 'H1', paymentId, receivedOn: '2011-01-15', currency: 'GBP', amount: '0.01', commission }, as('carla', 'clerk')));
    expect((await refused(receipt('A1', '80.00'))).code).toBe('AUTHORITY.APPROVAL_NEEDED');
    await accepted(receipt('A2', '20.00'));
  });

  it('measures a draft by what it asks for when it is issued', async () => {
    const draft = (draftId: string, unitPrice: string) =>
      ledger.execute(new DraftInvoice({ draftId, sale: { customerId: 'C1', closedOn: '2011-01-10', currency: 'GBP', lines: [line('1', unitPrice)] } }, as('carla', 'clerk')));
    await accepted(draft('D1', '16.00'));
    await accepted(draft('D2', '17.00'));
    await accepted(ledger.execute(new IssueDraft({ draftId: 'D1', requestId: 'issue' }, as('carla', 'clerk'))));
    const { code, approvalId } = await refused(ledger.execute(new IssueDraft({ draftId: 'D2', requestId: 'issue' }, as('carla', 'clerk'))));
    expect(code).toBe('AUTHORITY.APPROVAL_NEEDED');
    expect(await accepted(grant(approvalId, as('dora', 'controller')))).toMatchObject({ progress: 'done' });
  });

  it('records that a granted command could not be carried out', async () => {
    const { approvalId } = await refused(ledger.execute(new CancelInvoice({ invoiceId: 'INV-000001', requestId: 'cancel', reason: 'wrong' }, as('carla', 'clerk'))));
    await accepted(ledger.execute(new CancelInvoice({ invoiceId: 'INV-000001', requestId: 'other', reason: 'wrong' }, as('import'))));
    expect(await accepted(grant(approvalId, as('dora', 'controller')))).toMatchObject({ progress: 'refused' });
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.findApproval(approvalId))?.outcomeCode).toBeTruthy();
  });

  it('finishes after a crash what was granted and not carried out', async () => {
    const { approvalId } = await refused(giveBack('R1', '6'));
    const granted = { approvalId, grantedBy: 'dora', role: 'controller' };
    const stream = `approval-${approvalId}`;
    const origin = { actor: 'dora', commandId: 'grant', correlationId: 'grant', causationId: 'grant', inputHash: 'v1:grant' };
    await ledger.store.append(stream, 0, [ledger.codec.encode(stream, 1, { type: 'ApprovalGranted', data: granted }, origin)]);
    await ledger.close();
    ledger = await open();
    await ledger.finishFollowUps();
    expect(await creditNotes()).toBe(1);
    expect((await ledger.lookups.findApproval(approvalId))?.state).toBe('done');
  });
});
