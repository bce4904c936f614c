import { AccountIdField, ChoiceField, DayField, invoiceFormats, type InvoiceFormat } from '#billing';
import { FreshQuery } from '../queries/page.query';
import { KnownAtField } from '../reports/report.query';

export class InvoiceDocumentQuery extends FreshQuery {
  @ChoiceField([...invoiceFormats], { description: 'PDF; EN 16931 as UBL or CII; or a PDF with the CII inside (Factur-X, ZUGFeRD). Default pdf.', example: 'pdf', optional: true })
  readonly format?: InvoiceFormat;
}

export class ReceiptDocumentQuery extends FreshQuery {
  @AccountIdField({ optional: true })
  readonly accountId?: string;

  @KnownAtField()
  readonly knownAt?: string;
}

export class StatementDocumentQuery extends FreshQuery {
  @DayField({ description: 'First day of the movements; default the first day of the year of asOf.', example: '2010-12-01', optional: true })
  readonly from?: string;

  @DayField({ description: 'Last day, all of it.', example: '2010-12-31' })
  readonly asOf!: string;

  @KnownAtField()
  readonly knownAt?: string;
}
