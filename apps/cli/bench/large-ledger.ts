import { EventCodec, type EventOrigin, type EventStore, type EventToAppend } from '#event-store';
import { accountIdOf, accountRoles, eventDefinitions, streamName, type InvoiceIssued, type LedgerEvent } from '#ledger';
import { seeded, seededId } from './measure';

/** The size of a ledger made for measuring. */
export interface LargeLedgerSize {
  readonly invoices: number;
  readonly customers: number;
}

export const largeLedgerId = '11111111-1111-5111-8111-111111111111';
export const largeLedgerCodec = new EventCodec({ definitions: eventDefinitions, ledgerId: largeLedgerId });

const entityId = 'shop';
const seriesId = 'shop-INV';
const firstDay = Date.UTC(2023, 0, 1);
/** Issue dates are spread over two years, terms over 0 to 60 days. */
const days = 730;
const terms = [0, 14, 30, 60] as const;

const origin: EventOrigin = {
  actor: 'bench', commandId: 'bench', correlationId: 'bench', causationId: 'bench', inputHash: `v1:${'0'.repeat(64)}`,
};

export const dayAt = (offset: number): string => new Date(firstDay + offset * 86_400_000).toISOString().slice(0, 10);

const entityFacts: readonly LedgerEvent[] = [
  {
    type: 'EntityConfigured',
    data: {
      entityId, name: 'Shop', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'line', mode: 'half-up' },
      agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 }, waysToPay: [],
    },
  },
  {
    type: 'ChartMapped',
    data: { entityId, accounts: accountRoles.map((role, index) => ({ role, code: String(1000 + index), name: role })) },
  },
  { type: 'SeriesOpened', data: { entityId, seriesId, kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 8 } },
];

function customer(index: number): LedgerEvent {
  return {
    type: 'CustomerRegistered',
    data: { customerId: `C${index}`, kind: 'business', country: 'GB', personal: { name: `Customer ${index}` } },
  };
}

function invoice(index: number, { invoices, customers }: LargeLedgerSize, random: () => number): InvoiceIssued {
  const issued = Math.floor((index * days) / invoices);
  const minor = 100 + Math.floor(random() * 500_000);
  const amount = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
  const netDays = terms[Math.floor(random() * terms.length)] ?? 30;
  const customerId = `C${Math.floor(random() * customers)}`;
  const day = dayAt(issued);
  return {
    type: 'InvoiceIssued',
    data: {
      invoiceId: seededId(random), seriesId, number: index + 1, documentNumber: `INV-${String(index + 1).padStart(8, '0')}`, entityId, customerId,
      accountId: accountIdOf(entityId, customerId), issueDate: day, supplyDate: day, taxPointDate: day, currency: 'GBP',
      base: { currency: 'GBP', rate: '1', net: amount, tax: '0.00', gross: amount },
      seller: { entityId, name: 'Shop', country: 'GB' },
      buyer: { customerId, kind: 'business', country: 'GB', personal: {} },
      terms: { netDays },
      instalments: [{ number: 1, dueDate: dayAt(issued + netDays), amount }],
      lines: [{
        lineId: '1', saleId: `S${index}`, productCode: 'P1', description: 'Goods', quantity: '1', unitPrice: amount, net: amount, tax: '0.00',
        taxCategory: 'Z', taxRate: '0', recognition: { rule: 'at-issue' },
      }],
      taxSummary: [{ category: 'Z', rate: '0', base: amount, tax: '0.00' }],
      totals: { net: amount, tax: '0.00', gross: amount },
      rounding: { basis: 'line', mode: 'half-up' },
      saleIds: [`S${index}`],
      waysToPay: [],
      remind: true,
    },
  };
}

async function append(store: EventStore, stream: string, first: number, events: readonly LedgerEvent[]): Promise<void> {
  const encoded: EventToAppend[] = events.map((event, index) => largeLedgerCodec.encode(stream, first + index, event, origin));
  const outcome = await store.append(stream, first === 0 ? 'no_stream' : first - 1, encoded);
  if (outcome.kind !== 'appended') throw new Error(`append to ${stream} answered ${outcome.kind}`);
}

/**
 * Fills an empty store with a ledger of open invoices: what the reports are measured on. The same every time.
 *
 * @returns the count of events.
 */
export async function makeLargeLedger(store: EventStore, size: LargeLedgerSize, onProgress: (done: number) => void): Promise<number> {
  await append(store, streamName('ledger', 'identity'), 0, [{ type: 'LedgerFounded', data: { ledgerId: largeLedgerId } }]);
  await append(store, streamName('entity', entityId), 0, entityFacts);
  for (let from = 0; from < size.customers; from += 500) {
    const ids = Array.from({ length: Math.min(500, size.customers - from) }, (_, index) => from + index);
    await Promise.all(ids.map((id) => append(store, streamName('customer', `C${id}`), 0, [customer(id)])));
  }
  const random = seeded(11);
  const group = 400;
  for (let from = 0; from < size.invoices; from += group) {
    const count = Math.min(group, size.invoices - from);
    await append(store, streamName('invoices', seriesId), from, Array.from({ length: count }, (_, index) => invoice(from + index, size, random)));
    if (from % 50_000 === 0) onProgress(from);
  }
  return 1 + entityFacts.length + size.customers + size.invoices;
}

/** What the reports of the bench ask for. */
export const largeLedgerQuestion = { entityId, today: dayAt(days - 1), halfWay: dayAt(Math.floor(days / 2)) } as const;
