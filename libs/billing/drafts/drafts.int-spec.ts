import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApproveDraft, ChangeDraft, CloseSale, ConfigureEntity, DraftInvoice, IssueDraft, openLedger, RegisterCustomer, type CommandResult, type Ledger,
} from '#billing';
import { streamName } from '#ledger';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', draftsNeedApproval: true,
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const sale = { customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'a', quantity: '3', unitPrice: '33.33' }] };

describe('a draft on its way to an invoice', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const by = (actor: string) => ({ actor, commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }
  const code = (result: CommandResult<unknown>): string => (result.kind === 'refused' ? result.refusal.code : result.kind);
  const issue = (draftId: string, more: object = {}) => ledger.execute(new IssueDraft({ draftId, requestId: `issue ${draftId}`, ...more }, by('ada')));

  async function typesIn(stream: string): Promise<string[]> {
    const types: string[] = [];
    for await (const { type } of ledger.store.readStream(stream)) {
      types.push(type);
    }
    return types;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drafts-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, by('ada'))));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, by('ada'))));
    expect(await accepted(ledger.execute(new DraftInvoice({ draftId: 'D1', sale }, by('ada'))))).toMatchObject({ state: 'draft', gross: '99.99' });
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('is issued once another person has approved it as it stands', async () => {
    expect(code(await issue('D1'))).toBe('DRAFT.NOT_APPROVED');
    expect(code(await ledger.execute(new ApproveDraft({ draftId: 'D1', requestId: 'a1' }, by('ada'))))).toBe('DRAFT.OWN');
    await accepted(ledger.execute(new ChangeDraft({ draftId: 'D1', requestId: 'c1', sale: { ...sale, reference: 'PO 1' } }, by('ada'))));
    expect(await accepted(ledger.execute(new ApproveDraft({ draftId: 'D1', requestId: 'a2', contentRevision: 1 }, by('bob'))))).toMatchObject({ state: 'approved' });
    const issued = await accepted(issue('D1', { issueDate: '2010-12-02' }));
    expect(issued).toMatchObject({ saleId: 'D1', state: 'billed', documentNumber: 'INV-000001', issueDate: '2010-12-02', totals: { gross: '99.99' } });
    expect(await accepted(issue('D1', { issueDate: '2010-12-02' }))).toEqual(issued);
    expect(await typesIn(streamName('sale', 'D1'))).toEqual(['SaleClosed', 'BillingAssigned']);
  });

  it('is listed by how far it has come, and a change takes its approval back', async () => {
    await accepted(ledger.execute(new DraftInvoice({ draftId: 'Q1', sale }, by('ada'))));
    await accepted(ledger.execute(new ApproveDraft({ draftId: 'Q1', requestId: 'approve' }, by('bob'))));
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.listDrafts({ state: 'approved' })).items).toMatchObject([{ draftId: 'Q1', gross: '99.99', draftedBy: 'ada', approvedBy: 'bob' }]);
    await accepted(ledger.execute(new ChangeDraft({ draftId: 'Q1', requestId: 'change', sale: { ...sale, reference: 'PO 1' } }, by('cyd'))));
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.listDrafts()).items[0]).toMatchObject({ draftId: 'Q1', state: 'draft', editedBy: 'cyd', approvedBy: null });
  });

  it('is not issued when its sale would be refused, and stays a draft', async () => {
    await accepted(ledger.execute(new ApproveDraft({ draftId: 'D1', requestId: 'a1' }, by('bob'))));
    await accepted(ledger.execute(new CloseSale({ ...sale, saleId: 'D1' }, by('ada'))));
    expect(code(await issue('D1'))).toBe('SALE.CONFLICT');
    expect(await typesIn(streamName('draft', 'D1'))).toEqual(['InvoiceDrafted', 'DraftApproved']);
  });

  it('is finished by the follow-up when a crash came after its issue', async () => {
    await accepted(ledger.execute(new ApproveDraft({ draftId: 'D1', requestId: 'a1' }, by('bob'))));
    const last = ledger.store.append.bind(ledger.store);
    await last(streamName('draft', 'D1'), 1, [
      ledger.codec.encode(streamName('draft', 'D1'), 2, { type: 'DraftIssued', data: { draftId: 'D1', saleId: 'D1', requestId: 'i1', requestedIssueDate: '2010-12-03' } }, {
        actor: 'ada', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:issue',
      }),
    ]);
    await ledger.finishFollowUps();
    expect(await typesIn(streamName('sale', 'D1'))).toEqual(['SaleClosed', 'BillingAssigned']);
    expect(await typesIn(streamName('invoices', 'UK-INV'))).toEqual(['InvoiceIssued']);
  });
});
