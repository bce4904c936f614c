import { formatMinor, minorOf } from '#money';
import { accountParts, addDays, currencyDigits, epochDay, isCorrection, type CorrectionEvent, type LedgerEvent } from '#ledger';
import type { LedgerFact } from '../projection';

export interface Asked {
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
}

/** One money fact's effect on one item, found by reading the events and nothing else. */
export interface Effect {
  readonly entityId: string;
  readonly accountId: string;
  readonly kind: 'invoice' | 'receipt' | 'credit' | 'unidentified';
  readonly document: string;
  readonly part: number;
  readonly currency: string;
  readonly amount: bigint;
  readonly date: string;
  readonly sequence: number;
  /** False for allocations, which move no balance. */
  readonly owed: boolean;
}

type Start = Pick<Effect, 'kind' | 'document' | 'part'>;
export const minor = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));
export const text = (amount: bigint, currency: string): string => formatMinor(amount, currencyDigits(currency));

/** Months closed for an entity after the facts up to a sequence, by replaying them one after the other. */
function closedMonths(facts: readonly LedgerFact[], entityId: string, sequence: number): Set<string> {
  const closed = new Set<string>();
  for (const { event, sequence: at } of facts) {
    if (at > sequence) break;
    if ((event.type !== 'PeriodClosed' && event.type !== 'PeriodReopened') || event.data.entityId !== entityId) continue;
    if (event.type === 'PeriodReopened') closed.delete(event.data.period);
    else for (let month = '2020-01'; month <= event.data.period; month = addDays(`${month}-28`, 4).slice(0, 7)) closed.add(month);
  }
  return closed;
}

