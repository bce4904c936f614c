import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { accountRoles, eventDefinitions, type LedgerEvent } from '#ledger';
import type { LogSource } from './own-events';

const ledgerId = '7c9b62f0-2f3c-4a3e-9d55-2e3f0a6f3b10';
const origin = { actor: 'test', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:test' };

export interface MadeLog extends LogSource {
  readonly store: EventStore;
  close(): Promise<void>;
}

/** Writes events as they are, without deciding anything: a log that no command has made. */
export async function makeLog(file: string, facts: readonly (readonly [stream: string, fact: LedgerEvent])[]): Promise<MadeLog> {
  const store = await openEmbeddedStore({ file });
  const codec = new EventCodec({ definitions: eventDefinitions, ledgerId });
  const heads = new Map<string, number>();
  for (const [stream, fact] of facts) {
    const revision = (heads.get(stream) ?? -1) + 1;
    heads.set(stream, revision);
    await store.append(stream, revision === 0 ? 'no_stream' : revision - 1, [codec.encode(stream, revision, fact, origin)]);
  }
  return { store, codec, close: () => store.close() };
}

const gbp = { currency: 'GBP', baseCurrency: 'GBP' } as const;

export const chartMapped = (entityId: string, names: Readonly<Record<string, string>> = {}): LedgerEvent => ({
  type: 'ChartMapped',
  data: { entityId, accounts: accountRoles.map((role, index) => ({ role, code: String(1000 + index * 100), name: names[role] ?? role })) },
});

export const openingItem = (number: string, gross: string): LedgerEvent => ({
  type: 'ExternalInvoiceRecorded',
  data: {
    invoiceId: `ext~old~${number}`, source: 'old', documentNumber: number, mode: 'history', entityId: 'UK', customerId: '1', accountId: 'UK~1', issueDate: '2010-12-01',
    currency: 'GBP', base: { currency: 'GBP', rate: '1', net: gross, tax: '0.00', gross }, instalments: [{ number: 1, dueDate: '2010-12-31', amount: gross }],
    taxSummary: [], totals: { net: gross, tax: '0.00', gross }, remind: true,
  },
});

export const received = (paymentId: string, amount: string): LedgerEvent => ({
  type: 'PaymentReceived',
  data: { paymentId, entityId: 'UK', receivedOn: '2010-12-20', ...gbp, amount, baseAmount: amount, rate: '1', method: 'bank transfer', instruction: { allocate: 'auto' } },
});

export const identified = (paymentId: string, amount: string): LedgerEvent => ({
  type: 'PaymentIdentified',
  data: { paymentId, requestId: 'r', identifiedOn: '2010-12-20', ...gbp, splits: [{ accountId: 'UK~1', amount, baseAmount: amount }] },
});

export const allocated = (paymentId: string, invoiceId: string, amount: string): LedgerEvent => ({
  type: 'PaymentAllocated',
  data: {
    accountId: 'UK~1', allocationId: `a-${paymentId}`, source: { kind: 'receipt', id: paymentId }, allocatedOn: '2010-12-21', ...gbp,
    items: [{ invoiceId, instalment: 1, amount, baseAmount: amount }], rule: 'instruction',
  },
});
