import { CloseSale, ConfigureEntity, openLedger, RegisterCustomer } from '#billing';

/** Sells without end, 50 sales at a time, and writes each invoiced sale's id and number once it is answered. */
async function main(dataFolder: string, round: string): Promise<void> {
  const ledger = await openLedger({ dataFolder, followLog: false, leaveMilliseconds: 0 });
  let sent = 0;
  const context = () => ({ actor: 'load', commandId: `${round}-${(sent += 1)}`, correlationId: `${round}-${sent}` });
  const rounding = { basis: 'tax-rate' as const, mode: 'half-up' as const };
  const series = [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }];
  const entity = {
    entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding, agingBuckets: [30], defaultTerms: { netDays: 30 }, series,
  };
  await ledger.execute(new ConfigureEntity(entity, context()));
  await ledger.execute(new RegisterCustomer({ customerId: 'C', kind: 'business', country: 'GB' }, context()));
  let next = 0;
  const sell = async (): Promise<void> => {
    for (;;) {
      const saleId = `${round}-${(next += 1)}`;
      const lines = [{ description: 'A', quantity: '1', unitPrice: '9.99' }];
      const result = await ledger.execute(new CloseSale({ saleId, customerId: 'C', closedOn: '2010-12-01', currency: 'GBP', lines }, context()));
      if (result.kind !== 'accepted') {
        throw new Error(JSON.stringify(result));
      }
      process.stdout.write(`${saleId} ${result.answer.documentNumber ?? ''}\n`);
    }
  };
  await Promise.all(Array.from({ length: 50 }, sell));
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
