import { conflict, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { SaleCancelled } from './sale.events';
import { answerOf, type SaleAnswer, type SaleState } from './sale.state';

/** Calls off a sale that is not billed. */
export type CancelSale = SaleCancelled['data'] & { readonly inputHash: string };

export function decideCancelSale(command: CancelSale, state: SaleState): Decision<SaleCancelled, SaleAnswer> {
  const { inputHash, saleId, requestId, cancelledOn, reason } = command;
  if (state.sale === null) {
    return refuse(refusal('not-found', 'SALE.UNKNOWN', `sale ${JSON.stringify(saleId)} is not on record, so there is nothing to cancel. Check the id.`, { saleId }));
  }
  const answer = answerOf(state.sale, 'cancelled');
  if (state.cancellation !== null) {
    return state.cancellation.requestId === requestId && state.cancellation.inputHash !== inputHash
      ? refuse(conflict('REQUEST.CONFLICT', 'request', requestId, 'Send other content under a request id of its own.'))
      : accept([], answer);
  }
  if (state.billing !== null) {
    return refuse(
      refusal('conflict', 'SALE.BILLED', `sale ${JSON.stringify(saleId)} is billed by invoice ${state.billing.invoiceId}. Send a return; it is credited.`, {
        saleId,
        invoiceId: state.billing.invoiceId,
      }),
    );
  }
  const badDay = refuseUnrealDay('cancelledOn', cancelledOn);
  return badDay === undefined
    ? accept([{ type: 'SaleCancelled', data: { saleId, requestId, cancelledOn, reason } }], answer)
    : refuse(badDay);
}
