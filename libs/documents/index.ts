export * from './e-invoice';
export type {
  Addressee, CreditNoteDocument, DocumentProfile, InvoiceDocument, PdfOptions, ReceiptDocument, ReminderDocument, StatementDocument,
} from './document-inputs';
export { renderInvoice } from './invoice-pdf';
export { renderCreditNote } from './credit-note-pdf';
export { renderReceipt } from './receipt-pdf';
export { renderStatement } from './statement-pdf';
export { isSoundPicture } from './page/sound-picture';
export { renderReminder } from './reminder-pdf';
export { codeSquares, paymentCode, type PaymentCode } from './payment-code';
export { spokenLines } from './text/spoken-line';
export { shownText } from './text/shown-text';
export { shownDay, shownDecimal } from './text/figures';
