import type { EventToAppend } from '#event-store';
import { seeded, seededId } from './measure';

/** Events the size of real ones (about 400 bytes of data, 450 of metadata), the same in every run of a seed. */
export function sampleEvents(count: number, seed: number): EventToAppend[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => sampleEvent(index, random));
}

function sampleEvent(index: number, random: () => number): EventToAppend {
  const saleId = `S${index}`;
  const cents = 100 + Math.floor(random() * 100_000);
  const data = {
    saleId,
    entityId: 'shop',
    customerId: `C${Math.floor(random() * 10_000)}`,
    accountId: `shop~C${Math.floor(random() * 10_000)}`,
    closedOn: '2010-12-01',
    supplyDate: '2010-12-01',
    currency: 'GBP',
    lines: [
      {
        lineId: '1', productCode: `P${Math.floor(random() * 5000)}`, description: 'WHITE HANGING HEART T-LIGHT HOLDER',
        quantity: String(1 + Math.floor(random() * 12)), unitPrice: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
        taxCategory: 'Z', taxRate: '0',
      },
    ],
    billing: 'at-once',
  };
  const metadata = {
    schemaVersion: 1, $correlationId: seededId(random), $causationId: seededId(random), actor: 'bench', commandId: saleId,
    ledgerId: '00000000-0000-5000-8000-000000000000', inputHash: `v1:${seededId(random)}${seededId(random)}`,
    contentHash: `${seededId(random)}${seededId(random)}`,
  };
  return { id: seededId(random), type: 'SaleClosed', data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
}
