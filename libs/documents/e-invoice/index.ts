export { eInvoiceXml, type EInvoiceSyntax } from './e-invoice';
export type { DocumentToSend, ReferredInvoice, TaxNote } from './document-kinds';
export { semanticInvoice } from './semantic-document';
export { checkRules, type RuleFailure, type RulesAnswer } from './check-rules';
export { readRules, type RuleFile, type RuleSet } from './rule-files';
export { embedFacturX, facturXFile, facturXPdf, type PdfToFill } from './factur-x';
