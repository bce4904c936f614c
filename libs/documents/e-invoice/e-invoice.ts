import type { Checked } from '#ledger';
import { ciiXml } from './cii';
import type { DocumentToSend } from './document-kinds';
import { passed } from './e-invoice-refusal';
import { semanticInvoice } from './semantic-document';
import { ublXml } from './ubl';

/** The two syntaxes of EN 16931. */
export type EInvoiceSyntax = 'ubl' | 'cii';

/**
 * The document as XML of EN 16931, or why the standard cannot carry it. The same facts give the same text.
 */
export function eInvoiceXml(document: DocumentToSend, syntax: EInvoiceSyntax): Checked<string> {
  const semantic = semanticInvoice(document);
  if (!semantic.ok) {
    return semantic;
  }
  return passed(syntax === 'ubl' ? ublXml(semantic.value) : ciiXml(semantic.value));
}