export function bookedOn(facts: readonly LedgerFact[], entityId: string, date: string, at: number): string {
  const closed = closedMonths(facts, entityId, at);
  let day = date;
  while (closed.has(day.slice(0, 7))) day = `${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
  return day;
}

type RawEffect = Omit<Effect, 'date' | 'sequence' | 'entityId'> & { readonly on: string };

function allocationEffects(data: Extract<LedgerEvent, { type: 'PaymentAllocated' | 'AllocationReversed' }>['data'], sign: bigint, on: string): RawEffect[] {
  const source: Start = { kind: data.source.kind === 'receipt' ? 'receipt' : 'credit', document: data.source.id, part: 1 };
  const { accountId, currency } = data;
  return data.items.flatMap(({ invoiceId, instalment, amount }) =>
    [{ kind: 'invoice' as const, document: invoiceId, part: instalment }, source].map((item) => ({
      ...item, accountId, currency, amount: sign * minor(amount, currency), on, owed: false,
    })));
}

function correctionEffects({ type, data }: CorrectionEvent): RawEffect[] {
  const { accountId } = data;
  const effects = (sign: bigint, on: string, ...parts: (Start & { readonly amount: string })[]): RawEffect[] =>
    parts.map(({ amount, ...item }) => ({
      ...item, accountId, currency: (data as { currency: string }).currency, amount: sign * minor(amount, (data as { currency: string }).currency), on, owed: true,
    }));
  const invoice = (document: string, part: number, amount: string) => ({ kind: 'invoice' as const, document, part, amount });
  const source = ({ kind, id }: { kind: 'receipt' | 'credit'; id: string }, amount: string) => ({ kind, document: id, part: 1, amount });
  switch (type) {
    case 'DeductionAccepted':
      return effects(-1n, data.acceptedOn, invoice(data.invoiceId, data.instalment, data.amount));
    case 'DeductionReversed':
      return effects(1n, data.reversedOn, invoice(data.invoiceId, data.instalment, data.amount));
    case 'InvoiceWrittenOff':
      return effects(-1n, data.writtenOffOn, ...data.items.map((item) => invoice(item.invoiceId, item.instalment, item.amount)));
    case 'WriteOffReversed':
      return effects(1n, data.reversedOn, ...data.items.map((item) => invoice(item.invoiceId, item.instalment, item.amount)));
    case 'RefundPaid':
      return effects(-1n, data.paidOn, source(data.source, data.amount));
    case 'RefundReturned':
      return effects(1n, data.returnedOn, source(data.source, data.amount));
    case 'ReversalDebitRaised':
      return effects(1n, data.raisedOn, invoice(data.debitId, 1, data.amount), source({ kind: 'receipt', id: data.paymentId }, data.amount));
    case 'ReversalDebitWithdrawn':
      return effects(-1n, data.withdrawnOn, invoice(data.debitId, 1, data.amount), source({ kind: 'receipt', id: data.paymentId }, data.amount));
    default:
      return [];
  }
}

function rawEffects(event: LedgerEvent): RawEffect[] {
  const effect = (item: Start, accountId: string, data: { currency: string }, rest: { amount: bigint; on: string }) => ({
    ...item, accountId, currency: data.currency, owed: true, ...rest,
  });
  const receipt = (paymentId: string): Start => ({ kind: 'receipt', document: paymentId, part: 1 });
  const nobodys = (paymentId: string): Start => ({ kind: 'unidentified', document: paymentId, part: 1 });
  const { type, data } = event;
  switch (type) {
    case 'InvoiceIssued':
    case 'ExternalInvoiceRecorded':
      return data.instalments.map(({ number, amount }) =>
        effect({ kind: 'invoice', document: data.invoiceId, part: number }, data.accountId, data, { amount: minor(amount, data.currency), on: data.issueDate }));
    case 'CreditNoteIssued':
      return [effect({ kind: 'credit', document: data.creditNoteId, part: 1 }, data.accountId, data, { amount: minor(data.totals.gross, data.currency), on: data.issueDate })];
    case 'PaymentReceived':
      return [effect(nobodys(data.paymentId), `${data.entityId}~`, data, { amount: minor(data.amount, data.currency), on: data.receivedOn })];
    case 'PaymentIdentified':
      return data.splits.flatMap(({ accountId, amount }) => [
        effect(receipt(data.paymentId), accountId, data, { amount: minor(amount, data.currency), on: data.identifiedOn }),
        effect(nobodys(data.paymentId), `${accountParts(accountId).entityId}~`, data, { amount: -minor(amount, data.currency), on: data.identifiedOn }),
      ]);
    case 'PaymentIdentificationReversed':
      return [
        effect(receipt(data.paymentId), data.accountId, data, { amount: -minor(data.amount, data.currency), on: data.reversedOn }),
        effect(nobodys(data.paymentId), `${accountParts(data.accountId).entityId}~`, data, { amount: minor(data.amount, data.currency), on: data.reversedOn }),
      ];
    case 'PaymentReversed':
      return data.parts.map(({ accountId, amount }) =>
        effect(accountId === undefined ? nobodys(data.paymentId) : receipt(data.paymentId), accountId ?? `${data.entityId}~`, data, {
          amount: -minor(amount, data.currency), on: data.valueDate,
        }));
    case 'PaymentAllocated':
      return allocationEffects(data, -1n, data.allocatedOn);
    case 'AllocationReversed':
      return allocationEffects(data, 1n, data.reversedOn);
    default:
      return isCorrection(event) ? correctionEffects(event) : [];
  }
}

type DatedEffect = Effect & { readonly posted: string };
const scanned = new WeakMap<readonly LedgerFact[], DatedEffect[]>();

function allEffects(facts: readonly LedgerFact[]): DatedEffect[] {
  const known = scanned.get(facts);
  if (known !== undefined) return known;
  const found = facts.flatMap(({ event, sequence }) =>
    rawEffects(event).map(({ on, ...rest }) => {
      const { entityId } = accountParts(rest.accountId);
      return { ...rest, entityId, date: on, posted: bookedOn(facts, entityId, on, sequence), sequence };
    }));
  scanned.set(facts, found);
  return found;
}

/** Every effect that counts for the question, by a scan of all events. */
export function effects(facts: readonly LedgerFact[], asked: Asked): Effect[] {
  return allEffects(facts)
    .filter(({ sequence }) => sequence <= asked.knownAt)
    .map(({ posted, ...effect }) => (asked.basis === 'effective' ? effect : { ...effect, date: posted }))
    .filter(({ date }) => date <= asked.asOf);
}

export function openByItem(list: readonly Effect[]): Map<string, { item: Effect; open: bigint }> {
  const items = new Map<string, { item: Effect; open: bigint }>();
  for (const effect of list) {
    const key = `${effect.accountId} ${effect.kind} ${effect.document} ${effect.part}`;
    const item = items.get(key) ?? { item: effect, open: 0n };
    item.open += effect.amount;
    items.set(key, item);
  }
  return items;
}

/** Due and issue date of an invoice's instalment. */
export function datesOf(facts: readonly LedgerFact[], document: string, part: number): { due: string; issued: string } {
  for (const { event } of facts) {
    if ((event.type === 'InvoiceIssued' || event.type === 'ExternalInvoiceRecorded') && event.data.invoiceId === document) {
      return { due: event.data.instalments.find(({ number }) => number === part)!.dueDate, issued: event.data.issueDate };
    }
    if (event.type === 'ReversalDebitRaised' && event.data.debitId === document) return { due: event.data.raisedOn, issued: event.data.raisedOn };
  }
  throw new Error(`no invoice ${document}`);
}

/** Invoices in dispute on the day, as known. */
export function disputed(facts: readonly LedgerFact[], { asOf, knownAt }: Asked): Set<string> {
  const open = new Map<string, string>();
  for (const { event, sequence } of facts) {
    if (sequence > knownAt) break;
    if (event.type === 'DisputeOpened' && event.data.openedOn <= asOf) open.set(event.data.disputeId, event.data.invoiceId);
  }
  for (const { event, sequence } of facts) {
    if (sequence > knownAt) break;
    if (event.type === 'DisputeResolved' && event.data.resolvedOn <= asOf) open.delete(event.data.disputeId);
  }
  return new Set(open.values());
}

/** Which bucket an age falls in: 0 is current. */
export function bucketOf(ends: readonly number[], asOf: string, from: string): number {
  const late = epochDay(asOf) - epochDay(from);
  if (late <= 0) return 0;
  const bucket = ends.findIndex((end) => late <= end);
  return bucket === -1 ? ends.length + 1 : bucket + 1;
}

export function bucketEnds(facts: readonly LedgerFact[], entityId: string, knownAt: number): readonly number[] {
  let ends: readonly number[] = [30, 60, 90];
  for (const { event, sequence } of facts) {
    if (sequence <= knownAt && event.type === 'EntityConfigured' && event.data.entityId === entityId) ends = event.data.agingBuckets;
  }
  return ends;
}

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
