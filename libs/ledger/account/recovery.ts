import { laterDay } from '../dates';
import type { Decision } from '../refusal';
import type { AccountEvent, PaymentAllocated } from './account.events';
import type { AccountState, EnteredInvoice, OpenItem } from './account.state';
import { payableOn } from './allocation-plan';
import type { WriteOffReversed } from './correction.events';
import { storedItem } from './item-movement';
import { writeOffReversal } from './reverse-write-off';
import { sandbox } from './sandbox';
import { settledOf } from './settled-amounts';
import { foldWriteOffReversed } from './write-off.fold';

/** Who pays, and under which id. */
export interface RecoveryHead {
  readonly accountId: string;
  /** Start of the reversal ids; made from the allocation's id. */
  readonly idPrefix: string;
  /** Why the debt comes back; default: it was paid after all. */
  readonly reason?: string;
}

/**
 * Decides an allocation to named invoices of which some are written off: the debt that the money pays comes back first,
 * with its share of relieved tax, in the same append. Brings back no more than the money takes.
 */
export function decideWithRecovery<Event extends AccountEvent, Answer>(
  state: AccountState,
  named: readonly (EnteredInvoice | undefined)[],
  head: RecoveryHead,
  decide: (state: AccountState) => Decision<Event, Answer>,
): Decision<Event | WriteOffReversed, Answer> {
  const invoiceIds = new Set(named.flatMap((invoice) => (invoice !== undefined && invoice.items.some(isWrittenOff) ? [invoice.invoiceId] : [])));
  if (invoiceIds.size === 0) {
    return decide(state);
  }
  const trial = sandbox(state, invoiceIds);
  bringAllBack(trial, invoiceIds, head);
  const tried = decide(trial);
  if (tried.kind === 'refused') {
    return tried;
  }
  const exact = sandbox(state, invoiceIds);
  const triedEvents: readonly AccountEvent[] = tried.events;
  const recovered = lacking(state, triedEvents.filter(isAllocated)).flatMap((need) => bringBack(exact, need, head));
  const decided = decide(exact);
  if (decided.kind === 'refused' || recovered.length === 0) {
    return decided;
  }
  const numbered = recovered.map((event, index) => ({ ...event, data: { ...event.data, reversalId: `${head.idPrefix}~recovery${index + 1}` } }));
  const first = decided.events.findIndex(isAllocated);
  return { ...decided, events: [...decided.events.slice(0, first), ...numbered, ...decided.events.slice(first)] };
}

const isWrittenOff = ({ writtenOff }: OpenItem): boolean => (writtenOff ?? 0n) > 0n;
const isAllocated = (event: AccountEvent): event is PaymentAllocated => event.type === 'PaymentAllocated';
const paidAfterAll = 'paid after it was written off';

function bringAllBack(trial: AccountState, invoiceIds: ReadonlySet<string>, { accountId }: RecoveryHead): void {
  for (const writeOff of trial.writeOffs.values()) {
    const parts = writeOff.parts.filter(({ item, left }) => left > 0n && invoiceIds.has(item.invoiceId)).map((part) => ({ part, amount: part.left }));
    if (parts.length > 0) {
      const head = { accountId, reversalId: `trial ${writeOff.writeOffId}`, reversedOn: writeOff.writtenOffOn, cause: 'recovery', reason: paidAfterAll } as const;
      foldWriteOffReversed(trial, writeOffReversal(writeOff, parts, head).data, '');
    }
  }
}

interface Need {
  readonly item: { readonly invoiceId: string; readonly instalment: number };
  readonly on: string;
  readonly amount: bigint;
}

/** What the money takes beyond what is open. */
function lacking(state: AccountState, allocated: readonly PaymentAllocated[]): Need[] {
  return allocated.flatMap(({ data }) =>
    data.items.flatMap((item): Need[] => {
      const amount = settledOf(item, data).itemAmount - payableOn(storedItem(state, item), data.allocatedOn);
      return amount > 0n ? [{ item, on: data.allocatedOn, amount }] : [];
    }),
  );
}

/** The earliest write-off gives back first, no earlier than it was made: then no day before it is short of what is paid. */
function bringBack(exact: AccountState, need: Need, { accountId, reason = paidAfterAll }: RecoveryHead): WriteOffReversed[] {
  const item = storedItem(exact, need.item);
  const events: WriteOffReversed[] = [];
  let rest = need.amount;
  for (const writeOff of [...exact.writeOffs.values()].sort(byDay)) {
    const part = writeOff.parts.find((one) => one.item === item);
    const amount = part === undefined || part.left < rest ? (part?.left ?? 0n) : rest;
    if (part !== undefined && amount > 0n) {
      const reversedOn = laterDay(need.on, writeOff.writtenOffOn);
      const event = writeOffReversal(writeOff, [{ part, amount }], { accountId, reversalId: '', reversedOn, cause: 'recovery', reason });
      foldWriteOffReversed(exact, event.data, '');
      events.push(event);
      rest -= amount;
    }
  }
  return events;
}

const byDay = (left: { readonly writtenOffOn: string }, right: { readonly writtenOffOn: string }): number =>
  left.writtenOffOn === right.writtenOffOn ? 0 : left.writtenOffOn < right.writtenOffOn ? -1 : 1;
