import { refuseFutureDay, refuseUnrealDay, firstRefusal } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { DirectDebitEnded } from './care.events';
import type { AccountState } from './account.state';

/** What became of a direct debit: its receipt is entered, the debtor's bank gave nothing or took it back, or we did not send it. */
export type EndDirectDebit = DirectDebitEnded['data'] & { readonly today: string };

export interface DirectDebitEndAnswer {
  readonly accountId: string;
  readonly directDebitId: string;
  readonly outcome: DirectDebitEnded['data']['outcome'];
  readonly endedOn: string;
}

/**
 * A debit ends once, but what was collected may still be returned: the debtor's bank may take it back for weeks. What a
 * returned or cancelled one was to collect is open as before, from its own due date.
 */
export function decideEndDirectDebit(command: EndDirectDebit, state: AccountState): Decision<DirectDebitEnded, DirectDebitEndAnswer> {
  const { today, ...data } = command;
  const { accountId, directDebitId, outcome, endedOn } = data;
  const debit = state.care.directDebits.get(directDebitId);
  if (debit === undefined) {
    return refuse(unknownDirectDebit(directDebitId));
  }
  const { ended } = debit;
  if (ended?.outcome === outcome) {
    return accept([], { accountId, directDebitId, outcome, endedOn: ended.endedOn });
  }
  const reason = refuseAfter(data, ended) ?? firstRefusal(refuseUnrealDay('endedOn', endedOn), refuseFutureDay('endedOn', endedOn, today));
  return reason === undefined ? accept([{ type: 'DirectDebitEnded', data }], { accountId, directDebitId, outcome, endedOn }) : refuse(reason);
}

function refuseAfter({ directDebitId, outcome }: DirectDebitEnded['data'], ended: DirectDebitEnded['data'] | null): Refusal | undefined {
  return ended === null || (ended.outcome === 'collected' && outcome === 'returned')
    ? undefined
    : refusal('conflict', 'DIRECT_DEBIT.ENDED', `Direct debit ${directDebitId} was ${ended.outcome} on ${ended.endedOn} and cannot be ${outcome} any more.`, {
        directDebitId, outcome: ended.outcome, endedOn: ended.endedOn,
      });
}

export const unknownDirectDebit = (directDebitId: string): Refusal =>
  refusal('not-found', 'DIRECT_DEBIT.UNKNOWN', `No direct debit ${JSON.stringify(directDebitId)} was ordered. Check the end-to-end id in the bank's entry.`, { directDebitId });
