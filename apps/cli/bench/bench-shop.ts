import { ConfigureEntity, CloseSale, RegisterCustomer, type CloseSaleBody, type CommandContext, type CommandResult, type Ledger } from '#billing';
import { seeded } from './measure';

export const benchEntity = 'UK';
export const benchCustomers = 500;

export const benchContext = (commandId: string): CommandContext => ({ actor: 'bench', commandId, correlationId: commandId });

export function accepted<Answer>(result: CommandResult<Answer>): Answer {
  if (result.kind === 'accepted') return result.answer;
  throw new Error(result.kind === 'refused' ? `${result.refusal.code}: ${result.refusal.message}` : result.message);
}

export const benchEntityBody = {
  entityId: benchEntity,
  name: 'Bench Ltd',
  country: 'GB',
  timeZone: 'Europe/London',
  baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate', mode: 'half-up' },
  agingBuckets: [30, 60, 90],
  defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 8 },
    { seriesId: 'UK-CN', kind: 'credit-note', prefix: 'CN-', firstNumber: 1, digits: 8 },
  ],
} as const;

/** Registers the shop and its customers, so that sales can follow. */
export async function openBenchShop(ledger: Ledger): Promise<void> {
  accepted(await ledger.execute(new ConfigureEntity({ ...benchEntityBody, series: [...benchEntityBody.series], agingBuckets: [30, 60, 90] }, benchContext('shop'))));
  const ids = Array.from({ length: benchCustomers }, (_, index) => `C${index}`);
  await Promise.all(
    ids.map(async (customerId) =>
      accepted(await ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB', personal: { name: customerId } }, benchContext(customerId)))),
    ),
  );
}

/** The sale of a number: three lines, the same in every run. */
export function benchSale(index: number): CloseSaleBody {
  const random = seeded(index);
  const line = (description: string): CloseSaleBody['lines'][number] => ({
    description,
    productCode: `P${Math.floor(random() * 5000)}`,
    quantity: String(1 + Math.floor(random() * 12)),
    unitPrice: `${1 + Math.floor(random() * 20)}.${10 + Math.floor(random() * 90)}`,
    taxRate: '20',
  });
  return {
    saleId: `B${index}`,
    entityId: benchEntity,
    customerId: `C${Math.floor(random() * benchCustomers)}`,
    closedOn: '2024-03-01',
    currency: 'GBP',
    lines: [line('White hanging heart T-light holder'), line('Cream cupid hearts coat hanger'), line('Knitted union flag hot water bottle')],
  };
}

/** Closes one sale: billed, issued and entered when it returns. @returns the write token. */
export async function closeSale(ledger: Ledger, index: number): Promise<string | null> {
  const result = await ledger.execute(new CloseSale(benchSale(index), benchContext(`sale-${index}`)));
  const answer = accepted(result);
  if (answer.state !== 'billed') throw new Error(`sale B${index} is ${answer.state}`);
  return result.kind === 'accepted' ? result.writeToken : null;
}

/** Closes sales `from` to `to` with so many under way at once. */
export async function closeSales(ledger: Ledger, from: number, to: number, width: number): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < to; index = next++) await closeSale(ledger, index);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
