import { renderInvoice, type DocumentProfile } from '#documents';
import { baseAmounts, checkedCurrency, dueSchedule, priceLines, type InvoiceIssued } from '#ledger';
import { moneyOf } from '#money';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { median, seeded } from './measure';

const linesOfInvoice = 25;
const profile: DocumentProfile = {
  name: 'Sample Wholesale GmbH', street: 'Hafenstraße 1', postalCode: '20457', city: 'Hamburg', country: 'DE', taxId: 'DE123456789', waysToPay: [],
  branding: { colour: '#1a4f8b', footer: 'Amtsgericht Hamburg' },
};
const words = ['white', 'heart', 'holder', 'lantern', 'set', 'of', 'three', 'glass', 'wooden', 'box', 'with', 'ribbon', 'large', 'small', 'vintage', 'red'];

/** No two invoices are the same: other buyers, other articles, other figures. */
function invoices(count: number): InvoiceIssued['data'][] {
  const random = seeded(20);
  const below = (bound: number): number => Math.floor(random() * bound);
  const currency = checkedCurrency('EUR');
  return Array.from({ length: count }, (_, number): InvoiceIssued['data'] => {
    const asked = Array.from({ length: linesOfInvoice }, (_unused, index) => ({
      lineId: String(index + 1), productCode: `P-${below(4000)}`, description: Array.from({ length: 3 + below(6) }, () => words[below(words.length)] ?? '').join(' '),
      quantity: String(1 + below(60)), unitPrice: `${below(90)}.${String(below(100)).padStart(2, '0')}`, taxCategory: 'S' as const, taxRate: below(3) === 0 ? '7' : '19',
      recognition: { rule: 'at-issue' as const },
    }));
    const rounding = { basis: 'tax-rate', mode: 'half-up' } as const;
    const priced = priceLines(asked, { currency, rounding });
    if (priced.kind === 'refused') {
      throw new Error(priced.refusal.message);
    }
    const { totals } = priced;
    const issueDate = '2026-03-02';
    const net = new Map(priced.lines.map((line) => [line.lineId, line]));
    return {
      invoiceId: `I-${number}`, seriesId: 'DE-INV', number: number + 1, documentNumber: `INV-${String(number + 1).padStart(6, '0')}`, entityId: 'DE',
      customerId: `C-${below(5000)}`, accountId: 'A', issueDate, supplyDate: issueDate, taxPointDate: issueDate, currency: 'EUR',
      base: baseAmounts(totals, { baseCurrency: 'EUR', rate: '1', mode: 'half-up' }), rounding, totals, taxSummary: [...priced.taxSummary],
      seller: { entityId: 'DE', name: profile.name, country: 'DE' },
      buyer: { customerId: 'C', kind: 'business', country: 'DE', personal: { name: `Customer ${below(5000)} GmbH`, street: `Straße ${below(200)}`, postalCode: '20095', city: 'Hamburg' } },
      terms: { netDays: 30 }, instalments: [...dueSchedule({ netDays: 30 }, issueDate, moneyOf(totals.gross, currency))],
      lines: asked.map((line) => ({ ...line, net: net.get(line.lineId)?.net ?? '0.00', tax: net.get(line.lineId)?.tax ?? '0.00' })),
      saleIds: [], waysToPay: [], remind: true, payTo: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
    };
  });
}

const megabytes = (): number => Math.round(process.memoryUsage().rss / 1_048_576);

async function documents({ short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const all = invoices(short ? 60 : 1_000);
  const warmUp = Math.min(50, Math.floor(all.length / 3));
  for (const issued of all.slice(0, warmUp)) {
    await renderInvoice({ issued, profile });
  }
  const before = megabytes();
  let peak = before;
  const rounds = short ? 1 : 3;
  const rates: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`${all.length} invoices of ${linesOfInvoice} lines to PDF, round ${round} of ${rounds}`);
    const started = process.cpuUsage();
    for (const issued of all) {
      await renderInvoice({ issued, profile });
      peak = Math.max(peak, megabytes());
    }
    const used = process.cpuUsage(started);
    rates.push((all.length * 1_000_000) / (used.user + used.system));
  }
  const value = median(rates);
  return [
    {
      what: `invoices of ${linesOfInvoice} lines to PDF, per second of processor time (all threads)`,
      unit: 'invoices/s',
      value,
      samples: rates,
      bar: { text: '≥ 40/s per core', met: value >= 40 },
      note: `median of ${rounds} rounds; memory grew by ${peak - before} MiB to ${peak} MiB`,
    },
  ];
}

export const documentsBench: Bench = { id: 'documents', title: 'Documents', run: documents };
