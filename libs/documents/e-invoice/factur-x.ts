import type { PdfOptions } from '../document-inputs';
import { facturXExtension } from './factur-x-extension';

/** The name Factur-X 1.0 and ZUGFeRD 2 look for. */
export const facturXFile = 'factur-x.xml';

/**
 * What makes a PDF of an invoice a Factur-X (ZUGFeRD) of the profile EN 16931: PDF/A-3, level B, with the CII XML inside
 * as an alternative of the pages, and the description that names it in the metadata.
 */
export function facturXOptions(xml: string): PdfOptions {
  return {
    pdfA: true,
    attachments: [{ name: facturXFile, bytes: Buffer.from(xml, 'utf8'), description: 'Factur-X invoice', mimeType: 'text/xml', relationship: 'Alternative' }],
    xmp: facturXExtension(facturXFile),
  };
}
