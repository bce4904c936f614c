import { yearOf } from '../dates';
import { conflict } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { CustomerErased, PersonalRecordsErased } from './erasure.events';
import { holdsOn, type ErasedRecord } from './erasure.state';
import type { CustomerState } from './customer.state';
import { erasedCustomer, unknownCustomer } from './customer-refusals';
import type { CustomerAnswer } from './register-customer';

export type EraseCustomer = CustomerErased['data'] & { readonly inputHash: string };

export interface ErasureFacts {
  /** Accounts that are not at zero, with what is open there in words: a claim needs its debtor. */
  readonly openAccounts: readonly { readonly accountId: string; readonly open: string }[];
  /** Per legal entity that says how long it keeps its documents: the day of the last one that names this customer. */
  readonly kept: readonly { readonly entityId: string; readonly lastDocumentOn: string; readonly years: number }[];
}

/**
 * Decides that a person is forgotten. What the law or a hold keeps is kept until its day; what is still owed is kept
 * until it is settled. Asked again, the first answer.
 */
export function decideEraseCustomer(command: EraseCustomer, state: CustomerState, facts: ErasureFacts): Decision<CustomerErased, CustomerAnswer> {
  const { inputHash, ...data } = command;
  if (state.registered === null) return refuse(unknownCustomer(data.customerId));
  const { erased } = state.erasure;
  if (erased !== null) {
    if (erased.requestId !== data.requestId) return refuse(erasedCustomer(state, data.customerId));
    return erased.inputHash === inputHash
      ? accept([], { customerId: data.customerId, revision: erased.revision })
      : refuse(conflict('REQUEST.CONFLICT', 'request', data.requestId, 'Send other content under a request id of its own.'));
  }
  const refused = refuseHeld(data, state) ?? refuseKept(data, facts) ?? refuseOpen(data, facts);
  return refused === undefined ? accept([{ type: 'CustomerErased', data }], { customerId: data.customerId, revision: state.revision + 1 }) : refuse(refused);
}

function refuseHeld({ customerId, erasedOn }: CustomerErased['data'], state: CustomerState): Refusal | undefined {
  const [hold] = holdsOn(state.erasure, erasedOn);
  if (hold === undefined) return undefined;
  const until = hold.until === undefined ? 'until it is lifted' : `until ${hold.until}`;
  const message = `customer ${JSON.stringify(customerId)} is under retention hold ${JSON.stringify(hold.holdId)} ${until}: ${hold.reason}. Lift the hold first, if you may.`;
  return refusal('conflict', 'CUSTOMER.RETENTION_HOLD', message, { customerId, holdId: hold.holdId, ...(hold.until === undefined ? {} : { until: hold.until }) });
}

function refuseKept({ customerId, erasedOn }: CustomerErased['data'], { kept }: ErasureFacts): Refusal | undefined {
  const ends = kept.map(({ entityId, lastDocumentOn, years }) => ({ entityId, lastDocumentOn, years, until: retainedUntil(lastDocumentOn, years) }));
  const last = ends.filter(({ until }) => until >= erasedOn).sort((one, other) => (one.until < other.until ? 1 : -1))[0];
  if (last === undefined) return undefined;
  const message =
    `documents of ${last.entityId} name customer ${JSON.stringify(customerId)}, the last of ${last.lastDocumentOn}; they are kept for ${last.years} years, until ${last.until}. ` +
    'Ask again after that day.';
  return refusal('conflict', 'CUSTOMER.RETAINED', message, { customerId, entityId: last.entityId, until: last.until });
}

function refuseOpen({ customerId }: CustomerErased['data'], { openAccounts }: ErasureFacts): Refusal | undefined {
  const [account] = openAccounts;
  if (account === undefined) return undefined;
  const message = `account ${JSON.stringify(account.accountId)} is not settled: ${account.open}. Collect, refund or write it off first; a claim needs its debtor.`;
  return refusal('conflict', 'CUSTOMER.NOT_SETTLED', message, { customerId, accountId: account.accountId });
}

/** The end of the calendar year in which the years run out. */
export const retainedUntil = (lastDocumentOn: string, years: number): string => `${String(yearOf(lastDocumentOn) + years).padStart(4, '0')}-12-31`;

/** At most so many records stand in one fact. */
const recordsPerFact = 500;

/** Names the records of an erased customer once; named before, they stay as they are. Impossible before the erasure. */
export function decideNameErasedRecords(customerId: string, records: readonly ErasedRecord[], state: CustomerState): Decision<PersonalRecordsErased, readonly ErasedRecord[]> {
  if (state.erasure.erased === null) throw new Error(`customer ${customerId} is not erased: no record of theirs may be forgotten`);
  if (state.erasure.isComplete) return accept([], state.erasure.records);
  const named = new Set(state.erasure.records.map(({ kind, id }) => `${kind}:${id}`));
  const left = records.filter(({ kind, id }) => !named.has(`${kind}:${id}`));
  const groups = Array.from({ length: Math.max(1, Math.ceil(left.length / recordsPerFact)) }, (_, index) => left.slice(index * recordsPerFact, (index + 1) * recordsPerFact));
  const events = groups.map((group, index): PersonalRecordsErased => ({
    type: 'PersonalRecordsErased', data: { customerId, records: group, isLast: index === groups.length - 1 },
  }));
  return accept(events, [...state.erasure.records, ...left]);
}
