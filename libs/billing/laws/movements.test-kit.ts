import type { LedgerEvent } from '#ledger';
import type { Fact } from './log.test-kit';

/** What one fact does to one invoice instalment, receipt of an account, credit or unidentified receipt. Minor units. */
export interface Movement {
  readonly kind: 'invoice' | 'receipt' | 'credit' | 'unidentified';
  /** Entity and account; the entity alone for money that nobody owns yet. */
  readonly owner: string;
  readonly document: string;
  readonly part: number;
  readonly currency: string;
  readonly amount: bigint;
  readonly base: bigint;
  readonly on: string;
}

/** Amounts are written at the scale of their currency, so that their digits are the minor units. */
export const digitsOf = (text: string): bigint => BigInt(text.replace('.', ''));

export const entityOf = (accountId: string): string => accountId.split('~')[0]!;

type Place = Pick<Movement, 'kind' | 'owner' | 'document' | 'part' | 'currency' | 'on'>;
const moved = (place: Place, sign: bigint, { amount, baseAmount }: { readonly amount: string; readonly baseAmount: string }): Movement => ({
  ...place, amount: sign * digitsOf(amount), base: sign * digitsOf(baseAmount),
});

type Allocation = Extract<LedgerEvent, { type: 'PaymentAllocated' | 'AllocationReversed' }>['data'];

function allocated(data: Allocation, sign: bigint, on: string): Movement[] {
  const { accountId: owner, source, currency } = data;
  return data.items.flatMap((item) => [
    moved({ kind: source.kind, owner, document: source.id, part: 1, currency, on }, sign, item),
    moved({ kind: 'invoice', owner, document: item.invoiceId, part: item.instalment, currency: item.itemCurrency ?? currency, on }, sign, {
      amount: item.itemAmount ?? item.amount, baseAmount: item.itemBaseAmount ?? item.baseAmount,
    }),
  ]);
}

function documents({ type, data }: LedgerEvent): Movement[] {
  if (type === 'InvoiceIssued') {
    const { accountId: owner, invoiceId: document, currency, issueDate: on } = data;
    // In base currency an invoice stands as a whole: the first instalment carries it here.
    return data.instalments.map(({ number: part, amount }, index) =>
      moved({ kind: 'invoice', owner, document, part, currency, on }, 1n, { amount, baseAmount: index === 0 ? data.base.gross : '0' }));
  }
  if (type === 'CreditNoteIssued') {
    const place = { kind: 'credit' as const, owner: data.accountId, document: data.creditNoteId, part: 1, currency: data.currency, on: data.issueDate };
    return [moved(place, 1n, { amount: data.totals.gross, baseAmount: data.base.gross })];
  }
  return [];
}

function money({ type, data }: LedgerEvent): Movement[] {
  if (type === 'PaymentReceived') {
    return [moved({ kind: 'unidentified', owner: data.entityId, document: data.paymentId, part: 1, currency: data.currency, on: data.receivedOn }, 1n, data)];
  }
  if (type === 'PaymentIdentified') {
    const place = { document: data.paymentId, part: 1, currency: data.currency, on: data.identifiedOn };
    return data.splits.flatMap((split) => [
      moved({ ...place, kind: 'receipt', owner: split.accountId }, 1n, split), moved({ ...place, kind: 'unidentified', owner: entityOf(split.accountId) }, -1n, split),
    ]);
  }
  if (type === 'PaymentIdentificationReversed') {
    const place = { document: data.paymentId, part: 1, currency: data.currency, on: data.reversedOn };
    return [moved({ ...place, kind: 'receipt', owner: data.accountId }, -1n, data), moved({ ...place, kind: 'unidentified', owner: entityOf(data.accountId) }, 1n, data)];
  }
  if (type === 'PaymentReversed') {
    const place = { document: data.paymentId, part: 1, currency: data.currency, on: data.valueDate };
    return data.parts.map((part) =>
      moved({ ...place, kind: part.accountId === undefined ? 'unidentified' : 'receipt', owner: part.accountId ?? data.entityId }, -1n, part));
  }
  if (type === 'PaymentAllocated') return allocated(data, -1n, data.allocatedOn);
  return type === 'AllocationReversed' ? allocated(data, 1n, data.reversedOn) : [];
}

function corrections({ type, data }: LedgerEvent): Movement[] {
  switch (type) {
    case 'DeductionAccepted':
    case 'DeductionReversed': {
      const place = { kind: 'invoice' as const, owner: data.accountId, document: data.invoiceId, part: data.instalment, currency: data.currency };
      return type === 'DeductionAccepted' ? [moved({ ...place, on: data.acceptedOn }, -1n, data)] : [moved({ ...place, on: data.reversedOn }, 1n, data)];
    }
    case 'InvoiceWrittenOff':
    case 'WriteOffReversed':
      return data.items.map((item) => {
        const place = { kind: 'invoice' as const, owner: data.accountId, document: item.invoiceId, part: item.instalment, currency: data.currency };
        return type === 'InvoiceWrittenOff' ? moved({ ...place, on: data.writtenOffOn }, -1n, item) : moved({ ...place, on: data.reversedOn }, 1n, item);
      });
    case 'RefundPaid':
    case 'RefundReturned': {
      const place = { kind: data.source.kind, owner: data.accountId, document: data.source.id, part: 1, currency: data.currency };
      return type === 'RefundPaid' ? [moved({ ...place, on: data.paidOn }, -1n, data)] : [moved({ ...place, on: data.returnedOn }, 1n, data)];
    }
    default:
      return [];
  }
}

function reversalDebits({ type, data }: LedgerEvent): Movement[] {
  if (type !== 'ReversalDebitRaised' && type !== 'ReversalDebitWithdrawn') return [];
  const place = { owner: data.accountId, part: 1, currency: data.currency, on: type === 'ReversalDebitRaised' ? data.raisedOn : data.withdrawnOn };
  const sign = type === 'ReversalDebitRaised' ? 1n : -1n;
  return [moved({ ...place, kind: 'invoice', document: data.debitId }, sign, data), moved({ ...place, kind: 'receipt', document: data.paymentId }, sign, data)];
}

export const movements = (facts: readonly Fact[]): Movement[] => facts.flatMap(({ event }) => [...documents(event), ...money(event), ...corrections(event), ...reversalDebits(event)]);

export interface Item extends Pick<Movement, 'kind' | 'owner' | 'document' | 'part' | 'currency'> {
  readonly open: bigint;
  readonly base: bigint;
  readonly movements: readonly Movement[];
}

/** Every item with all that ever moved it, and what is left of it in the end. */
export function itemsOf(facts: readonly Fact[]): Item[] {
  const groups = new Map<string, Movement[]>();
  for (const movement of movements(facts)) {
    const key = `${movement.kind} ${movement.owner} ${movement.document} ${movement.part}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [movement]);
    else group.push(movement);
  }
  return [...groups.values()].map((group) => ({
    ...group[0]!, open: group.reduce((sum, { amount }) => sum + amount, 0n), base: group.reduce((sum, { base }) => sum + base, 0n), movements: group,
  }));
}
