import { facturXExtension } from './factur-x-extension';

/** The part of a PDF in the making that a Factur-X needs. */
export interface PdfToFill {
  file(src: Buffer, options: object): unknown;
  appendXML(xml: string, newLine?: boolean): void;
}

/** What the PDF has to be opened with: PDF/A-3, level B, which allows files inside; its fonts have to be embedded. */
export const facturXPdf = { subset: 'PDF/A-3b', pdfVersion: '1.7' } as const;

/** The name Factur-X 1.0 and ZUGFeRD 2 look for. */
export const facturXFile = 'factur-x.xml';

/**
 * Puts the CII XML into a PDF, so that it is a Factur-X (ZUGFeRD) invoice of the profile EN 16931: the file, as an
 * alternative of the pages, and the description that names it in the metadata. Call it before the PDF is ended.
 *
 * @param day of issue: the file is dated by the document, never by the clock, so that the bytes stay the same.
 */
export function embedFacturX(pdf: PdfToFill, xml: string, day: string): void {
  const at = new Date(`${day}T00:00:00Z`);
  pdf.file(Buffer.from(xml, 'utf8'), {
    name: facturXFile,
    // A name object of PDF: the slash is written by its code.
    type: 'text/xml',
    relationship: 'Alternative',
    description: 'Factur-X invoice',
    creationDate: at,
    modifiedDate: at,
  });
  pdf.appendXML(facturXExtension(facturXFile));
}
