import { decimalOf } from '#money';
import { accountParts, type MeasuredAct } from '#ledger';
import { AllocatePaymentBody, ReverseAllocationBody } from '../accounts/account.dto';
import { AllocatePayment } from '../accounts/allocate-payment.command';
import { ReverseAllocation } from '../accounts/reverse-allocation.command';
import { WriteOffBody } from '../accounts/correction.dto';
import { WriteOff } from '../accounts/write-off.command';
import { SetBankDetailsBody } from '../customers/customer-relations.dto';
import { SetBankDetails } from '../customers/set-bank-details.command';
import { RecordAgencyReceiptBody } from '../collections/collection.dto';
import { RecordAgencyReceipt } from '../collections/record-agency-receipt.command';
import type { LedgerContext } from '../ledger/ledger-context';
import { IssueDraftBody } from '../drafts/draft.dto';
import { IssueDraft } from '../drafts/issue-draft.command';
import { ReceivePaymentBody } from '../payments/payment.dto';
import { ReceivePayment } from '../payments/receive-payment.command';
import { ReopenPeriodBody } from '../periods/period.dto';
import { ReopenPeriod } from '../periods/reopen-period.command';
import { RequestRefundBody } from '../refunds/refund.dto';
import { RequestRefund } from '../refunds/request-refund.command';
import { CancelInvoice } from '../returns/cancel-invoice.command';
import { CreditInvoice } from '../returns/credit-invoice.command';
import { CancelInvoiceBody, CreditInvoiceBody } from '../returns/invoice-credit.dto';
import { ownInvoice } from '../returns/own-invoice';
import { ReceiveReturn } from '../returns/receive-return.command';
import { ReceiveReturnBody } from '../returns/return.dto';
import { CloseSale } from '../sales/close-sale.command';
import { CloseSaleBody } from '../sales/sale.dto';
import { draftMeasures, refundMeasures, writeOffMeasures } from './account-measures';
import { amountAct, backDated, grossOf, inBase } from './act-measures';
import { limited, type LimitedCommand, type MeasureScene } from './limited-command';

const ofAccount = ({ accountId }: { readonly accountId: string }): string => accountParts(accountId).entityId;

async function ofInvoice({ invoiceId }: { readonly invoiceId: string }, ledger: LedgerContext): Promise<string | undefined> {
  const invoice = await ownInvoice(ledger, invoiceId);
  return 'code' in invoice ? undefined : invoice.entityId;
}

/** Credits of a named invoice are worth at its rate what they take off it; all of it, when it is cancelled. */
async function invoiceCredit(body: CancelInvoiceBody | CreditInvoiceBody, scene: MeasureScene): Promise<readonly MeasuredAct[]> {
  const invoice = await ownInvoice(scene.ledger, body.invoiceId);
  if ('code' in invoice) {
    return [];
  }
  const lines = 'lines' in body ? body.lines.map((line) => ({ ...invoice.lines.find(({ lineId }) => lineId === line.invoiceLineId), ...line, ...byQuantity(line) })) : null;
  const amount = lines === null ? decimalOf(invoice.totals.gross) : grossOf(lines);
  const base = await inBase(scene, { amount, currency: invoice.currency, rate: invoice.base.rate });
  return [amountAct('credit-note', invoice.invoiceId, base), ...backDated(scene, invoice.invoiceId, body.receivedOn, body.issueDate)];
}

/** The invoice line's own net counts only where the credit names an amount. */
const byQuantity = ({ net }: { readonly net?: string }): { readonly net?: string } => (net === undefined ? { net: undefined as never } : { net });

/** Every command that a role may be limited in. */
export const limitedCommands: readonly LimitedCommand[] = [
  limited<ReceiveReturnBody>({
    command: ReceiveReturn,
    body: ReceiveReturnBody,
    entityOf: ({ entityId }) => entityId,
    measure: async (body, scene) => [
      amountAct('credit-note', body.returnId, await inBase(scene, { amount: grossOf(body.lines), currency: body.currency, rate: body.rate })),
      ...backDated(scene, body.returnId, body.receivedOn, body.issueDate),
    ],
  }),
  limited<CancelInvoiceBody>({ command: CancelInvoice, body: CancelInvoiceBody, entityOf: ofInvoice, measure: invoiceCredit }),
  limited<CreditInvoiceBody>({ command: CreditInvoice, body: CreditInvoiceBody, entityOf: ofInvoice, measure: invoiceCredit }),
  limited<WriteOffBody>({ command: WriteOff, body: WriteOffBody, entityOf: ofAccount, measure: writeOffMeasures }),
  limited<RecordAgencyReceiptBody>({
    command: RecordAgencyReceipt, body: RecordAgencyReceiptBody, entityOf: ofAccount,
    // What the agency keeps is given up like a write-off, and nobody but the clerk says how much it was.
    measure: async ({ accountId, receivedOn, currency, commission }, scene) => [
      amountAct('write-off', accountId, await inBase(scene, { amount: decimalOf(commission), currency })), ...backDated(scene, accountId, receivedOn),
    ],
  }),
  limited<RequestRefundBody>({ command: RequestRefund, body: RequestRefundBody, entityOf: ofAccount, measure: refundMeasures }),
  limited<SetBankDetailsBody>({
    command: SetBankDetails, body: SetBankDetailsBody, entityOf: () => null, measure: ({ customerId }) => [{ act: 'bank-details', subject: customerId }],
  }),
  limited<ReopenPeriodBody>({
    command: ReopenPeriod, body: ReopenPeriodBody, entityOf: ({ entityId }) => entityId, measure: ({ period }) => [{ act: 'reopen-period', subject: period }],
  }),
  limited<CloseSaleBody>({
    command: CloseSale, body: CloseSaleBody, entityOf: ({ entityId }) => entityId,
    measure: (body, scene) => backDated(scene, body.saleId, body.closedOn, body.issueDate),
  }),
  limited<IssueDraftBody>({
    command: IssueDraft, body: IssueDraftBody,
    entityOf: ({ draftId }, ledger) => ledger.streams.draft.query(draftId, ({ content }) => content?.sale.entityId),
    measure: draftMeasures,
  }),
  limited<ReceivePaymentBody>({
    command: ReceivePayment, body: ReceivePaymentBody, entityOf: ({ entityId }) => entityId,
    measure: (body, scene) => backDated(scene, body.paymentId ?? 'payment', body.receivedOn),
  }),
  limited<AllocatePaymentBody>({
    command: AllocatePayment, body: AllocatePaymentBody, entityOf: ofAccount, measure: (body, scene) => backDated(scene, body.accountId, body.allocatedOn),
  }),
  limited<ReverseAllocationBody>({
    command: ReverseAllocation, body: ReverseAllocationBody, entityOf: ofAccount, measure: (body, scene) => backDated(scene, body.accountId, body.reversedOn),
  }),
];
