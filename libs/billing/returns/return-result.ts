import { refusal, type ReturnAnswer as DecidedReturn, type Refusal } from '#ledger';
import type { CreditOutcome } from './credit-note-issuing';
import type { ReturnAnswer } from './return.answer';

type Issued = Extract<CreditOutcome, { kind: 'issued' }>;
type Refused = Extract<CreditOutcome, { kind: 'refused' }>;

/** The account refused the credit note for good; sent again, the return is answered the same. */
export const creditRefused = ({ returnId, accountId }: DecidedReturn, { code, reason }: Refused): Refusal =>
  refusal('conflict', code, `return ${JSON.stringify(returnId)} was not credited: ${reason}. Send what is left to credit as a new return, under an id of its own.`, {
    returnId,
    accountId,
  });

export function returnResult({ returnId, accountId }: DecidedReturn, credit: Issued): ReturnAnswer {
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
