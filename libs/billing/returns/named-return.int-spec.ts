import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, ReceiveReturn, RegisterCustomer, type CommandResult, type Ledger } from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};

const line = { description: 'P1', productCode: 'P1', quantity: '2', unitPrice: '10.00' };

describe('two returns that name the same invoice line, at the same time', () => {
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

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'returns-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada' } }, context())));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('are not credited twice: the one that comes late is refused, and again when it is sent again', async () => {
    const sale = { saleId: 'S1', customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines: [line] };
    const { invoiceId = '' } = await accepted(ledger.execute(new CloseSale(sale, context())));
    const giveBack = (returnId: string) => {
      const lines = [{ ...line, invoiceId, invoiceLineId: '1' }];
      return ledger.execute(new ReceiveReturn({ returnId, customerId: 'C1', receivedOn: '2010-12-02', currency: 'GBP', reason: 'damaged', lines }, context()));
    };
    const names = ['R1', 'R2', 'R3'];
    const results = await Promise.all(names.map(giveBack));
    const refused = names.filter((_name, index) => results[index]?.kind === 'refused');
    expect(refused).toHaveLength(2);
    expect(results.filter(({ kind }) => kind === 'accepted')).toMatchObject([{ answer: { lines: [{ quantity: '2', invoiceId, invoiceLineId: '1' }] } }]);
    for (const [index, result] of results.entries()) {
      if (result.kind === 'refused') {
        // The first when both found the line free and the account decided; the second when one had it before the other looked.
        expect(['CREDIT_NOTE.EXCEEDS_INVOICE_LINE', 'RETURN.OVER_INVOICED']).toContain(result.refusal.code);
        expect(await giveBack(names[index] ?? '')).toEqual(result);
      }
    }
  });
});
