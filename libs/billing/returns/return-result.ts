import type { ReturnAnswer as DecidedReturn } from '#ledger';
import type { CreditOutcome } from './credit-note-issuing';
import type { ReturnAnswer } from './return.answer';

export function returnResult({ returnId, accountId }: DecidedReturn, credit: CreditOutcome): ReturnAnswer {
  if (credit.kind === 'refused') {
    return { returnId, accountId, state: 'refused', reason: credit.reason };
  }
  const { creditNoteId, seriesId, documentNumber, issueDate, currency, totals, lines } = credit.creditNote;
  return {
    returnId,
    accountId,
    state: 'credited',
    creditNoteId,
    seriesId,
    documentNumber,
    issueDate,
    currency,
    totals,
    lines: lines.map(({ lineId, returnLineId, quantity, net, tax, invoiceId, invoiceLineId }) => ({
      lineId,
      returnLineId,
      quantity,
      net,
      tax,
      ...(invoiceId === undefined ? {} : { invoiceId }),
      ...(invoiceLineId === undefined ? {} : { invoiceLineId }),
    })),
  };
}
