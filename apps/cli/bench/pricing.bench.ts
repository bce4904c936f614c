import { performance } from 'node:perf_hooks';
import {
  builtInChart, customerFold, decideCloseSale, decideIssueInvoice, entityFold, invoiceRegisterFold, saleDraft, saleFold, type CloseSale,
  type CloseSaleFacts, type CustomerEvent, type EntityConfigured, type EntityEvent, type SaleLine,
} from '#ledger';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { median, seeded } from './measure';

type Rounding = EntityConfigured['data']['rounding'];

const lineCount = 1_000;
const rates = ['20', '5', '7.7', '0'] as const;

/** Lines as a wholesaler has them: fractions of pieces, prices below the cent, a discount on every third. */
function saleLines(): readonly SaleLine[] {
  const random = seeded(4);
  return Array.from({ length: lineCount }, (_, index) => ({
    lineId: String(index + 1),
    productCode: `P-${index}`,
    description: `Product ${index}`,
    quantity: `${1 + Math.floor(random() * 500)}.${Math.floor(random() * 1000)}`,
    unitPrice: `${Math.floor(random() * 900)}.${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
    taxCategory: 'S' as const,
    taxRate: rates[index % rates.length] ?? '20',
    ...(index % 3 === 0 ? { discountPercent: '12.5' } : {}),
  }));
}

function factsWith(rounding: Rounding): CloseSaleFacts {
  const events: readonly EntityEvent[] = [
    {
      type: 'EntityConfigured',
      data: {
        entityId: 'UK', name: 'Sample Wholesale Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding, agingBuckets: [30, 60, 90],
        defaultTerms: { netDays: 30 }, waysToPay: [],
      },
    },
    { type: 'ChartMapped', data: { entityId: 'UK', accounts: [...builtInChart] } },
    { type: 'SeriesOpened', data: { entityId: 'UK', seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6 } },
  ];
  const registered: CustomerEvent = { type: 'CustomerRegistered', data: { customerId: 'C1', kind: 'business', country: 'GB', personal: {} } };
  return {
    entity: events.reduce((state, event, revision) => entityFold.evolve(state, event, revision, ''), entityFold.initial()),
    customer: customerFold.evolve(customerFold.initial(), registered, 0, ''),
    today: '2024-12-31',
    lastIssueDate: () => undefined,
    accountHeld: false,
  };
}

/** Milliseconds from a sale as it comes in to the content of its invoice: checked, priced, taxed, decided and drawn up. */
function invoiceMs(command: CloseSale, facts: CloseSaleFacts): number {
  const started = performance.now();
  const decided = decideCloseSale(command, saleFold.initial(), facts);
  if (decided.kind === 'refused') {
    throw new Error(decided.refusal.message);
  }
  const state = decided.events.reduce((sale, event, revision) => saleFold.evolve(sale, event, revision, ''), saleFold.initial());
  if (state.sale === null || state.billing === null) {
    throw new Error('the sale of the bench was not billed');
  }
  decideIssueInvoice({ draft: saleDraft(state.sale, state.billing), alreadyIssuedAt: null }, invoiceRegisterFold.initial(), facts);
  return performance.now() - started;
}

async function pricing({ short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const lines = saleLines();
  const results: BenchLine[] = [];
  for (const basis of ['line', 'tax-rate', 'document'] as const) {
    say(`${lineCount} lines, rounded by ${basis}`);
    const facts = factsWith({ basis, mode: 'half-up' });
    const command: CloseSale = {
      inputHash: '', saleId: 'S1', invoiceId: 'I1', entityId: 'UK', customerId: 'C1', closedOn: '2024-12-01', currency: 'GBP', lines, billing: 'at-once',
      strict: false, documentDiscountAmount: '100.00',
    };
    const warmUp = 60;
    const all = Array.from({ length: warmUp + (short ? 30 : 200) }, () => invoiceMs(command, facts));
    const samples = all.slice(warmUp);
    const value = median(samples);
    results.push({
      what: `pricing and tax of an invoice of ${lineCount.toLocaleString('en')} lines and 4 rates with a document discount, rounded by ${basis}`,
      unit: 'ms',
      value,
      samples,
      bar: { text: '≤ 20 ms', met: value <= 20 },
    });
  }
  return results;
}

export const pricingBench: Bench = { id: 'pricing', title: 'Pricing and tax', run: pricing };
