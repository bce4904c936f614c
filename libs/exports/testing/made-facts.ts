import { addDays, builtInChart, type LedgerEvent } from '#ledger';
import type { PlacedFact } from '../journal/journal-entry';

const gbp = { currency: 'EUR', baseCurrency: 'EUR' } as const;
const millisecondsPerDay = 86_400_000;

/** Codes as a French or Norwegian chart has them: three digits first. */
const chart: LedgerEvent = {
  type: 'ChartMapped',
  data: { entityId: 'FR', accounts: builtInChart.map((entry) => ({ ...entry, code: `${entry.code}00` })) },
};

function invoice(number: number, on: string): LedgerEvent {
  const customerId = `C${number % 50}`;
  return {
    type: 'ExternalInvoiceRecorded',
    data: {
      invoiceId: `I${number}`, source: 'shop', documentNumber: `F-${number}`, mode: 'history', entityId: 'FR', customerId, accountId: `FR~${customerId}`, issueDate: on,
      currency: 'EUR', base: { currency: 'EUR', rate: '1', net: '100.00', tax: '20.00', gross: '120.00' }, instalments: [{ number: 1, dueDate: on, amount: '120.00' }],
      taxSummary: [{ category: 'S', rate: '20', base: '100.00', tax: '20.00' }], totals: { net: '100.00', tax: '20.00', gross: '120.00' }, remind: true,
    },
  };
}

function money(number: number, on: string): LedgerEvent[] {
  const [paymentId, accountId] = [`P${number}`, `FR~C${number % 50}`];
  return [
    { type: 'PaymentReceived', data: { paymentId, entityId: 'FR', receivedOn: on, ...gbp, amount: '120.00', baseAmount: '120.00', rate: '1', method: 'bank', instruction: { allocate: 'auto' } } },
    { type: 'PaymentIdentified', data: { paymentId, requestId: 'r', identifiedOn: on, ...gbp, splits: [{ accountId, amount: '120.00', baseAmount: '120.00' }] } },
    {
      type: 'PaymentAllocated',
      data: {
        accountId, allocationId: `A${number}`, source: { kind: 'receipt', id: paymentId }, allocatedOn: on, ...gbp,
        items: [{ invoiceId: `I${number}`, instalment: 1, amount: '120.00', baseAmount: '120.00' }], rule: 'instruction',
      },
    },
  ];
}

export interface MadeBooks {
  readonly invoices: number;
  /** First day; each later day takes `invoicesPerDay`. */
  readonly from: string;
  readonly invoicesPerDay: number;
  /** Every n-th invoice stays unpaid. */
  readonly unpaidEvery: number;
}

/** A ledger of one legal entity, FR: invoices of 120.00 with 20 % tax, most of them paid the next day. Nine journal lines to a paid invoice. */
export async function* madeFacts({ invoices, from, invoicesPerDay, unpaidEvery }: MadeBooks): AsyncGenerator<PlacedFact> {
  let sequence = 0;
  const placed = (fact: LedgerEvent, day: string): PlacedFact => {
    sequence += 1;
    return { sequence, recordedAt: Date.parse(day) + millisecondsPerDay / 2, event: { stream: `made-${sequence}`, revision: 0 }, fact };
  };
  yield placed(chart, from);
  let unpaid: number[] = [];
  for (let number = 1; number <= invoices; number += 1) {
    const day = addDays(from, Math.floor((number - 1) / invoicesPerDay));
    yield placed(invoice(number, day), day);
    if (number % unpaidEvery !== 0) {
      unpaid.push(number);
    }
    if (number % invoicesPerDay === 0) {
      for (const due of unpaid) {
        for (const fact of money(due, addDays(day, 1))) yield placed(fact, addDays(day, 1));
      }
      unpaid = [];
    }
  }
}
