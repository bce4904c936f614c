export { DocumentDesk, type DocumentKnownAt } from './document-desk';
export type { DocumentSource } from './document-facts';
export { invoiceFormats, safeFileName, type InvoiceFormat, type MadeDocument } from './made-document';
