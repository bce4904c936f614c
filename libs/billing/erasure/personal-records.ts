import type { EventCodec, EventStore } from '#event-store';
import { accountParts, streamName, type ErasedRecord, type LedgerEvent, type PaymentReceived } from '#ledger';

interface LogSource {
  readonly store: EventStore;
  readonly codec: EventCodec;
}

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];
interface Telling {
  /** Accounts or customers that the event is about. */
  readonly about: readonly (string | undefined)[];
  readonly kind: ErasedRecord['kind'];
  readonly id: string;
}

/** Events that tie a record to a customer; every other passes unread. */
const tellings: { readonly [Type in LedgerEvent['type']]?: (data: DataOf<Type>) => Telling } = {
  PaymentIdentified: ({ splits, paymentId }) => ({ about: splits.map(({ accountId }) => accountId), kind: 'payment', id: paymentId }),
  StatementLineMatched: ({ accountId, lineId }) => ({ about: [accountId], kind: 'bank-line', id: lineId }),
  InquiryReceived: ({ accountId, inquiryId }) => ({ about: [accountId], kind: 'inquiry', id: inquiryId }),
  ApprovalRequested: ({ subject, content, approvalId }) => ({ about: [subject, ...customersIn(content)], kind: 'approval', id: approvalId }),
  ContactLogged: ({ accountId }) => ({ about: [accountId], kind: 'contact', id: accountId }),
  DeliveryDue: ({ accountId, deliveryId }) => ({ about: [accountId], kind: 'delivery', id: deliveryId }),
  SatisfactionRecorded: ({ accountId }) => ({ about: [accountId], kind: 'satisfaction', id: accountId }),
  ReminderDue: ({ accountId, reminderId }) => ({ about: [accountId], kind: 'reminder', id: reminderId }),
};

/**
 * Every record of a log that says something of one customer. Reads the whole log in pages: only the log itself can say
 * that nothing was left out.
 */
export async function personalRecordsOf(source: LogSource, customerId: string): Promise<ErasedRecord[]> {
  const found = new Map<string, ErasedRecord>();
  const add = (kind: ErasedRecord['kind'], id: string): void => void found.set(`${kind}:${id}`, { kind, id });
  add('customer', customerId);
  const isMeant = (about: string | undefined): boolean => about !== undefined && (about === customerId || accountParts(about).customerId === customerId);
  for await (const page of source.store.readAll(null)) {
    for (const recorded of page) {
      const tell = tellings[recorded.type as LedgerEvent['type']] as ((data: unknown) => Telling) | undefined;
      const stored = tell === undefined ? null : source.codec.decode(recorded);
      if (tell === undefined || stored === null) continue;
      const { about, kind, id } = tell(stored.data);
      if (about.some(isMeant)) add(kind, id);
    }
  }
  for (const { kind, id } of [...found.values()]) {
    const lineId = kind === 'payment' ? await bankLineOf(source, id) : undefined;
    if (lineId !== undefined) add('bank-line', lineId);
  }
  return [...found.values()];
}

/** Whom the command that waits is about; nobody when it names no customer, or can no longer be read. */
function customersIn(content: string): string[] {
  if (content === '') return [];
  const { customerId, accountId } = JSON.parse(content) as { readonly customerId?: unknown; readonly accountId?: unknown };
  return [customerId, accountId].filter((id): id is string => typeof id === 'string');
}

async function bankLineOf({ store, codec }: LogSource, paymentId: string): Promise<string | undefined> {
  for await (const recorded of store.readStream(streamName('payment', paymentId), { from: 0, maxCount: 1 })) {
    const stored = codec.decode(recorded);
    return (stored?.data as PaymentReceived['data'] | undefined)?.bankLine?.lineId;
  }
  return undefined;
}
