import { addDays } from '../dates';
import { conflict, firstRefusal, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { directDebitCurrency } from '../account/direct-debit-order';
import type { DirectDebitBatchPlanned } from './direct-debit.events';
import type { DirectDebitBatchState } from './direct-debit.state';
import { isTargetDay, targetDayFrom } from './target-days';

export interface AskedBatch {
  readonly batchId: string;
  readonly entityId: string;
  readonly collectionDate: string;
  readonly scheme: 'core' | 'b2b';
  readonly noticeDays: number;
}

/** Freezes who is to be collected from; how much is decided in each account when it is claimed. */
export interface PlanDirectDebitBatch extends AskedBatch {
  readonly inputHash: string;
  readonly plannedOn: string;
  readonly entityRevision: number;
  /** In order; each debit is named by the batch and its place. */
  readonly payers: readonly { readonly accountId: string; readonly mandateId: string }[];
}

/** The end-to-end id of the debit at a place of a batch, from 1: it leads back to both. */
export const directDebitIdOf = (batchId: string, place: number): string => `${batchId}.${place}`;

export function directDebitPlace(directDebitId: string): { readonly batchId: string; readonly place: number } | undefined {
  const [, batchId, place] = /^([A-Za-z0-9][A-Za-z0-9-]{0,23})\.([1-9]\d{0,3})$/.exec(directDebitId) ?? [];
  return batchId === undefined ? undefined : { batchId, place: Number(place) };
}

/** Short enough that the id of every debit fits what banks take. */
export const isBatchId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9-]{0,23}$/.test(text);

/** Debits of one file. */
export const debitsPerBatchMax = 5000;

/** A batch claims what is due until its day has come, and banks take no order earlier than some weeks before its day. */
export const collectionDaysAheadMax = 35;

/** What speaks against a batch before anybody is looked at. */
export function refuseBatch({ batchId, collectionDate, noticeDays }: AskedBatch, plannedOn: string): Refusal | undefined {
  if (!isBatchId(batchId)) {
    return refusal('invalid', 'DIRECT_DEBIT.BATCH_ID', 'batchId becomes part of ids that banks carry. Use 1 to 24 letters, digits and hyphens.', { field: 'batchId' });
  }
  if (!(Number.isInteger(noticeDays) && noticeDays >= 0 && noticeDays <= 60)) {
    return refusal('invalid', 'DIRECT_DEBIT.NOTICE', 'noticeDays is a whole number from 0 to 60.', { field: 'noticeDays' });
  }
  return firstRefusal(refuseUnrealDay('collectionDate', collectionDate)) ?? refuseDay(collectionDate, plannedOn);
}

function refuseDay(collectionDate: string, plannedOn: string): Refusal | undefined {
  if (collectionDate <= plannedOn) {
    return refusal('invalid', 'DIRECT_DEBIT.TOO_SOON', `collectionDate ${collectionDate} is not after today, ${plannedOn}: banks need the file a business day before.`, {
      collectionDate,
      today: plannedOn,
    });
  }
  const latest = addDays(plannedOn, collectionDaysAheadMax);
  if (collectionDate > latest) {
    const message = `collectionDate ${collectionDate} is more than ${collectionDaysAheadMax} days ahead, and nothing else could collect until then what it claims. Take a day up to ${latest}.`;
    return refusal('invalid', 'DIRECT_DEBIT.TOO_FAR', message, { collectionDate, today: plannedOn, latest });
  }
  return isTargetDay(collectionDate)
    ? undefined
    : refusal('invalid', 'DIRECT_DEBIT.BANK_HOLIDAY', `banks settle nothing on ${collectionDate}. Take ${targetDayFrom(collectionDate)}.`, {
        collectionDate, next: targetDayFrom(collectionDate),
      });
}

export function decidePlanDirectDebitBatch(command: PlanDirectDebitBatch, state: DirectDebitBatchState): Decision<DirectDebitBatchPlanned, DirectDebitBatchPlanned['data']> {
  const { batchId, entityId, collectionDate, scheme, noticeDays, plannedOn, entityRevision, payers, inputHash } = command;
  if (state.planned !== null) {
    return state.inputHash === inputHash ? accept([], state.planned) : refuse(conflict('DIRECT_DEBIT.BATCH_CONFLICT', 'batch', batchId, 'Take a new id for another batch.'));
  }
  const reason = refuseBatch(command, plannedOn);
  if (reason !== undefined) {
    return refuse(reason);
  }
  if (payers.length === 0 || payers.length > debitsPerBatchMax) {
    return refuse(
      refusal('conflict', 'DIRECT_DEBIT.NOBODY', `nobody with a ${scheme.toUpperCase()} mandate owes ${entityId} anything in ${directDebitCurrency} that may be collected on ${collectionDate}.`, {
        entityId, collectionDate, scheme,
      }),
    );
  }
  const debits = payers.map(({ accountId, mandateId }, index) => ({ directDebitId: directDebitIdOf(batchId, index + 1), accountId, mandateId }));
  const data = { batchId, entityId, plannedOn, collectionDate, scheme, currency: directDebitCurrency, noticeDays, entityRevision, debits };
  return accept([{ type: 'DirectDebitBatchPlanned', data }], data);
}
